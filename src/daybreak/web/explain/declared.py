"""What researchers read of each link: its equations as mathematics, its numbers with sources, how certain they are."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString

from daybreak.clinic.forecasts import bridge
from daybreak.web.explain.chain import TOLD, Link
from daybreak.web.explain.mathml import equation, short

OTHERS = ("expectancy", "natural", "therapy", "comparators")
"""Stages that move symptoms besides the drug: not links of the chain, but part of the model."""


@dataclass(frozen=True)
class Equation:
    """One line of mathematics with its meaning and unit."""

    meaning: str
    unit: str
    shown: SafeString


@dataclass(frozen=True)
class Declared:
    """One stage as the model declares it."""

    title: str
    about: tuple[str, ...]
    equations: tuple[Equation, ...]
    numbers: tuple[dict[str, Any], ...]

    @property
    def certainty(self) -> str:
        """How many of its numbers are how certain: "3 derived, 2 assumed"."""
        counted = Counter(number["certainty"] for number in self.numbers)
        return ", ".join(f"{times} {certainty}" for certainty, times in counted.most_common())


@dataclass(frozen=True)
class Told:
    """A link of the chain together with what is declared about it."""

    link: Link
    declared: Declared


@cache
def told() -> tuple[Told, ...]:
    """Every link that is put into words, put together once."""
    return tuple(Told(link, _of(link)) for link in TOLD)


@cache
def others() -> tuple[Declared, ...]:
    """What else moves symptoms in the model."""
    return (*(_stage(bridge.mechanism_declared()[name], name) for name in OTHERS), _people())


@cache
def certainties() -> tuple[tuple[str, str], ...]:
    """The words for how certain a number is, with their meaning."""
    declared = (*(one.declared for one in told()), *others())
    numbers = [number for one in declared for number in one.numbers]
    return tuple(dict.fromkeys((number["certainty"], number["certainty_means"]) for number in numbers))


def _of(link: Link) -> Declared:
    stage = bridge.mechanism_declared()[link.stage]
    if link.id in ("dissociation", "pressure"):
        stage = stage | {"numbers": [*stage["numbers"], *bridge.acute_numbers()[link.id]]}
    return _stage(stage, link.stage)


def _people() -> Declared:
    about = "How people differ in breaking the drug down: the enzyme CYP2B6 comes in forms of different speed."
    return Declared("People", (about,), (), _numbers(bridge.population_numbers(), "population"))


def _stage(stage: dict[str, Any], name: str) -> Declared:
    equations = [Equation(meaning, unit, equation(q, text, own=name)) for meaning, unit, q, text in stage["quantities"]]
    equations += [_change(name, *state) for state in stage["states"]]
    equations += [
        Equation(f"At each {kind}", "", equation(state, text, own=name, sign="≔"))
        for kind, state, text in stage["jumps"]
    ]
    return Declared(stage["title"], _about(stage["about"]), tuple(equations), _numbers(stage["numbers"], name))


def _about(paragraphs: list[str]) -> tuple[str, ...]:
    """What the stage's file says of itself, without the word that opens every file."""
    opening, *others = paragraphs
    told = opening.removeprefix("Knows ")
    return (told[0].upper() + told[1:], *others)


def _change(own: str, meaning: str, unit: str, state: str, gain: str, loss: str, initial: float) -> Equation:
    """dx/dt = gain - loss x; a gain of nothing is left out."""
    lost = f"({loss}) * {state}"
    right = f"-{lost}" if gain == "0" else f"{gain} - {lost}"
    start = f"{meaning}; {initial:g} at the start" if initial else meaning
    return Equation(start, unit, equation(state, right, own=own, change=True))


def _numbers(numbers: list[dict[str, Any]], own: str) -> tuple[dict[str, Any], ...]:
    return tuple(number | {"short": short(number["name"], own)} for number in numbers)
