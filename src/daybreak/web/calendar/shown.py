"""A proposal as a person reads it: each visit before and after, what the rules say, and what stays wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from daybreak.care.findings import Finding, needs_reason, stops
from daybreak.care.visits import State, Visit, label
from daybreak.clinic.plans import queries
from daybreak.clinic.plans.proposals import Proposal


@dataclass(frozen=True)
class Moment:
    """When, where and with whom, in words; ``at`` is None where no time was found."""

    at: datetime | None
    minutes: int
    place: str
    people: str
    state: str


@dataclass(frozen=True)
class Line:
    """One visit before and after."""

    label: str
    before: Moment | None
    after: Moment
    findings: tuple[Finding, ...]
    is_missed: bool


@dataclass(frozen=True)
class Shown:
    """All lines, what cannot be confirmed, and whether a reason is asked for."""

    lines: tuple[Line, ...]
    scales: int
    others: tuple[tuple[str, Finding], ...]
    is_stopped: bool
    wants_reason: bool


def shown(proposal: Proposal) -> Shown:
    """The proposal in words. Scales are counted rather than listed: they are answered at home."""
    names = queries.diary(proposal.course).names
    lines = tuple(
        Line(
            change.label,
            _moment(change.before, names) if change.before else None,
            _moment(change.after, names),
            change.findings,
            change.after.state is State.MISSED,
        )
        for change in proposal.changes
        if change.after.takes_time
    )
    findings = [finding for change in proposal.changes if change.after.start for finding in change.findings]
    return Shown(
        lines=lines,
        scales=sum(not change.after.takes_time for change in proposal.changes),
        others=tuple((label(clash.key, proposal.protocol.doses), clash.finding) for clash in proposal.others),
        is_stopped=bool(stops(findings)),
        wants_reason=needs_reason(findings),
    )


def _moment(visit: Visit, names: Mapping[str, str]) -> Moment:
    people = ", ".join(names.get(person, "") for person in visit.staff)
    return Moment(visit.start, visit.minutes, names.get(visit.place, ""), people, visit.state.value)
