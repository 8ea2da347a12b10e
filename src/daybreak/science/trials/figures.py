"""Knows how the outcome of a virtual trial looks on paper. matplotlib is imported inside the functions only."""

from pathlib import Path
from typing import Any

import numpy as np

from daybreak.science import figures as paper
from daybreak.science.figures import AMBER, INK, PLUM, TEAL, check_path
from daybreak.science.trials.outcomes import ArmOutcome, TrialOutcome, spread_of
from daybreak.science.trials.scales import scale

_COLOURS = (AMBER, TEAL, PLUM, INK, "#8c6d31", "#4f7cac", "#a23b72")
_MOST_BANDS = 3


def draw_trial(outcome: TrialOutcome, path: Path) -> None:
    """Change, response and remission of each arm with their bands, side by side, to `path` (.png or .svg)."""
    check_path(path)
    figure = paper.canvas(12.0, 5.6)
    axes = figure.subplots(1, 3, gridspec_kw={"top": 0.80, "bottom": 0.17, "wspace": 0.28})
    paper.title_of(
        figure, 0.125, outcome.protocol.title, "Median of simulated trials; bands: half, and nine in ten of them"
    )
    titles = {"change": f"Change of {scale(outcome.protocol.scale).title} (points)", "response": "Response (%)"}
    for axis, (measure, title) in zip(axes, {**titles, "remission": "Remission (%)"}.items(), strict=True):
        axis.set_title(title, pad=8)
        for arm, colour in zip(outcome.arms, _COLOURS * len(outcome.arms), strict=False):
            _curve(axis, arm, measure, colour, banded=len(outcome.arms) <= _MOST_BANDS)
        axis.axhline(0.0, color=INK, lw=0.6, alpha=0.4)
        axis.set_xlabel("days from the first dose")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=min(4, len(labels)), frameon=False, fontsize=8.5)
    paper.write(figure, path)


def _curve(axis: Any, arm: ArmOutcome, measure: str, colour: str, *, banded: bool) -> None:
    days = np.array([0.0, *arm.visits_h]) / 24.0
    spreads = [spread_of(column) for column in arm.shown[measure].T]
    of = {
        name: [0.0, *(getattr(spread, name) for spread in spreads)] for name in ("p05", "p25", "median", "p75", "p95")
    }
    if banded:
        axis.fill_between(days, of["p05"], of["p95"], color=colour, alpha=0.12, lw=0)
        axis.fill_between(days, of["p25"], of["p75"], color=colour, alpha=0.22, lw=0)
    axis.plot(days, of["median"], color=colour, lw=2.0, marker="o", ms=3.5, label=f"{arm.arm.name} (n {arm.arm.n})")
