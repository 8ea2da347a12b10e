"""The checks of follow-up: which are due by doses, by time or by what another found, since when, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from daybreak.care.roles import Role
from daybreak.care.rules import Policy, read_toml


@dataclass(frozen=True)
class Result:
    """One possible result; what ``finds`` something leads on to another check."""

    id: str
    label: str
    finds: bool


@dataclass(frozen=True)
class Check:
    """One kind of check, as policy/followup.toml tells it. Its numbers are rules, which a clinic may change."""

    id: str
    title: str
    asks: str
    owner: Role
    baseline: bool
    by_sessions: bool
    by_weeks: bool
    rests: bool
    after: tuple[str, ...]
    evidence: str
    results: tuple[Result, ...]

    def result(self, result_id: str) -> Result | None:
        """The result with this id, None when there is none."""
        return next((one for one in self.results if one.id == result_id), None)

    def rule(self, clock: str) -> str:
        """The id of the rule that holds this check's clock: "sessions", "weeks" or "within"."""
        return f"followup.{self.id}.{clock}"


@dataclass(frozen=True)
class Kept:
    """A check that was written down, done or not done with a reason; or what counts as one. ``finds``: see Result."""

    check: str
    at: datetime
    finds: bool = False


@dataclass(frozen=True)
class Facts:
    """What decides which checks are due to one patient, all moments aware.

    ``opened_at`` and ``closed_at`` are of the latest course; ``doses`` are of every course, in any order; ``dosed``
    says whether the latest course had one.
    """

    opened_at: datetime
    closed_at: datetime | None = None
    doses: tuple[datetime, ...] = ()
    kept: tuple[Kept, ...] = ()
    dosed: bool = True


@dataclass(frozen=True)
class Due:
    """One check that is due: since when, until when before a person is told, and why."""

    check: Check
    since: datetime
    until: datetime
    because: str
    rule: str

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over."""
        return now > self.until


@cache
def checks() -> dict[str, Check]:
    """Every check by its id, in the order of the data. ValueError for a check that follows none."""
    found = {raw["id"]: _check(raw) for raw in read_toml("policy/followup.toml")["check"]}
    unknown = {other for one in found.values() for other in one.after} - set(found)
    if unknown:
        raise ValueError(f"care/policy/followup.toml names checks that are not there: {', '.join(sorted(unknown))}.")
    return found


def check(check_id: str) -> Check:
    """The check with this id. ValueError when there is none."""
    try:
        return checks()[check_id]
    except KeyError:
        raise ValueError(f"There is no check {check_id!r}; care/policy/followup.toml lists them all.") from None


def due(facts: Facts, policy: Policy) -> tuple[Due, ...]:
    """The checks that are or will be due by what is known, the most pressing first; one at most of each kind.

    A check stays due until it is written down, whatever else happens and however late one looks: what is due is
    reckoned from the record alone. A closed course makes nothing new due, and takes nothing away.
    """
    found = [one for kind in checks().values() if (one := _due(kind, facts, policy)) is not None]
    return tuple(sorted(found, key=lambda one: (one.until, one.check.id)))


def due_by(facts: Facts, policy: Policy, now: datetime) -> tuple[Due, ...]:
    """Those of ``due`` whose time has come."""
    return tuple(one for one in due(facts, policy) if one.since <= now)


def _due(kind: Check, facts: Facts, policy: Policy) -> Due | None:
    reasons = [*_baseline(kind, facts, policy), *_by_sessions(kind, facts, policy)]
    reasons += [*_by_weeks(kind, facts, policy), *_follow_on(kind, facts)]
    if not reasons:
        return None
    since, because, rule = min(reasons)
    return Due(kind, since, since + policy.days(kind.rule("within")), because, rule or kind.rule("within"))


Reason = tuple[datetime, str, str]
"""Since when, why, and the id of the rule."""


def _baseline(kind: Check, facts: Facts, policy: Policy) -> Iterable[Reason]:
    rule = "followup.baseline.counts"
    last = _last(kind, facts)
    counts = last is not None and last >= facts.opened_at - policy.days(rule)
    never_begun = facts.closed_at is not None and not facts.dosed
    if kind.baseline and not counts and not never_begun:
        yield facts.opened_at, "Baseline of the course", rule


def _by_sessions(kind: Check, facts: Facts, policy: Policy) -> Iterable[Reason]:
    every = int(policy.decimal(kind.rule("sessions"))) if kind.by_sessions else 0
    doses = _doses_since(kind, facts, policy)
    if every and len(doses) >= every:
        often = "a dose" if every == 1 else f"{every} doses"
        yield doses[every - 1], f"After {often}", kind.rule("sessions")


def _by_weeks(kind: Check, facts: Facts, policy: Policy) -> Iterable[Reason]:
    """After so many weeks: of a patient who was ever given a dose, and where it rests, of one given a dose since."""
    if not kind.by_weeks or not facts.doses:
        return
    last = _last(kind, facts)
    doses = _doses_since(kind, facts, policy)
    if kind.rests and not doses:
        return
    since = (last or min(facts.doses)) + policy.days(kind.rule("weeks"))
    since = max(since, doses[0]) if kind.rests else since
    if facts.closed_at is None or since <= facts.closed_at:
        weeks = int(policy.decimal(kind.rule("weeks")))
        yield since, f"{weeks} weeks after the last", kind.rule("weeks")


def _follow_on(kind: Check, facts: Facts) -> Iterable[Reason]:
    last = _last(kind, facts)
    found = [one for one in facts.kept if one.check in kind.after and one.finds and (last is None or one.at > last)]
    if found:
        first = min(found, key=lambda one: (one.at, one.check))
        yield first.at, f"Something was found: {check(first.check).title.lower()}", ""


def _last(kind: Check, facts: Facts) -> datetime | None:
    return max((one.at for one in facts.kept if one.check == kind.id), default=None)


def _doses_since(kind: Check, facts: Facts, policy: Policy) -> list[datetime]:
    """The doses after the check was last written down; one in the same session, just before the dose, covers it."""
    last = _last(kind, facts)
    reach = timedelta(hours=float(policy.decimal("followup.session.reaches")))
    return sorted(at for at in facts.doses if last is None or at > last + reach)


def _check(raw: Mapping[str, Any]) -> Check:
    results = tuple(Result(**one) for one in raw["results"])
    return Check(**{**raw, "owner": Role(raw["owner"]), "after": tuple(raw["after"]), "results": results})
