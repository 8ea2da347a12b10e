"""`daybreak validate`: the model held against published measurements."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from daybreak.science.comparison import Comparison

validate = typer.Typer(no_args_is_help=True, help="Hold the model against published measurements.")

_SAID = {
    "pass": "[green]pass[/green]",
    "FAIL": "[bold red]FAIL[/bold red]",
    "reported, no criterion": "no criterion",
    "used to set the model": "[dim]set on it[/dim]",
    "recalled, no weight": "[dim]recalled[/dim]",
}
_LEGEND = (
    "Ratio: predicted / published, over a curve the geometric mean. no criterion: reported only. "
    "set on it: the model was set on the value. recalled: quoted from memory, no weight."
)


@validate.callback()
def _validate() -> None:
    """Hold the model against published measurements."""


@validate.command()
def pharmacokinetics(
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparisons as JSON.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Write a figure: .png or .svg.", show_default=False)] = None,
) -> None:
    """Compare predicted with published concentrations and acute effects. Exit code 1 if a criterion is missed."""
    from daybreak.science import validation
    from daybreak.science.figures import FigureError, check_path, draw_validation

    try:
        if plot is not None:
            check_path(plot)
        comparisons = _computed()
        if plot is not None:
            draw_validation(comparisons, plot)
    except FigureError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(code=2) from problem
    failed = validation.failures(comparisons)
    if as_json:
        typer.echo(json.dumps(_as_dict(comparisons), ensure_ascii=False))
    else:
        _show(comparisons, plot)
    if failed:
        raise typer.Exit(code=1)


@validate.command()
def trials(
    steps: Annotated[int, typer.Option(help="Steps of the sampler for each trial left out.", min=200)] = 1500,
    seed: Annotated[int, typer.Option(help="The same seed gives the same scores.", min=0)] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the forecasts as JSON.")] = False,
    write: Annotated[
        Path | None, typer.Option(help="Folder to write validation.json to, for docs/trials.md.", show_default=False)
    ] = None,
) -> None:
    """Foretell each published trial from the others. Exit code 1 if the intervals or the scores miss their target."""
    from daybreak.cli.validate_trials import foretold

    if write is not None and not write.is_dir():
        typer.echo(f"The folder {write} does not exist: create it first.", err=True)
        raise typer.Exit(code=2)
    if not foretold(steps=steps, seed=seed, as_json=as_json, write=write):
        raise typer.Exit(code=1)


def _computed() -> "tuple[Comparison, ...]":
    from rich.console import Console

    from daybreak.science import validation

    with Console(stderr=True).status("Predicting what was published …"):
        return validation.validate()


def _as_dict(comparisons: "Sequence[Comparison]") -> dict[str, object]:
    from daybreak.science.parameters import shipped

    return {
        "parameters_sha256": shipped().sha256,
        "summary": _summary(comparisons),
        "comparisons": [comparison.as_dict() for comparison in comparisons],
    }


def _summary(comparisons: "Sequence[Comparison]") -> dict[str, int]:
    verdicts = [comparison.verdict.value for comparison in comparisons]
    return {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)}


def _show(comparisons: "Sequence[Comparison]", plot: Path | None) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(_grid([("", "published", "predicted", "ratio", "accepted", "")], _room(console), style="bold"))
    for section in dict.fromkeys(comparison.section for comparison in comparisons):
        console.print(f"[bold]{section}[/bold]")
        _show_section(console, [comparison for comparison in comparisons if comparison.section == section])
    console.print(f"[dim]{_LEGEND}[/dim]")
    _show_notes(console, comparisons)
    counts = _summary(comparisons)
    console.print("\n[bold]" + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + "[/bold]")
    if plot is not None:
        console.print(f"Figure written to {plot}")


def _show_section(console: "Console", comparisons: "Sequence[Comparison]") -> None:
    """Under each study and regimen, its values."""
    groups: dict[tuple[str, str, str], list[Comparison]] = {}
    for comparison in comparisons:
        groups.setdefault((comparison.who, comparison.source, comparison.regimen), []).append(comparison)
    for (who, source, regimen), members in groups.items():
        console.print(f"  [bold]{who}[/bold]  [dim]{source}  ·  {regimen}[/dim]", soft_wrap=True)
        console.print(_grid([_row(member) for member in members], _room(console)))


def _grid(rows: Sequence[Sequence[str]], wide: int, style: str = "") -> "Table":
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=wide)
    for width in (14, 9, 6, 10):
        grid.add_column(width=width, justify="right")
    grid.add_column(width=12, no_wrap=True)
    for row in rows:
        grid.add_row(*row, style=style)
    return grid


def _room(console: "Console") -> int:
    """How wide the first column can be on this screen."""
    return min(48, max(22, console.width - 57))


def _row(comparison: "Comparison") -> list[str]:
    accept = comparison.accept
    curve = len(comparison.observed) > 1
    most = "≤ " if comparison.at_most else ""
    return [
        f"  {comparison.what}",
        f"{len(comparison.observed)} points" if curve else f"{most}{_number(comparison.observed[0])} {comparison.unit}",
        "" if curve else _number(comparison.predicted[0], 3),
        _ratio(comparison),
        "" if accept is None else f"{accept[0]:g}–{accept[1]:g}",
        _SAID[comparison.verdict.value],
    ]


def _number(value: float, digits: int = 4) -> str:
    """The value to some significant digits, never in powers of ten."""
    return f"{value:.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"


def _ratio(comparison: "Comparison") -> str:
    if min(comparison.observed) <= 0:
        return "–"
    return f"[yellow]{comparison.ratio:.2f}[/yellow]" if comparison.far_off else f"{comparison.ratio:.2f}"


def _show_notes(console: "Console", comparisons: "Sequence[Comparison]") -> None:
    """Where a value that was not used to set the model lies more than a quarter away, and why as far as is known."""
    far = [comparison for comparison in comparisons if comparison.far_off]
    if not far:
        return
    console.print("[bold]Where it is far off[/bold] [dim](more than a quarter, no criterion)[/dim]")
    for what, ratios, note in _grouped(far):
        between = f"{min(ratios):.2f}" + (f"–{max(ratios):.2f}" if len(ratios) > 1 else "")
        console.print(f"  × {between}  {what}  [dim]{note}[/dim]")


def _grouped(far: "Sequence[Comparison]") -> list[tuple[str, list[float], str]]:
    """The same value at several doses, with the same note, is said once."""
    groups: dict[tuple[str, str], list[float]] = {}
    for comparison in far:
        groups.setdefault((f"{comparison.what} ({comparison.who})", comparison.note), []).append(comparison.ratio)
    return [(what, ratios, note) for (what, note), ratios in groups.items()]
