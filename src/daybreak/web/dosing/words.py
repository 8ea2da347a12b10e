"""What a prediction says, in words: how many people feel it, when it begins, peaks and fades."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOMENTS = (("onset_min", "begins"), ("peak_min", "peaks"), ("fade_min", "fades"))


@dataclass(frozen=True)
class Moment:
    """One moment of the effect: "about 4 min (2–7)". ``span`` holds nine in ten of the people who feel it."""

    verb: str
    about: str
    span: str


def moments(prediction: Mapping[str, Any] | None) -> list[Moment]:
    """Begins, peaks, fades, in minutes after the injection; empty when too few people would feel it to say."""
    if not prediction:
        return []
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


def _about(median: float | None, horizon: float) -> str:
    return f"after {horizon:.0f} min" if median is None else f"about {median:.0f} min"


def _span(at: Mapping[str, float | None], horizon: float) -> str:
    high = at["p95"]
    return f"{at['p05']:.0f} to beyond {horizon:.0f}" if high is None else f"{at['p05']:.0f}–{high:.0f}"
