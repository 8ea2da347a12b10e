"""Knows how an explanation looks on paper: the stages one above the other on one clock, from a minute to two weeks."""

from pathlib import Path
from typing import Any

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.figures import AMBER, INK, PLUM, TEAL, canvas, check_path, title_of, write
from daybreak.science.mechanism.explanation import DOMAIN_LABELS, LIMITS, Explanation

_TICKS = {
    1 / 60: "1 min",
    1 / 6: "10 min",
    0.5: "30 min",
    2.0: "2 h",
    8.0: "8 h",
    24.0: "1 day",
    72.0: "3 days",
    336.0: "2 weeks",
}
_PANELS: tuple[tuple[str, str, dict[str, tuple[str, str]]], ...] = (
    ("The drug at the brain", "ng/mL", {"S_brain": ("S-ketamine", AMBER)}),
    (
        "NMDA receptors blocked",
        "%",
        {"block_interneuron": ("interneurons", TEAL), "block_pyramidal": ("pyramidal cells", PLUM)},
    ),
    (
        "Glutamate, AMPA, growth signals",
        "% of most",
        {
            "glutamate": ("glutamate", AMBER),
            "ampa": ("AMPA", TEAL),
            "growth_signal": ("TrkB, mTORC1", PLUM),
            "bdnf": ("BDNF", INK),
        },
    ),
    (
        "Synapses",
        "of best",
        {
            "potentiated": ("potentiated", AMBER),
            "nascent": ("nascent", TEAL),
            "lasting": ("lasting", PLUM),
            "plasticity": ("all", INK),
        },
    ),
)
_BESIDE = {
    "cadss": ("dissociation (CADSS)", PLUM),
    "systolic_rise": ("rise of systolic pressure (mmHg)", AMBER),
    "moaas": ("sedation (MOAA/S, 5 is awake)", TEAL),
}
"""What passes within hours, each in its own points."""
_DOMAIN_COLOURS = {"mood": INK, "motivation": TEAL, "suicidality": PLUM, "cognition": AMBER}


def draw_explanation(explanation: Explanation, title: str, path: Path) -> None:
    """Every stage and the symptoms to `path` (.png or .svg). `explanation` is dense in time."""
    check_path(path)
    figure = canvas(9.2, 14.8)
    axes = figure.subplots(
        6, 1, sharex=True, gridspec_kw={"top": 0.92, "hspace": 0.34, "height_ratios": [1, 1, 1, 1, 1, 1.5]}
    )
    title_of(figure, 0.125, title, LIMITS.partition(";")[0] + ". Time runs by factors, not by equal steps.")
    hours = explanation.times_h
    panels = (*_PANELS, ("Beside it, gone within hours", "points", _BESIDE))
    for axis, (name, unit, curves) in zip(axes, panels, strict=False):
        axis.set_title(name, pad=8)
        axis.set_ylabel(unit)
        for key, (words, colour) in curves.items():
            _line(axis, hours, explanation.stages[key], words, colour)
        axis.set_ylim(bottom=0)
        axis.legend(loc="upper left", frameon=False, fontsize=8.5, ncols=len(curves))
        axis.set_ylim(top=axis.get_ylim()[1] * 1.22)
    _symptoms(axes[-1], explanation)
    _clock(axes[-1])
    write(figure, path)


def _symptoms(axis: Any, explanation: Explanation) -> None:
    axis.set_title("Symptoms, and low mood without the drug", pad=8)
    axis.set_ylabel("% of own baseline")
    for name, curve in explanation.symptoms.items():
        _line(axis, explanation.times_h, curve, DOMAIN_LABELS[name].lower(), _DOMAIN_COLOURS[name])
    without = explanation.without_drug["mood"]
    axis.plot(
        explanation.times_h, without, color=INK, lw=1.4, ls=(0, (3, 2)), label="low mood, same expectancy, no drug"
    )
    axis.set_ylim(0, 105)
    axis.legend(loc="lower left", frameon=False, fontsize=8.5, ncols=2)


def _line(axis: Any, hours: Array, values: Array, words: str, colour: str) -> None:
    axis.plot(hours, values, color=colour, lw=2.0, label=words)


def _clock(axis: Any) -> None:
    axis.set_xscale("log")
    axis.set_xlim(min(_TICKS), max(_TICKS))
    axis.set_xticks(list(_TICKS), list(_TICKS.values()))
    axis.set_xticks(np.array([]), minor=True)
    axis.set_xlabel("after the start of the dose")
