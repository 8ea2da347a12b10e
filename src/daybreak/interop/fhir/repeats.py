"""One filled-in questionnaire that a file tells twice, as answers and as a bare total, is one."""

from collections.abc import Iterable
from datetime import date, datetime

from daybreak.clinic.imports.report import Line, Outcome
from daybreak.clinic.imports.statements import ForeignFact, Scale


def told_once(facts: Iterable[ForeignFact]) -> tuple[tuple[ForeignFact, ...], tuple[Line, ...]]:
    """The facts without bare totals whose answers the file holds as well, and a line for each of those."""
    found = tuple(facts)
    answered = {_event(fact): fact for fact in found if isinstance(fact.said, Scale) and fact.said.answers}
    repeats = {
        id(fact): answered[_event(fact)]
        for fact in found
        if isinstance(fact.said, Scale) and not fact.said.answers and _event(fact) in answered
    }
    lines = [
        Line(fact.origin.entry, fact.origin.name, Outcome.PART, f"The total of entry {repeats[id(fact)].origin.entry}.")
        for fact in found
        if id(fact) in repeats
    ]
    return tuple(fact for fact in found if id(fact) not in repeats), tuple(lines)


def _event(fact: ForeignFact) -> tuple[str, str, int, date] | None:
    """The same patient, scale, total and day: systems stamp answers and total minutes apart."""
    said = fact.said
    if not isinstance(said, Scale):
        return None
    day = said.effective.date() if isinstance(said.effective, datetime) else said.effective
    return fact.patient_ref, said.instrument, said.total, day
