"""A questionnaire as it was filled in: every item answered, scored by care."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from daybreak.care import questionnaires
from daybreak.clinic.entry import Invalid


@dataclass(frozen=True)
class Sheet:
    """Answers with their score. ``risk_item`` is None only where a total came without its items."""

    instrument: str
    version: str
    total: int
    risk_item: int | None
    answers: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of_total(cls, instrument_id: str, total: int) -> "Sheet":
        """A total that stands alone. Invalid when the instrument cannot give it."""
        instrument = questionnaires.load(instrument_id)
        if not 0 <= total <= instrument.highest_total:
            raise Invalid(
                errors={"total": f"{instrument.short_title} gives 0 to {instrument.highest_total}, not {total}."}
            )
        return cls(instrument.id, instrument.version, total, None)


def filled_in(instrument_id: str, answers: Mapping[str, int]) -> Sheet:
    """The scored sheet. Invalid names, item by item, what is missing or is no answer of this instrument."""
    instrument = questionnaires.load(instrument_id)
    errors = {**_unknown(instrument, answers), **_unanswered(instrument, answers)}
    if errors:
        raise Invalid(errors=errors)
    score = questionnaires.score(instrument, answers)
    return Sheet(instrument.id, instrument.version, score.total, score.risk_item, dict(answers))


def _unanswered(instrument: questionnaires.Instrument, answers: Mapping[str, int]) -> dict[str, str]:
    errors = {}
    for number, item in enumerate(instrument.items, start=1):
        allowed = {answer.value for answer in item.answers}
        given = answers.get(item.link_id)
        if given is None:
            errors[item.link_id] = f"Question {number} has no answer yet. Choose the one that fits best."
        elif type(given) is not int or given not in allowed:
            errors[item.link_id] = (
                f"Question {number} was answered with something this page does not offer. Choose again."
            )
    return errors


def _unknown(instrument: questionnaires.Instrument, answers: Mapping[str, int]) -> dict[str, str]:
    known = {item.link_id for item in instrument.items}
    return {link: f"{instrument.short_title} has no question “{link}”." for link in answers if link not in known}
