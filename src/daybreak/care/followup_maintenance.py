"""When doses that keep a response might be given: dates to think about, never an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from daybreak.care.followup_outcome import Outcome
from daybreak.care.rules import Policy

HOW_MANY = 4


@dataclass(frozen=True)
class Suggestion:
    """Dates for a person to think about; none where ``why`` says what comes before."""

    dates: tuple[date, ...]
    why: str


def suggest(outcome: Outcome | None, last_dose: date | None, today: date, policy: Policy) -> Suggestion:
    """The next dates after a series that brought a response, ever wider apart (``followup.maintenance.weeks``).

    No date without a response, during a relapse, or after a pause that ends the series (``dose.series.pause``); none
    closer than ``dose.spaced.apart``, and none that is past.
    """
    if last_dose is None:
        return Suggestion((), "Nothing was given yet.")
    if outcome is None or outcome.response is None:
        return Suggestion((), "No response is known, so there is nothing that doses could keep up.")
    if outcome.relapse is not None:
        return Suggestion((), "The response is lost. A prescriber decides first what that asks for.")
    if (today - last_dose).days > policy.decimal("dose.series.pause"):
        return Suggestion((), "The last dose is so long ago that another would begin a new series.")
    return Suggestion(_dates(last_dose, today, policy), "Spaced wider as long as the response holds.")


def _dates(last_dose: date, today: date, policy: Policy) -> tuple[date, ...]:
    steps = [int(weeks) for weeks in policy.words("followup.maintenance.weeks")]
    apart = int(policy.decimal("dose.spaced.apart"))
    dates: list[date] = []
    before = last_dose
    for place in range(HOW_MANY):
        days = max(7 * steps[min(place, len(steps) - 1)], apart)
        before = max(before + timedelta(days=days), today + timedelta(days=1))
        dates.append(before)
    return tuple(dates)
