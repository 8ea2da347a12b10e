"""What `daybreak validate trials` says: each published trial foretold from the others, and how that compares."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from daybreak.science.trials.validation import Foretold, Score


def foretold(*, steps: int, seed: int, as_json: bool) -> bool:
    """Print the validation; whether it meets its target."""
    from daybreak.science.mechanism.quantified import shipped
    from daybreak.science.trials import posterior, target_file
    from daybreak.science.trials.calibrated import space
    from daybreak.science.trials.evidence import calibration_trials
    from daybreak.science.trials.validation import leave_one_out, meets_target

    try:
        target = target_file.shipped(calibration_trials(), space(), shipped().sha256)
        draws = posterior.shipped()
        points = target.space.points(draws.draws(0, draws.values.shape[0]))
        with _progress() as progress:
            found = leave_one_out(target, points, steps=steps, seed=seed, progress=progress)
        checks = _checks()
    except (ValueError, ImportError) as problem:
        missing = "This needs emcee, arviz-stats and scipy: pip install 'daybreak-kap[calibrate]'."
        typer.echo(str(problem) if isinstance(problem, ValueError) else missing, err=True)
        raise typer.Exit(code=2) from problem
    _say(found, checks, as_json)
    return meets_target(found)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Leaving out one trial after the other", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _checks() -> "tuple[Foretold, ...]":
    """The trials that were never fitted, foretold by the shipped posterior."""
    from daybreak.science.trials import posterior
    from daybreak.science.trials.course_simulator import simulate
    from daybreak.science.trials.evidence import Role, published_trials
    from daybreak.science.trials.validation import foretell_checks

    trials = [trial for trial in published_trials() if trial.role is Role.CHECK]
    return foretell_checks(trials, posterior.shipped(), simulate)


def _say(found: "Sequence[Foretold]", checks: "Sequence[Foretold]", as_json: bool) -> None:
    from daybreak.science.trials.validation import coverage, scores

    if as_json:
        typer.echo(json.dumps(_as_dict(found, checks), ensure_ascii=False))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for trial in dict.fromkeys(one.trial.id for one in found):
        _show_trial(console, [one for one in found if one.trial.id == trial])
    console.print("[bold]Never fitted, foretold by all of the above[/bold]")
    for trial in dict.fromkeys(one.trial.id for one in checks):
        _show_trial(console, [one for one in checks if one.trial.id == trial])
    half, nine_tenths = coverage(found)
    inside = f"{100 * half:.0f} % inside the 50 % interval, {100 * nine_tenths:.0f} % inside the 90 % interval"
    console.print(f"[bold]Of {len(found)} numbers {inside}[/bold]")
    _show_scores(console, scores(found))
    _show_missed(console, [*found, *checks])


def _as_dict(found: "Sequence[Foretold]", checks: "Sequence[Foretold]") -> dict[str, Any]:
    from daybreak.science.trials.validation import coverage, meets_target, scores

    half, nine_tenths = coverage(found)
    return {
        "covered_50": round(half, 4),
        "covered_90": round(nine_tenths, 4),
        "meets_target": meets_target(found),
        "scores": [_score_dict(score) for score in scores(found)],
        "foretold": [one.as_dict() for one in found],
        "never_fitted": [one.as_dict() for one in checks],
    }


def _score_dict(score: "Score") -> dict[str, Any]:
    from dataclasses import asdict

    return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(score).items()} | {
        "better_by": round(score.better_by, 4)
    }


def _show_trial(console: "Console", members: "Sequence[Foretold]") -> None:
    from rich.markup import escape

    first = members[0].trial
    console.print(f"[bold]{escape(first.study)}[/bold]  [dim]{escape(first.source)}[/dim]", soft_wrap=True)
    table = _table(("", 40), ("published", 9), ("foretold", 9), ("nine in ten", 16), ("", 6))
    for one in members:
        low, high = one.interval_90
        mark = "[green]in[/green]" if one.inside_90 else "[bold red]OUT[/bold red]"
        table.add_row(
            f"  {_what(one)}",
            _number(one, one.observed.compared),
            _number(one, one.median),
            f"{_number(one, low)} to {_number(one, high)}",
            mark,
        )
    console.print(table)


def _what(one: "Foretold") -> str:
    from daybreak.science.trials.clock import words

    return f"{' + '.join(one.observed.arms)}, {one.observed.measure.value}, {words(one.observed.at_h)}"


def _number(one: "Foretold", value: float) -> str:
    """As published: a percentage, a ratio, points or a standardised difference."""
    import math

    if one.observed.measure.percent:
        return f"{100 * value:.0f}"
    if one.observed.measure.on_log_scale:
        return f"{math.exp(value):.2f}"
    return f"{value:.1f}"


def _show_scores(console: "Console", found: "Sequence[Score]") -> None:
    table = _table(
        ("", 34), ("n", 3), ("CRPS", 5), ("pooled", 6), ("carried", 7), ("better", 7), ("error", 6), ("|error|", 7)
    )
    for score in found:
        numbers = (score.crps, score.crps_pooled, score.crps_carried)
        table.add_row(
            score.title,
            str(score.n),
            *(f"{n:.2f}" for n in numbers),
            f"{100 * score.better_by:.0f} %",
            f"{score.error:+.1f}",
            f"{score.absolute_error:.1f}",
        )
    console.print(table)
    console.print("[dim]pooled: the mean curve of the other trials. carried: the last value of the arm.")
    console.print("better: than the better of these two.[/dim]")


def _show_missed(console: "Console", found: "Sequence[Foretold]") -> None:
    from daybreak.science.trials.validation import missed

    outside = missed(found)
    if outside:
        console.print("[bold]Outside nine in ten[/bold]")
    for one in outside:
        values = f"{_number(one, one.observed.compared)}, foretold {_number(one, one.median)}"
        console.print(f"  {one.trial.study}: {_what(one)}: {values}")


def _table(*columns: tuple[str, int]) -> Any:
    from rich.table import Table

    table = Table.grid(padding=(0, 1, 0, 0))
    for number, (title, width) in enumerate(columns):
        table.add_column(title, width=width, justify="right" if number else "left")
    table.add_row(*(f"[bold]{title}[/bold]" for title, _ in columns))
    return table
