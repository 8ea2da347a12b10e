"""`daybreak explain`: what a dose sets in motion, stage by stage, minutes to two weeks: a table, JSON or a figure."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daybreak.cli.simulate import _dose, _plain, _refuse

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from daybreak.science.mechanism.course import People
    from daybreak.science.mechanism.explanation import Explanation

SESSION_H = 4.0
_SESSION, _CHAIN = "In the session", "From the receptor to the mood"
_SESSION_HEADS = {
    "S_brain": "brain\nng/mL",
    "cadss": "dissociation\nCADSS",
    "moaas": "alertness\nMOAA/S",
    "systolic_rise": "systolic\n+mmHg",
    "diastolic_rise": "diastolic\n+mmHg",
    "heart_rate_rise": "heart rate\n+1/min",
}
_CHAIN_HEADS = {
    "S_brain": "brain\nng/mL",
    "block_interneuron": "NMDA\n% int",
    "glutamate": "gluta-\nmate %",
    "ampa": "AMPA\n%",
    "growth_signal": "mTOR\n%",
    "bdnf": "BDNF\n%",
    "plasticity": "plas-\nticity",
    "mood": "mood\n%",
    "without": "without\ndrug %",
}
_DIGITS = {"plasticity": ".2f", "moaas": ".1f", "heart_rate_rise": ".1f"}


def explain(
    route: Annotated[
        str, typer.Option(help="iv_bolus, iv_infusion, im, sc, sublingual, oral or intranasal.", show_default=False)
    ],
    dose: Annotated[str, typer.Option(help="0.5mg/kg or 40mg.", show_default=False)],
    weight: Annotated[str, typer.Option(help="80kg or 176lb.")] = "75kg",
    age: Annotated[float, typer.Option(help="Years.", min=18, max=110)] = 45.0,
    sex: Annotated[str, typer.Option(help="female or male; empty when not known.")] = "",
    duration: Annotated[str, typer.Option(help="Of an infusion: 40min unless told.", show_default=False)] = "",
    form: Annotated[str, typer.Option(help="racemic or esketamine.")] = "racemic",
    failed: Annotated[int, typer.Option(help="Antidepressant trials that failed before.", min=0, max=10)] = 2,
    blinded: Annotated[bool, typer.Option("--blinded", help="The patient does not know what is given.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print every stage as JSON.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Write a figure: .png or .svg.", show_default=False)] = None,
) -> None:
    """Explain what a dose sets in motion: receptors, glutamate, AMPA, BDNF, synapses, symptoms."""
    from daybreak.science.dosing import DosingError
    from daybreak.science.engine.grid import GridError
    from daybreak.science.figures import FigureError, check_path
    from daybreak.science.mechanism.explanation import explain as explained
    from daybreak.science.population import Subject, SubjectError
    from daybreak.science.units import UnitError, read_weight

    try:
        if plot is not None:
            check_path(plot)
        subject = Subject(read_weight(weight), age, sex)
        given = _dose(route, dose, subject, form, duration)
        person = _person(subject.weight_kg, age, sex, failed)
        found = explained(given, person, open_label=not blinded)
        title = f"{given.mg:.4g} mg {'ketamine' if form == 'racemic' else 'esketamine'}, {given.route.words}"
        if plot is not None:
            _draw(given, person, blinded, title, plot)
    except (UnitError, DosingError, SubjectError, FigureError, GridError) as problem:
        _refuse(str(problem))
    if as_json:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False))
    else:
        _show(found, title, plot)


def _person(weight_kg: float, age: float, sex: str, failed: int) -> "People":
    from daybreak.science.mechanism.course import People

    woman = {"female": 1.0, "male": -1.0}.get(sex, 0.0)
    return People.alike(weight_kg=weight_kg, age_y=age, woman=woman, resistance=failed)


def _draw(given: object, person: "People", blinded: bool, title: str, plot: Path) -> None:
    from daybreak.science.dosing import Dose
    from daybreak.science.mechanism.explanation import dense_times
    from daybreak.science.mechanism.explanation import explain as explained
    from daybreak.science.mechanism.figure import draw_explanation

    assert isinstance(given, Dose)
    draw_explanation(explained(given, person, open_label=not blinded, times_h=dense_times()), title, plot)


def _show(found: "Explanation", title: str, plot: Path | None) -> None:
    from rich.console import Console

    from daybreak.science.mechanism.explanation import LIMITS
    from daybreak.science.mechanism.model import MODULES

    console = Console(highlight=False)
    console.print(f"\n[bold]{_plain(title)}[/bold]  [dim]one typical patient[/dim]\n")
    _show_stages(console, found)
    for module in MODULES:
        if module.STAGE.name not in ("expectancy", "natural", "therapy", "comparators"):
            console.print(f"[bold]{_plain(module.STAGE.title)}.[/bold] {_plain(module.STAGE.plainly)}")
    console.print(f"\n[dim]{_plain(LIMITS)}[/dim]")
    if plot is not None:
        console.print(f"\nFigure written to {_plain(str(plot))}")


def _show_stages(console: "Console", found: "Explanation") -> None:
    """Two tables: what is felt and measured in the hours after the dose, and the chain to the symptoms."""
    curves = {**found.stages, "mood": found.symptoms["mood"], "without": found.without_drug["mood"]}
    for title, heads, until_h in ((_SESSION, _SESSION_HEADS, SESSION_H), (_CHAIN, _CHAIN_HEADS, found.times_h[-1])):
        table = _table(title, heads)
        for k, hour in enumerate(found.times_h):
            if hour <= until_h:
                cells = [format(curves[name][k], _DIGITS.get(name, ".0f")) for name in heads]
                table.add_row(_when(float(hour)), *cells)
        console.print(table)


def _table(title: str, heads: dict[str, str]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0), title=title)
    table.title_justify, table.title_style = "left", "bold"
    table.add_column("after", justify="right", style="bold", no_wrap=True)
    for head in heads.values():
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _when(hour: float) -> str:
    if hour < 2.0:
        return f"{60 * hour:.0f} min"
    return f"{hour:.0f} h" if hour < 48.0 else f"{hour / 24:.0f} days"
