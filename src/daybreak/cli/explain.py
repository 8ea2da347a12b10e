"""`daybreak explain`: what a dose sets in motion, stage by stage, minutes to two weeks: a table, JSON or a figure."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from daybreak.cli.simulate import _dose, _plain, _refuse

if TYPE_CHECKING:
    from rich.console import Console

    from daybreak.science.mechanism.course import People
    from daybreak.science.mechanism.explanation import Explanation


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
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("after", justify="right", style="bold", no_wrap=True)
    for head in (
        "brain\nng/mL",
        "NMDA\n% int",
        "gluta-\nmate %",
        "AMPA\n%",
        "mTOR\n%",
        "BDNF\n%",
        "plas-\nticity",
        "CADSS",
    ):
        table.add_column(head, justify="right", no_wrap=True)
    for head in ("mood\n%", "without\ndrug %"):
        table.add_column(head, justify="right", no_wrap=True)
    names = ("S_brain", "block_interneuron", "glutamate", "ampa", "growth_signal", "bdnf", "plasticity", "cadss")
    for k, hour in enumerate(found.times_h):
        cells = [format(found.stages[n][k], ".2f" if n == "plasticity" else ".0f") for n in names]
        table.add_row(
            _when(float(hour)), *cells, f"{found.symptoms['mood'][k]:.0f}", f"{found.without_drug['mood'][k]:.0f}"
        )
    console.print(table)


def _when(hour: float) -> str:
    if hour < 2.0:
        return f"{60 * hour:.0f} min"
    return f"{hour:.0f} h" if hour < 48.0 else f"{hour / 24:.0f} days"
