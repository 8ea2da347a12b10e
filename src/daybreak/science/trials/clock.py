"""Knows how times of a trial are written: "40min", "2h", "3d", "4wk", as hours from the first dose."""

import math
import re

_TIME = re.compile(r"^\s*([0-9]+(?:\.[0-9]+)?)\s*(min|h|d|wk)\s*$")
_HOURS_PER = {"min": 1.0 / 60.0, "h": 1.0, "d": 24.0, "wk": 168.0}


class TimeError(ValueError):
    """A time that cannot be read. Its text is one sentence saying what to write instead."""


def read_hours(text: object) -> float:
    """Hours in "40min", "2h", "3d" or "4wk"; zero may be written alone. Raises `TimeError` on anything else."""
    if isinstance(text, int | float) and not isinstance(text, bool) and text == 0:
        return 0.0
    match = _TIME.match(text) if isinstance(text, str) else None
    if match is None:
        raise TimeError(f"{text!r} is not a time: write a number and min, h, d or wk, such as 40min, 2h, 3d or 4wk.")
    return float(match.group(1)) * _HOURS_PER[match.group(2)]


def words(hours: float) -> str:
    """The time as a person says it: "2 h", "day 3", "week 4"."""
    if hours == 0:
        return "baseline"
    if hours < 24 or not math.isclose(hours % 24, 0.0, abs_tol=1e-9):
        return f"{hours:g} h" if hours < 48 else f"day {hours / 24:.1f}"
    days = round(hours / 24)
    return f"week {days // 7}" if days % 7 == 0 and days > 14 else f"day {days}"
