"""What `daybreak validate trials` says: each published trial foretold from the others, and how that compares."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from daybreak.science.trials.evaluation import Judged
    from daybreak.science.trials.validation import Foretold, Score


def foretold(*, steps: int, seed: int, as_json: bool, write: "Path | None" = None) -> bool:
    """Print the validation, and keep it in the folder `write`; whether it meets its target."""
    from daybreak.science.mechanism.quantified import shipped
    from daybreak.science.trials import evaluation, posterior, target_file
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
    content = evaluation.as_dict(found, checks, draws)
    if write is not None:
        evaluation.write(write, content)
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
    else:
        _show(found, checks)
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


def _show(found: "Sequence[Foretold]", checks: "Sequence[Foretold]") -> None:
    from rich.console import Console

    from daybreak.science.trials.evaluation import judged
    from daybreak.science.trials.validation import coverage, missed, scores

    console = Console(highlight=False)
    _show_trials(console, [judged(one) for one in found])
    console.print("[bold]Never fitted, foretold by all of the above[/bold]")
    _show_trials(console, [judged(one) for one in checks])
    half, nine_tenths = coverage(found)
    inside = f"{100 * half:.0f} % inside the 50 % interval, {100 * nine_tenths:.0f} % inside the 90 % interval"
    console.print(f"[bold]Of {len(found)} numbers {inside}[/bold]")
    _show_scores(console, scores(found))
    _show_missed(console, [judged(one) for one in missed([*found, *checks])])


def _show_trials(console: "Console", members: "Sequence[Judged]") -> None:
    for study in dict.fromkeys(one.study for one in members):
        _show_trial(console, [one for one in members if one.study == study])


def _show_trial(console: "Console", members: "Sequence[Judged]") -> None:
    from rich.markup import escape

    from daybreak.science.trials import verdict

    first = members[0]
    console.print(f"[bold]{escape(first.study)}[/bold]  [dim]{escape(first.source)}[/dim]", soft_wrap=True)
    table = _table(("", 40), ("published", 9), ("foretold", 9), ("nine in ten", 16), ("", 6))
    for one in members:
        table.add_row(
            f"  {escape(verdict.what(one))}",
            verdict.published(one),
            verdict.number(one, one.median),
            verdict.interval(one),
            "[green]in[/green]" if one.inside_90 else "[bold red]OUT[/bold red]",
        )
    console.print(table)


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
    console.print("[dim]pooled: the mean curve of the other trials. carried: the last value of the arm.[/dim]")
    console.print("[dim]better: than the better of these two.[/dim]")


def _show_missed(console: "Console", outside: "Sequence[Judged]") -> None:
    from rich.markup import escape

    from daybreak.science.trials import verdict

    if outside:
        console.print("[bold]Outside nine in ten[/bold]")
    for one in outside:
        values = f"{verdict.published(one)}, foretold {verdict.number(one, one.median)}"
        said = f"{one.study}: {verdict.what(one)}: {values}: {verdict.direction(one)}"
        console.print(f"  {escape(said)}")


def _table(*columns: tuple[str, int]) -> Any:
    from rich.table import Table

    table = Table.grid(padding=(0, 1, 0, 0))
    for number, (title, width) in enumerate(columns):
        table.add_column(title, width=width, justify="right" if number else "left")
    table.add_row(*(f"[bold]{title}[/bold]" for title, _ in columns))
    return table
