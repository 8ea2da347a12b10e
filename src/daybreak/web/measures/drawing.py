"""The curve of one measure as numbers for an SVG: points, doses and baseline laid out in a small box."""

from dataclasses import dataclass
from datetime import datetime

from daybreak.clinic.measures.progress import Curve, Progress

WIDE, HIGH, LEFT, TOP, BOTTOM = 320, 84, 8, 10, 14


@dataclass(frozen=True)
class Dot:
    """One point where it is drawn."""

    x: float
    y: float
    is_usable: bool
    is_last: bool


@dataclass(frozen=True)
class Drawing:
    """Everything that the template puts into its SVG."""

    path: str
    dots: tuple[Dot, ...]
    doses: tuple[float, ...]
    baseline_y: float | None


def drawn(curve: Curve, progress: Progress) -> Drawing:
    """The curve in a box of ``WIDE`` by ``HIGH``; lower on the page is lower in value."""
    start = min((point.at for point in curve.points), default=progress.since)
    start = min(start, *progress.doses) if progress.doses else start
    low, high = _span(curve)
    usable = [point for point in curve.points if point.is_usable]
    dots = tuple(
        Dot(
            x=_x(point.at, start, progress.until),
            y=_y(point.value, low, high),
            is_usable=point.is_usable,
            is_last=point is curve.last,
        )
        for point in curve.points
    )
    line = [(_x(point.at, start, progress.until), _y(point.value, low, high)) for point in usable]
    path = " ".join(f"{'M' if place == 0 else 'L'}{x} {y}" for place, (x, y) in enumerate(line))
    doses = tuple(_x(at, start, progress.until) for at in progress.doses)
    return Drawing(path, dots, doses, _y(curve.baseline.value, low, high) if curve.baseline else None)


def _span(curve: Curve) -> tuple[float, float]:
    """From nothing to the most the scale can give; a task, which has no most, around what was reached."""
    highest = curve.measure.highest
    if highest is not None:
        return 0.0, float(highest)
    values = [point.value for point in curve.points] or [0.0]
    spread = max(max(values) - min(values), 0.2 * max(values), 1.0)
    return min(values) - 0.25 * spread, max(values) + 0.25 * spread


def _x(at: datetime, start: datetime, end: datetime) -> float:
    whole = max((end - start).total_seconds(), 1.0)
    return round(LEFT + (WIDE - 2 * LEFT) * (at - start).total_seconds() / whole, 1)


def _y(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * share, 1)
