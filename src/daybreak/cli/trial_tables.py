"""How `daybreak trial` says what it found: tables for a terminal of eighty columns."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from daybreak.science.trials.acute import Acute
    from daybreak.science.trials.outcomes import Spread, TrialOutcome
    from daybreak.science.trials.protocol import Arm, Protocol

_LEGEND = (
    "Median (half of such trials) \\[nine in ten of them]. Trials differ by chance at",
    "this size, from setting to setting, and by what is not known of the parameters.",
    "These are averages: not for one patient's decision.",
)
_DIGITS = {"change": 1, "response": 0, "remission": 0}


def show_run(console: "Console", outcome: "TrialOutcome", acute: "Mapping[str, Acute]", plot: Path | None) -> None:
    """Every measure of each arm at each visit."""
    from daybreak.science.trials.clock import words

    _head(console, outcome)
    for arm in outcome.arms:
        table = _table("", "change", "SD", "response\n%", "remission\n%", "suicidal\n%")
        for at, hours in enumerate(arm.visits_h):
            points = [_cell(arm.spread(name, at), 1) for name in ("change", "sd")]
            shares = [_cell(arm.spread(name, at)) for name in ("response", "remission", "suicidal")]
            table.add_row(words(hours), *points, *shares)
        console.print(f"[bold]{_plain(arm.arm.name)}[/bold]  [dim]n {arm.arm.n}, {len(arm.arm.given_h)} doses[/dim]")
        console.print(table)
        if "relapse" in arm.shown:
            console.print(f"  Relapse {_line(arm.spread('relapse', 0))} %")
        if arm.arm.name in acute:
            _show_acute(console, acute[arm.arm.name])
    _foot(console, outcome, plot)


def _show_acute(console: "Console", acute: "Acute") -> None:
    middle, late = ("later than 4 h" if minutes is None else f"{minutes:.0f} min" for minutes in acute.over_min)
    console.print(f"  First dose: dissociation {_line(acute.height['cadss'])} CADSS points at its height,")
    console.print(f"  over by {middle} \\[{late}]; systolic pressure up {_line(acute.height['systolic_rise'])} mmHg\n")


def show_differences(
    console: "Console", outcome: "TrialOutcome", reference: "Arm", differences: list[dict[str, Any]]
) -> None:
    _head(console, outcome)
    for arm in dict.fromkeys(row["arm"] for row in differences):
        table = _table("", "change", "response\n%", "remission\n%")
        for row in (row for row in differences if row["arm"] == arm):
            table.add_row(row["when"], *(_cell_of(row[name], digits) for name, digits in _DIGITS.items()))
        console.print(f"[bold]{_plain(arm)}[/bold] minus [bold]{_plain(reference.name)}[/bold]")
        console.print(table)
    _foot(console, outcome, None)


def show_power(
    console: "Console", protocol: "Protocol", first: str, second: str, measure: str, found: list[dict[str, Any]]
) -> None:
    table = _table("n each arm", "power %", "difference")
    for row in found:
        table.add_row(
            str(row["n"]),
            f"{100 * row['power']:.0f} ± {196 * row['error']:.0f}",
            _cell_of(row["difference"], _DIGITS[measure]),
        )
    console.print(f"\n[bold]{_plain(protocol.title)}[/bold]")
    console.print(f"{_plain(first)} against {_plain(second)}, {measure}, two-sided 5 %")
    console.print(table)
    console.print("[dim]Power averaged over what is not known of the effect (assurance), ± its simulation error.[/dim]")


def show_schedules(console: "Console", outcome: "TrialOutcome", plot: Path | None) -> None:
    """One line a schedule: at the end of induction, and at the end."""
    _head(console, outcome)
    last = len(outcome.protocol.visits_h) - 1
    table = _table("", "doses", "change\nwk 4", f"change\nwk {last + 1}", f"response\n% wk {last + 1}", "relapse\n%")
    for arm in outcome.arms:
        spreads = (
            arm.spread("change", 3),
            arm.spread("change", last),
            arm.spread("response", last),
            arm.spread("relapse", 0),
        )
        table.add_row(
            arm.arm.name.replace(", ", ",\n"),
            str(len(arm.arm.given_h)),
            *(_cell(spread, digits) for spread, digits in zip(spreads, (1, 1, 0, 0), strict=True)),
        )
    console.print(table)
    _foot(console, outcome, plot)


def _head(console: "Console", outcome: "TrialOutcome") -> None:
    from daybreak.science.trials.scales import scale

    console.print(f"\n[bold]{_plain(outcome.protocol.title)}[/bold]")
    said = f"{scale(outcome.protocol.scale).title}, {outcome.trials} simulated trials, seed {outcome.seed}"
    console.print(f"[dim]{said}[/dim]\n")


def _foot(console: "Console", outcome: "TrialOutcome", plot: Path | None) -> None:
    for line in _LEGEND:
        console.print(f"[dim]{line}[/dim]")
    console.print(f"[dim]{_plain(outcome.model['posterior'])}, draws {outcome.model['posterior_sha256'][:12]}[/dim]")
    if plot is not None:
        console.print(f"Figure written to {_plain(str(plot))}")


def _table(*columns: str) -> Any:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    return table


def _line(spread: "Spread") -> str:
    return _cell(spread).replace("\n", " ")


def _cell(spread: "Spread", digits: int = 0) -> str:
    return _cell_of(spread.as_dict(), digits)


def _cell_of(spread: dict[str, float | None], digits: int = 0) -> str:
    """Three lines: median, half, nine in ten."""
    if spread["median"] is None:
        return "–"
    low, lower, middle, upper, high = (f"{spread[key]:.{digits}f}" for key in ("p05", "p25", "median", "p75", "p95"))
    return f"[bold]{middle}[/bold]\n({lower}…{upper})\n[dim]\\[{low}…{high}][/dim]"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)
