"""The chain as a table: every curve at the moments that people ask about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from daybreak.clinic.forecasts import bridge
from daybreak.web.explain.chain import TOLD


@dataclass(frozen=True)
class Column:
    """One curve: whose it is, its words, its unit."""

    link: str
    label: str
    unit: str


def columns() -> list[Column]:
    """Every curve of every link."""
    return [Column(link.name, curve.label, link.unit) for link in TOLD for curve in link.curves]


def rows(explained: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """A moment in words, and the value of every curve at it."""
    times: list[float] = explained["time_h"]
    curves = [explained["curves"][curve.name] for link in TOLD for curve in link.curves]
    for hour in bridge.MOMENTS_H:
        at = min(range(len(times)), key=lambda k: abs(times[k] - hour))
        yield after(hour), [figure(values[at]) for values in curves]


def after(hour: float) -> str:
    """A time after the dose as people say it."""
    if hour < 2:
        return f"{60 * hour:.0f} min"
    return f"{hour:.0f} h" if hour < 24 else f"{hour / 24:.0f} day{'s' if hour > 24 else ''}"


def figure(value: float) -> str:
    """A number with no more digits than it deserves."""
    return f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}"
