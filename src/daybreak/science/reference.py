"""Knows how to write docs/science.md: equations, parameters, sources, certainty, comparisons; from the code.

python -m daybreak.science.reference docs/science.md
"""

import inspect
import sys
from collections.abc import Sequence
from types import ModuleType

from daybreak.science import (
    absorption,
    cautions,
    compartments,
    disposition,
    dissociation,
    dissociation_calibration,
    effect_site,
    esketamine_spray,
    haemodynamics,
    haemodynamics_calibration,
    milestones,
    population,
    validation,
)
from daybreak.science.comparison import Comparison
from daybreak.science.page import certainties, joined, sources, table, with_unit, written
from daybreak.science.parameters import Law, Parameter, Parameters, Spread, shipped
from daybreak.science.published_effects import published_effects

_STAGES: tuple[tuple[str, ModuleType, tuple[str, ...]], ...] = (
    ("The solution of the kinetics", compartments, ()),
    ("People", population, ("covariate",)),
    ("Absorption", absorption, ("absorption", "film")),
    ("Distribution, metabolism, clearance", disposition, ("disposition",)),
    ("Esketamine by nose or mouth", esketamine_spray, ("spray",)),
    ("Sites of effect", effect_site, ("effect",)),
    ("Dissociation", dissociation, ("dissociation",)),
    ("Where the spread of dissociation comes from", dissociation_calibration, ()),
    ("Blood pressure and heart rate", haemodynamics, ("pressure",)),
    ("Where the pressure parameters come from", haemodynamics_calibration, ()),
    ("Onset, peak, fade", milestones, ()),
)

_EFFECTS = 1 + [module for _, module, _ in _STAGES].index(haemodynamics_calibration)

_OPENING = """# The science

What the model of the acute effects of ketamine computes, from which numbers, and how well it does. This page is
written from the code and its data by `python -m daybreak.science.reference docs/science.md`; a test fails when it is
out of date.

Units throughout: mg, L, min, ng/mL. The parameters are in `src/daybreak/science/parameters.toml`; every prediction
carries the SHA-256 of that file.
"""

_FAILING = """## Where it fails

- **Norketamine** is predicted too low against Kamp 2020: about 0.8 of the S and 0.6 of the R form,
  and more so with time.
- **Hydroxynorketamine** is predicted twice too high. Do not use it.
- **Dissociation fades too slowly** after subcutaneous and nasal doses: Glue 2017 found it over at 60 min,
  the label of the spray says 90 min, where the model says 97 and 139.
- **Dissociation after a fast bolus** is predicted too low: 16 points where Goldway 2025 measured 24.
- **Pressure** differs between clinics by more than between most doses: the published mean systolic rise after the same
  infusion runs from 3 to 16 mmHg. The bands carry that; the middle of the band is not any one clinic's.
- **Noresketamine's area** after the spray is 1.4 times the published one, although its peak agrees: the published
  parameters do not reproduce the published area.
- **Intramuscular absorption** was set on a peak recalled from Grant 1981; Hirlinger 1984, read afterwards, found
  147 and 474 ng/mL after 0.5 and 1 mg/kg, on both sides of the prediction. Early arterial values are an extrapolation.
- **Subcutaneous absorption** has never been measured; it is assumed.
- **No tolerance** with repeated doses, no effect of other medicines, of illness or (in the arterial model) of age.
"""


def document() -> str:
    """The whole page as Markdown."""
    parameters = shipped()
    parts = [
        _OPENING,
        certainties(parameters, "parameters"),
        *(_stage(title, module, prefixes, parameters) for title, module, prefixes in _STAGES[:_EFFECTS]),
        _pressure_studies(),
        *(_stage(title, module, prefixes, parameters) for title, module, prefixes in _STAGES[_EFFECTS:]),
        _validation(validation.validate()),
        _FAILING,
        _what_bands_mean(),
        sources(parameters, "Sources of the parameters"),
    ]
    return joined(parts)


def main(arguments: Sequence[str]) -> int:
    """Write the page to the one path given."""
    return written(document, arguments, "docs/science.md")


def _stage(title: str, module: ModuleType, prefixes: Sequence[str], parameters: Parameters) -> str:
    name = module.__name__.rpartition(".")[2]
    text = f"## {title}\n\n`science/{name}.py`. {inspect.getdoc(module)}\n"
    chosen = [parameter for parameter in parameters.values() if parameter.stage in prefixes]
    if not chosen:
        return text
    return text + "\n" + table(_COLUMNS, [_row(parameter) for parameter in chosen])


_COLUMNS = ["symbol", "meaning", "value", "spread", "certainty", "source", "evidence", "note"]


def _row(parameter: Parameter) -> list[str]:
    return [
        f"`{parameter.symbol}`",
        parameter.meaning,
        with_unit(parameter.value, parameter.unit),
        _spread(parameter.spread),
        parameter.certainty.value,
        parameter.source.short,
        parameter.evidence,
        " ".join(filter(None, (parameter.note, parameter.spread.note if parameter.spread else ""))),
    ]


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return ""
    scale = "log" if spread.law is Law.LOG else "logit"
    between = {"between people": spread.between_people, "between occasions": spread.between_occasions}
    words = [f"variance {value:.3g} {name}" for name, value in between.items() if value > 0]
    return f"{' + '.join(words)} ({scale}, {spread.certainty.value})"


def _pressure_studies() -> str:
    rows = [
        [
            rise.study,
            rise.source,
            rise.doses[0].route.words,
            "largest" if rise.at_min < 0 else f"{rise.at_min:g} min",
            str(rise.n),
            *(f"{rise.rise[name]:g}" if name in rise.rise else "" for name in ("systolic", "diastolic", "heart_rate")),
            "yes" if rise.used else "no",
            rise.note,
        ]
        for rise in published_effects().rises
    ]
    heads = ["study", "source", "route", "at", "people", "systolic", "diastolic", "heart rate", "used", "note"]
    return "### The cohorts\n\n" + table(heads, rows)


def _validation(comparisons: Sequence[Comparison]) -> str:
    text = (
        "## Predicted against published\n\n`daybreak validate pharmacokinetics` computes this table. Every prediction "
        "is of the typical person. Ratio: predicted / published, or the geometric mean of it over a curve.\n\n"
        "![Predicted against published](images/pharmacokinetics.png)\n"
    )
    for section in dict.fromkeys(comparison.section for comparison in comparisons):
        rows = [_comparison_row(c) for c in comparisons if c.section == section]
        heads = ["what", "published", "predicted", "ratio", "accepted", "verdict", "source", "note"]
        text += f"\n### {section}\n\n" + table(heads, rows)
    return text


def _comparison_row(comparison: Comparison) -> list[str]:
    curve = len(comparison.observed) > 1
    most = "at most " if comparison.at_most else ""
    accept = comparison.accept
    return [
        f"{comparison.what}; {comparison.regimen}",
        f"{len(comparison.observed)} points" if curve else f"{most}{comparison.observed[0]:.4g} {comparison.unit}",
        "" if curve else f"{comparison.predicted[0]:.3g}",
        "" if min(comparison.observed) <= 0 else f"{comparison.ratio:.2f}",
        "" if accept is None else f"{accept[0]:g} to {accept[1]:g}",
        comparison.verdict.value,
        f"{comparison.study} {comparison.source}",
        comparison.note,
    ]


def _what_bands_mean() -> str:
    example = [cautions.LIMITS, *cautions.ALWAYS]
    return "## What stands beside every prediction\n\n" + "\n".join(f"- {sentence}" for sentence in example) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
