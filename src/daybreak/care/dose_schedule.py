"""When and how often: doses in a week, weekly from the second month on, totals that call for a look, sudden rises."""

from __future__ import annotations

from collections.abc import Iterator

from daybreak.care.amounts import plain
from daybreak.care.dose_request import DoseCalculation, DoseRequest
from daybreak.care.findings import Finding
from daybreak.care.rules import Policy

_LOOK = "Look at benefit, bladder, memory and craving before going on, and give the reason to go on."


def spacing(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    """Too many doses in a week, or doses that are not spaced to weekly by the second month of a series."""
    rule, count = policy["dose.per_week"], request.doses_in_last_7_days + 1
    if count > policy.decimal(rule.id):
        what = (
            f"This would be dose {count} within 7 days; {plain(policy.decimal(rule.id))} is the most without a reason."
        )
        yield rule.finding(what, "Wait, or give the reason for another dose.")
    yield from _not_spaced(request, policy)


def totals(request: DoseRequest, dose: DoseCalculation, policy: Policy) -> Iterator[Finding]:
    """A look at the whole each time that the sessions or the mg given here pass another multiple of the clinic's step.

    Not at every dose beyond it: a question asked each time is a question nobody reads.
    """
    before = request.before
    sessions, total = policy["dose.total.sessions"], policy["dose.total.mg"]
    if before.sessions and before.sessions % policy.decimal(sessions.id) == 0:
        what = f"This would be dose {before.sessions + 1} given to this patient here."
        yield sessions.finding(what, _LOOK)
    after, step = before.mg + dose.drawn_mg, policy.decimal(total.id)
    if before.mg // step != after // step:
        what = f"With this dose the total given here comes to {plain(after)} mg, in {before.sessions + 1} doses."
        yield total.finding(what, _LOOK)


def rise(request: DoseRequest, dose: DoseCalculation, policy: Policy) -> Iterator[Finding]:
    """A dose far above the last one: the slip that stays below every limit, 4 mg becoming 40."""
    rule, last = policy["dose.rise"], request.before.last_mg
    if last and dose.drawn_mg > last * policy.decimal(rule.id):
        times = plain(policy.decimal(rule.id))
        what = f"{plain(dose.mg)} mg is more than {times} times the last dose ({plain(last)} mg)."
        yield rule.finding(what, "Check the decimal point and the last dose, or give the reason for the step.")


def _not_spaced(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    rule, apart = policy["dose.spaced.after"], policy.decimal("dose.spaced.apart")
    began, last = request.before.days_since_series_began, request.before.days_since_last
    if began is None or last is None or began < policy.decimal(rule.id) or last >= apart:
        return
    what = (
        f"The series began {began} days ago and the last dose was {_days_ago(last)}: "
        f"from day {plain(policy.decimal(rule.id))} on, doses stand at least {plain(apart)} days apart."
    )
    yield rule.finding(what, "Wait, or give the reason why doses cannot be spaced; consider ending the series.")


def _days_ago(days: int) -> str:
    return "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} ago"
