"""Knows how a foretold number is told: what it is, its value as publications write it, its range, what went wrong."""

import math

from daybreak.science.trials.clock import words
from daybreak.science.trials.evaluation import Judged
from daybreak.science.trials.evidence import Measure

_MEASURES = {
    Measure.CHANGE: "mean change",
    Measure.SD: "SD of change",
    Measure.RESPONSE: "response",
    Measure.REMISSION: "remission",
    Measure.RELAPSE: "relapse",
    Measure.DIFFERENCE: "difference",
    Measure.D: "difference in SDs",
    Measure.RATIO: "ratio of response",
    Measure.HAZARD: "hazard ratio of relapse",
}


def what(one: Judged) -> str:
    """The arms, the measure and the visit."""
    against = f" minus {one.than}" if one.than and one.measure in (Measure.DIFFERENCE, Measure.D) else ""
    over = f" over {one.than}" if one.than and not against else ""
    return f"{' + '.join(one.arms)}{against}{over}, {_MEASURES[one.measure]}, {words(one.at_h)}"


def published(one: Judged) -> str:
    """What was published, with its unit where a share."""
    return number(one, one.published) + (" %" if one.measure.percent else "")


def interval(one: Judged) -> str:
    """The bounds that were to hold it in nine of ten trials."""
    low, high = one.interval_90
    return f"{number(one, low)} to {number(one, high)}"


def number(one: Judged, value: float) -> str:
    """As it is published: a percentage, a ratio, points or a standardised difference."""
    if one.measure.percent:
        return f"{100.0 * value:.0f}"
    if one.measure.on_log_scale:
        return f"{math.exp(value):.2f}"
    return f"{value:.2f}" if one.measure is Measure.D else f"{value:.1f}"


def direction(one: Judged) -> str:
    """What a forecast that missed got wrong, in words."""
    above = one.error > 0
    if one.measure in (Measure.CHANGE, Measure.DIFFERENCE, Measure.D):
        return "too little improvement foretold" if above else "too much improvement foretold"
    if one.measure is Measure.SD:
        return "people differ less than foretold" if above else "people differ more than foretold"
    if one.measure is Measure.HAZARD:
        return "too little protection foretold" if above else "too much protection foretold"
    if one.measure is Measure.RATIO:
        return "too large an effect foretold" if above else "too small an effect foretold"
    return "foretold too often" if above else "foretold too rarely"
