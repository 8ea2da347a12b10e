"""Knows how a prediction and a validation look on paper. matplotlib is imported inside the functions only."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np

from daybreak.science.comparison import Comparison, Verdict
from daybreak.science.prediction import Band, Prediction

Colours = dict[str, str]
INK, AMBER, TEAL, PLUM, PAPER = "#22303c", "#d98b3a", "#2a7f86", "#7a4e7e", "#fbf8f3"
_QUIET = "#8a929a"
_STYLE: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#c9c3b8",
    "axes.facecolor": PAPER,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "none",
    "svg.hashsalt": "daybreak",
}
_KINDS = {".png", ".svg"}
_COLOURS = 128


class FigureError(ValueError):
    """A figure that cannot be written. Its text is one sentence saying what to change."""


def check_path(path: Path) -> None:
    """Raise `FigureError` unless `path` is a .png or .svg file in a folder that exists."""
    if path.suffix.lower() not in _KINDS:
        raise FigureError(f"{path} is neither .png nor .svg: give the plot one of these endings.")
    if not path.resolve().parent.is_dir():
        raise FigureError(f"The folder {path.resolve().parent} does not exist: create it first.")


def draw_prediction(prediction: Prediction, title: str, path: Path) -> None:
    """Concentration, dissociation and pressure with their bands, one above the other, to `path` (.png or .svg)."""
    check_path(path)
    figure = canvas(9.2, 9.8)
    axes = figure.subplots(3, 1, sharex=True, gridspec_kw={"top": 0.865, "hspace": 0.27})
    title_of(figure, 0.125, title, "Median, with the bands that hold half and nine in ten of such people")
    _bands(axes[0], prediction, {"ketamine": AMBER, "norketamine": PLUM}, "ng/mL", "Concentration in blood")
    _bands(axes[1], prediction, {"dissociation": TEAL}, "rating", "Dissociation, 0–10 (a design assumption)")
    _mark_milestones(axes[1], prediction)
    lines = {"diastolic_rise": TEAL, "heart_rate_rise": AMBER}
    _bands(axes[2], prediction, {"systolic_rise": INK}, "mmHg, or beats a minute", "Rise over own baseline", lines)
    axes[2].set_xlabel("minutes")
    _minutes(axes[2], float(prediction.time_min[-1]))
    write(figure, path)


def draw_validation(comparisons: Sequence[Comparison], path: Path) -> None:
    """Predicted curves over Kamp's measurements, and predicted / published for the single values, to `path`."""
    check_path(path)
    figure = canvas(12.0, 13.0)
    above = figure.add_gridspec(1, 2, left=0.05, right=0.86, top=0.90, bottom=0.645, wspace=0.48).subplots()
    below = figure.add_gridspec(1, 2, left=0.25, right=0.985, top=0.565, bottom=0.045, wspace=1.05).subplots()
    title_of(
        figure, 0.05, "Predicted against published", "The typical person, not fitted to these data unless marked so"
    )
    known = {comparison.id: comparison for comparison in comparisons}
    _against_kamp(above[0], [known["kamp.S_ketamine"], known["kamp.R_ketamine"]], "Arterial ketamine (Kamp 2020)")
    metabolites = [known["kamp.S_norketamine"], known["kamp.R_norketamine"], known["kamp.HNK_total"]]
    _against_kamp(above[1], metabolites, "Metabolites, where the model fails (Kamp 2020)")
    drawn = [c for c in comparisons if min(c.observed) > 0 and not c.id.startswith(("simons.film", "rise"))]
    _ratios(below[0], [c for c in drawn if c.accept is not None and ".70." not in c.id], "With a criterion (bar)")
    _ratios(
        below[1],
        [c for c in drawn if c.accept is None and ".70." not in c.id],
        "Without one (open: used to set the model)",
    )
    write(figure, path)


def canvas(wide: float, high: float) -> Any:
    """An empty figure in the house's style, in inches."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot

    for name, value in _STYLE.items():
        mpl.rcParams[cast(Any, name)] = value
    return pyplot.figure(figsize=(wide, high))


def write(figure: Any, path: Path) -> None:
    """Save it as the ending of ``path`` says, the same bytes for the same figure. Raises FigureError."""
    from matplotlib import pyplot

    try:
        if path.suffix.lower() == ".svg":
            _save(figure, path, metadata={"Date": None})
        else:
            _write_png(figure, path)
    except OSError as problem:
        raise FigureError(f"The plot could not be written to {path}: {problem.strerror}.") from problem
    finally:
        pyplot.close(figure)


def _write_png(figure: Any, path: Path) -> None:
    """With a palette of its own: a few flat colours and their edges need no more, and the file is a third as large."""
    from PIL import Image

    drawn = BytesIO()
    _save(figure, drawn, format="png", metadata={"Software": None})
    with Image.open(drawn) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, format="png", optimize=True)


def _save(figure: Any, to: Any, **how: Any) -> None:
    figure.savefig(to, dpi=120, bbox_inches="tight", pad_inches=0.28, **how)


def title_of(figure: Any, left: float, title: str, subtitle: str) -> None:
    """Set the title and the line below it, ``left`` as a share of the width."""
    inch = 1.0 / figure.get_figheight()
    figure.text(left, 1.0 - 0.20 * inch, title, fontsize=15, fontweight="bold", ha="left", va="top")
    figure.text(left, 1.0 - 0.54 * inch, subtitle, fontsize=9.5, color=_QUIET, ha="left", va="top")


def _bands(
    axis: Any, prediction: Prediction, banded: Colours, unit: str, title: str, lines: Colours | None = None
) -> None:
    axis.set_title(title, pad=8)
    axis.set_ylabel(unit)
    drawn = {**banded, **(lines or {})}
    for name, colour in drawn.items():
        of = prediction.series[name].percentiles
        if name in banded:
            axis.fill_between(prediction.time_min, of["p05"], of["p95"], color=colour, alpha=0.12, lw=0)
            axis.fill_between(prediction.time_min, of["p25"], of["p75"], color=colour, alpha=0.22, lw=0)
        axis.plot(prediction.time_min, of["median"], color=colour, lw=2.0)
    axis.margins(x=0)
    axis.set_ylim(bottom=0)
    names = [
        (float(prediction.series[n].median[-1]), _short(prediction.series[n], n in banded), c) for n, c in drawn.items()
    ]
    if len(names) > 1:
        _name_lines(axis, float(prediction.time_min[-1]), names)


def _short(band: Band, banded: bool) -> str:
    name = band.label.replace("Arterial ", "").replace("Venous ", "").replace(" rise", "").capitalize()
    return name if banded else f"{name} (median)"


def _name_lines(axis: Any, end: float, names: Sequence[tuple[float, str, str]], lines: int = 1) -> None:
    """Each line's name (height, words, colour) beside its right end, pushed apart where they would touch."""
    low, high = axis.get_ylim()
    gap = (high - low) * 0.08 * lines
    ordered = sorted(names)
    places = [ordered[0][0]]
    for height, _, _ in ordered[1:]:
        places.append(max(height, places[-1] + gap))
    excess = sum(place - name[0] for place, name in zip(places, ordered, strict=True)) / len(ordered)
    shift = min(excess, places[0] - low)
    for place, (_, words, colour) in zip(places, ordered, strict=True):
        at = (end, place - max(shift, 0.0))
        axis.annotate(words, at, xytext=(9, 0), textcoords="offset points", color=colour, va="center", fontsize=8.5)


def _mark_milestones(axis: Any, prediction: Prediction) -> None:
    """Median and 5-95 % range of onset, peak and fade, above the curve."""
    axis.set_ylim(0, 14)
    axis.set_yticks([0, 2, 4, 6, 8, 10])
    for name, height in (("onset", 13.2), ("peak", 12.1), ("fade", 11.0)):
        spread = prediction.milestones.spread(name)
        middle, early, late = spread["median"], spread["p05"], spread["p95"]
        if middle is None or early is None:
            continue
        end = float(prediction.time_min[-1]) if late is None else late
        axis.plot([early, end], [height, height], color=INK, lw=1.2, alpha=0.45, solid_capstyle="butt")
        axis.plot([middle], [height], marker="o", ms=4.5, color=INK)
        words = f"{name} {middle:.0f} min"
        axis.annotate(words, (end, height), xytext=(6, 0), textcoords="offset points", va="center", fontsize=8.5)


def _minutes(axis: Any, horizon: float) -> None:
    step = next((s for s in (15, 30, 60, 120, 240, 720, 1440) if horizon / s <= 10), 2880)
    axis.set_xticks(np.arange(0, horizon + 1e-9, step))


def _against_kamp(axis: Any, curves: Sequence[Comparison], title: str) -> None:
    axis.set_title(title, pad=10)
    ends = []
    for comparison, colour in zip(curves, (AMBER, TEAL, PLUM), strict=False):
        times, dense = kamp_curve(comparison)
        axis.plot(times, dense, color=colour, lw=2.0)
        ring = {"ls": "", "marker": "o", "ms": 5, "mfc": PAPER, "mec": colour, "mew": 1.4, "zorder": 3}
        axis.plot(comparison.times_min, comparison.observed, clip_on=False, **ring)
        ends.append((float(dense[-1]), f"{comparison.what.split(',')[0]}\nratio {comparison.ratio:.2f}", colour))
    axis.set_xlim(0, 300)
    axis.set_ylim(0, axis.get_ylim()[1] * 1.03)
    _name_lines(axis, 300.0, ends, lines=2)
    axis.set_xlabel("minutes (line: predicted; circle: measured; ratio: geometric mean)")
    axis.set_ylabel("nmol/mL")


def kamp_curve(comparison: Comparison) -> tuple[Any, Any]:
    """A dense predicted curve for a published one: times (min) and nmol/mL."""
    from dataclasses import replace

    from daybreak.science.published_kinetics import published_kinetics
    from daybreak.science.validation_kinetics import predicted

    times = np.arange(0.0, 301.0, 1.0)
    published = next(entry for entry in published_kinetics() if entry.id == comparison.id)
    return times, predicted(replace(published, times_min=tuple(times)))


def _ratios(axis: Any, comparisons: Sequence[Comparison], title: str) -> None:
    axis.set_title(title, pad=10)
    places = np.arange(len(comparisons))[::-1]
    for place, comparison in zip(places, comparisons, strict=True):
        if comparison.accept is not None:
            axis.plot(comparison.accept, [place, place], color=TEAL, lw=7, alpha=0.22, solid_capstyle="butt")
        colour = _ratio_colour(comparison)
        weighs = comparison.verdict in (Verdict.PASS, Verdict.FAIL, Verdict.REPORTED)
        axis.plot([comparison.ratio], [place], marker="o", ms=6, color=colour, mfc=colour if weighs else PAPER, mew=1.4)
    axis.axvline(1.0, color=INK, lw=0.9, alpha=0.6, zorder=0)
    axis.set_yticks(places, [_label(comparison) for comparison in comparisons], fontsize=8)
    axis.tick_params(axis="y", length=0)
    axis.set_xscale("log")
    axis.set_xlim(0.45, 2.3)
    axis.set_xticks([0.5, 0.7, 1.0, 1.4, 2.0], ["0.5", "0.7", "1", "1.4", "2"])
    axis.minorticks_off()
    axis.set_ylim(-0.8, len(comparisons) - 0.2)
    axis.set_xlabel("predicted / published")
    axis.grid(axis="x", color="#e6dfd3", lw=0.7)
    axis.set_axisbelow(True)


def _ratio_colour(comparison: Comparison) -> str:
    if comparison.verdict is Verdict.PASS:
        return TEAL
    return AMBER if comparison.far_off or comparison.verdict is Verdict.FAIL else INK


def _label(comparison: Comparison) -> str:
    """What was compared, and who published it."""
    dose = comparison.regimen.split(" ")[0] + " mg: " if comparison.id.startswith("perezruixo") else ""
    what = comparison.what.replace(", arterial", "").replace("Hydroxynorketamine (S + R)", "Hydroxynorketamine")
    return f"{dose}{what}  ·  {comparison.who}"
