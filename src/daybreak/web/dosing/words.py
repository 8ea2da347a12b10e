"""What a prediction says, in words: how many people feel it, when it begins, peaks and fades.

The minutes are rounded here and nowhere else: the charts are given what the sentence says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

MOMENTS = (("onset_min", "begins"), ("peak_min", "peaks"), ("fade_min", "fades"))


@dataclass(frozen=True)
class Moment:
    """One moment of the effect: "about 4 min (2–7)". ``span`` holds nine in ten of the people who feel it."""

    verb: str
    about: str
    span: str


def whole_minutes(prediction: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The prediction with its milestones in whole minutes, halves up, for charts that stand beside the sentence."""
    if not prediction:
        return None
    told = {
        name: {quantile: _rounded(minutes) for quantile, minutes in spread.items()}
        if isinstance(spread, Mapping)
        else spread
        for name, spread in prediction["milestones"].items()
    }
    return {**prediction, "milestones": told}


def _rounded(minutes: float | None) -> int | None:
    """To the nearest minute. Python's own rounding takes 4.5 to 4 and 5.5 to 6, which no reader expects."""
    return None if minutes is None else floor(minutes + 0.5)


def moments(prediction: Mapping[str, Any] | None) -> list[Moment]:
    """Begins, peaks, fades, in minutes after the injection; empty when too few people would feel it to say."""
    if not prediction:
        return []
    prediction = whole_minutes(prediction) or {}
    horizon = prediction["time_min"][-1]
    milestones = prediction["milestones"]
    known = [(verb, milestones[name]) for name, verb in MOMENTS if milestones[name]["p05"] is not None]
    return [Moment(verb, _about(at["median"], horizon), _span(at, horizon)) for verb, at in known]


def reach(prediction: Mapping[str, Any] | None) -> str:
    """For how many the effect is expected at all, as people out of a hundred; empty when the model does not say."""
    share = prediction["milestones"].get("share_reaching") if prediction else None
    if share is None:
        return ""
    return f"{round(100 * share)} of 100" if share < 0.995 else "nearly everyone"


def _about(median: int | None, horizon: float) -> str:
    return f"after {horizon:.0f} min" if median is None else f"about {median} min"


def _span(at: Mapping[str, int | None], horizon: float) -> str:
    high = at["p95"]
    return f"{at['p05']} to beyond {horizon:.0f}" if high is None else f"{at['p05']}–{high}"
