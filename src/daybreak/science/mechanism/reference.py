"""Knows how to write docs/mechanism.md: every equation, number, unit, source and certainty; from the declaration.

python -m daybreak.science.mechanism.reference docs/mechanism.md
"""

import inspect
import sys
from collections.abc import Sequence
from types import ModuleType

from daybreak.science.engine import (
    collocation,
    elimination,
    filters,
    grid,
    kernel,
    kernel_source,
    modes,
    own_rate,
    run,
    tight,
)
from daybreak.science.mechanism import correlations, metabolism
from daybreak.science.mechanism.declaration import Jump, Quantity, Stage, State
from daybreak.science.mechanism.inputs import COURSES, FACTS
from daybreak.science.mechanism.model import MODULES
from daybreak.science.mechanism.quantified import Law, Number, Numbers, shipped
from daybreak.science.page import certainties, joined, sources, table, with_unit, written

_ENGINE = (filters, own_rate, collocation, grid, modes, kernel_source, elimination, kernel, run, tight)

_OPENING = """# The mechanism

From a dose to the symptoms, stage by stage: every equation and every number. This page is written from the declaration
and its data by `python -m daybreak.science.mechanism.reference docs/mechanism.md`; a test fails when it is out of date.

Time is in hours. The numbers are in `src/daybreak/science/mechanism/mechanism.toml`, the kinetics that drive the
mechanism in [science.md](science.md). Every state x obeys dx/dt = gain - loss x.

`daybreak explain --route im --dose 0.5mg/kg` shows what happens when; `daybreak model export --sbml` writes a course
for COPASI, libRoadRunner, AMICI and other simulators.
"""

_LIMITS = """## What it is for, and what it is not

It explains averages: what a dose is thought to set in motion, how long that lasts, and how the parts fit together. It
is **not validated for decisions about a single patient**.

- Nothing between the blood and the symptoms has been measured in people well enough to fix a number. The stages between
  are one consistent account of animal and human findings, not measurements of this patient's brain.
- Which of the stages carries the effect cannot be told from symptom scores: many settings of the inner numbers give the
  same course of mood. So the inner numbers keep their priors and only those marked "fit" are fitted to trials.
- Expectancy and drug are told apart only as far as blinded controls allow, and patients guess.
- Relapse here is the fading of what was gained; new episodes and life events are not in the model.
- A dose far above those studied passes through the effective range on its way down, so the model gives it more effect
  at a day, not less. Nothing above 1 mg/kg is to be believed.
- What midazolam does to alertness as a control is not modelled; sedation follows ketamine, and a daily benzodiazepine.
- Other medicines act only through the benzodiazepine share; no other interaction is modelled.
- The direct path of hydroxynorketamine is off, because its concentrations are predicted twice too high.
"""


def document() -> str:
    """The whole page as Markdown."""
    numbers = shipped()
    parts = [
        _OPENING,
        _LIMITS,
        certainties(numbers, "numbers"),
        _inputs(),
        *(_stage(module, numbers) for module in MODULES),
        _population(numbers),
        _fitted(numbers),
        _engine(),
        sources(numbers, "Sources"),
    ]
    return joined(parts)


def main(arguments: Sequence[str]) -> int:
    """Write the page to the one path given."""
    return written(document, arguments, "docs/mechanism.md")


def _inputs() -> str:
    rows = [[f"`{entry.name}`", entry.meaning, entry.unit] for entry in (*COURSES, *FACTS)]
    return "## What it is given\n\n" + table(["name", "meaning", "unit"], rows)


def _stage(module: ModuleType, numbers: Numbers) -> str:
    stage: Stage = module.STAGE
    name = module.__name__.rpartition(".")[2]
    text = f"## {stage.title}\n\n> {stage.plainly}\n\n`mechanism/{name}.py`. {inspect.getdoc(module)}\n"
    if stage.quantities:
        text += "\n" + "\n".join(_quantity(quantity) for quantity in stage.quantities)
    if stage.states:
        text += "\n" + "\n".join(_state(state) for state in stage.states)
    if stage.jumps:
        text += "\n" + "\n".join(_jump(jump) for jump in stage.jumps)
    mine = [number for number in numbers.values() if number.stage == stage.name]
    return text + ("\n" + table(_COLUMNS, [_row(number) for number in mine]) if mine else "")


def _quantity(quantity: Quantity) -> str:
    return f"- **{quantity.meaning}** ({quantity.unit})  \n  `{quantity.name} = {quantity.formula.text}`\n"


def _state(state: State) -> str:
    loss = f"({state.loss.text})" if " + " in state.loss.text else state.loss.text
    gain = "" if state.gain.text == "0" else f"{state.gain.text} "
    start = f"; starts at {state.initial:g}" if state.initial else ""
    return f"- **{state.meaning}** ({state.unit}{start})  \n  `d {state.name} / dt = {gain}- {loss} * {state.name}`\n"


def _jump(jump: Jump) -> str:
    return f"- at each {jump.kind.words}: `{jump.state} := {jump.becomes.text}`\n"


_COLUMNS = [
    "number",
    "meaning",
    "value",
    "90 % of the prior",
    "between people",
    "fit",
    "certainty",
    "source",
    "evidence",
    "note",
]


def _row(number: Number) -> list[str]:
    low, high = number.prior.interval(number.value)
    return [
        f"`{number.name}`",
        number.meaning,
        with_unit(number.value, number.unit),
        "fixed" if number.prior.law is Law.FIXED else f"{low:.3g} to {high:.3g}",
        _between(number),
        "yes" if number.fit else "",
        number.certainty.value,
        number.source.short,
        number.evidence,
        number.note,
    ]


def _between(number: Number) -> str:
    if number.between_people == 0:
        return ""
    return f"SD {number.between_people:g}" + ("" if number.prior.law is Law.NORMAL else " (log)")


def _population(numbers: Numbers) -> str:
    """How people differ: CYP2B6, and what goes together in a person."""
    mine = [_row(number) for number in numbers.values() if number.stage == "population"]
    together = [
        [each.id, " ".join(f"`{name}`" for name in each.between), f"{each.value:g}", each.certainty.value, each.note]
        for each in correlations.shipped().values()
    ]
    return (
        "## How people differ\n\nWeight, sex, age, failed trials and severity are facts of each patient; what the "
        "tables above give between people is drawn.\n\n"
        f"### CYP2B6\n\n{inspect.getdoc(metabolism)}\n\n{table(_COLUMNS, mine)}\n"
        f"### What goes together\n\n{inspect.getdoc(correlations)}\n\n"
        + table(["correlation", "between", "value", "certainty", "note"], together)
    )


def _fitted(numbers: Numbers) -> str:
    lines = "\n".join(f"- `{number.id}`: {number.meaning[0].lower()}{number.meaning[1:]}" for number in numbers.fitted)
    return (
        "## What the trials can tell\n\nThese numbers, and no others, are fitted to published trials; the rest keep "
        f"the values and priors above.\n\n{lines}\n\nOf the spreads between people the trials can tell that of "
        "`symptoms.reach`, `natural.effect` and expectancy.\n"
    )


def _engine() -> str:
    text = "## How it is solved\n"
    for module in _ENGINE:
        name = module.__name__.rpartition(".")[2]
        text += f"\n### `engine/{name}.py`\n\n{inspect.getdoc(module)}\n"
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
