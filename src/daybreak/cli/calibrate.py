"""`daybreak calibrate`: the population parameters set on the published trials, and how far that can be relied on."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from daybreak.science.trials.calibrated import Space
    from daybreak.science.trials.calibration import Calibration

_POSTERIOR, _EMULATORS = "posterior.npz", "emulators.npz"


def calibrate(
    into: Annotated[
        Path, typer.Option(help="Folder to write posterior.npz, emulators.npz and calibration.json to.")
    ] = Path(),
    runs: Annotated[str, typer.Option(help="Runs of the mechanism in each wave.")] = "250,250,400,400",
    people: Annotated[int, typer.Option(help="People in each arm of a run.", min=20)] = 64,
    steps: Annotated[int, typer.Option(help="Steps of the sampler.", min=200)] = 12000,
    draws: Annotated[int, typer.Option(help="Draws to keep.", min=100)] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same posterior.", min=0)] = 1,
    workers: Annotated[int, typer.Option(help="Processes to share the work.", min=1)] = 1,
    keep: Annotated[
        Path | None, typer.Option(help="Folder for finished runs: a stopped calibration goes on.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the diagnostics as JSON.")] = False,
) -> None:
    """Set the population parameters on the published trials, and write them as data. Takes many minutes."""
    if not into.is_dir() or (keep is not None and not keep.is_dir()):
        typer.echo(f"The folder {keep if into.is_dir() else into} does not exist: create it first.", err=True)
        raise typer.Exit(code=2)
    try:
        found = _calibrated(_counts(runs), people, steps, draws, seed, workers, keep)
    except (ValueError, ImportError) as problem:
        typer.echo(str(problem) if isinstance(problem, ValueError) else _MISSING, err=True)
        raise typer.Exit(code=2) from problem
    _write(found, into)
    if as_json:
        typer.echo(json.dumps(_as_dict(found), ensure_ascii=False))
    else:
        _show(found, into)


_MISSING = "Calibration needs emcee, arviz-stats and scipy: pip install 'daybreak-kap[calibrate]'."


def _calibrated(
    runs: tuple[int, ...], people: int, steps: int, draws: int, seed: int, workers: int, keep: Path | None
) -> "Calibration":
    from daybreak.science.mechanism.quantified import shipped
    from daybreak.science.trials.bank import Workshop
    from daybreak.science.trials.calibrated import space, untold
    from daybreak.science.trials.calibration import Plan, calibrate
    from daybreak.science.trials.course_simulator import simulate_where_possible
    from daybreak.science.trials.evidence import calibration_trials

    plan = Plan(runs=runs, steps=steps, draws=draws, seed=seed)
    with _executor(workers) as executor, _progress() as progress:
        workshop = Workshop(simulate_where_possible, people, seed, shipped().sha256, executor, keep)
        return calibrate(calibration_trials(), space(), workshop, plan, untold=untold, progress=progress)


def _counts(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(count) for count in text.split(","))
    except ValueError:
        found = ()
    if not found or min(found) < 20:
        raise ValueError(f"--runs {text!r} cannot be read: write numbers of 20 or more, such as 250,250,300.")
    return found


def _write(found: "Calibration", into: Path) -> None:
    from daybreak.science.mechanism.quantified import shipped
    from daybreak.science.trials import posterior, target_file
    from daybreak.science.trials.evaluation import CALIBRATION

    posterior.write(into / _POSTERIOR, found.posterior)
    target_file.write(into / _EMULATORS, found.target, dict(found.correlations), shipped().sha256)
    kept = _as_dict(found) | {"posterior": dict(found.posterior.label)}
    (into / CALIBRATION).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@contextmanager
def _executor(workers: int) -> Iterator[Any]:
    if workers == 1:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        yield executor


@contextmanager
def _progress() -> Iterator[Callable[[str], Callable[[int, int], None]]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def begun(title: str) -> Callable[[int, int], None]:
            task = bar.add_task(title, total=None)
            return lambda done, of: bar.update(task, completed=done, total=of)

        yield begun


def _as_dict(found: "Calibration") -> dict[str, Any]:
    return {
        "posterior": dict(found.posterior.label) | {"apart_from_shipped": _apart_from_shipped(found)},
        "r_hat": round(float(found.draws.r_hat.max()), 4),
        "effective_draws": round(float(found.draws.effective.min())),
        "accepted": round(found.draws.accepted, 3),
        "emulator_error": round(found.emulator_off, 3),
        "pareto_k": round(found.pareto_k, 2),
        "unsolved": round(found.unsolved, 3),
        "reliable": found.draws.reliable,
        "waves": [dict(wave) for wave in found.waves],
        "parameters": [_row(found.target.space, found, at) for at in range(len(found.target.space.coordinates))],
    }


def _row(space: "Space", found: "Calibration", at: int) -> dict[str, Any]:
    import numpy as np

    coordinate = space.coordinates[at]
    prior = [float(coordinate.value(np.array(z))) for z in (-1.645, 0.0, 1.645)]
    after = [float(value) for value in np.percentile(coordinate.value(found.draws.points[:, at]), [5, 50, 95])]
    return {
        "name": coordinate.name,
        "meaning": coordinate.meaning,
        "prior": [float(f"{value:.3g}") for value in prior],
        "posterior": [float(f"{value:.3g}") for value in after],
        "r_hat": round(float(found.draws.r_hat[at]), 3),
        "effective": round(float(found.draws.effective[at])),
    }


def _apart_from_shipped(found: "Calibration") -> float | None:
    """The largest difference between the medians of these draws and the shipped ones, in SDs; 0 when they are the same.

    None where none are shipped, or they are of other numbers. On another machine the last digits differ, so draws do.
    """
    import numpy as np

    from daybreak.science.trials import posterior

    try:
        known = posterior.shipped()
    except posterior.PosteriorError:
        return None
    if known.names != found.posterior.names:
        return None
    apart = np.median(found.posterior.values, axis=0) - np.median(known.values, axis=0)
    return float(np.max(np.abs(apart) / np.maximum(known.values.std(axis=0), 1e-12)))


def _agreement(apart: float | None) -> str:
    if apart is None:
        return "nothing comparable is shipped"
    return "the shipped ones" if apart == 0.0 else f"medians within {apart:.2f} SD of the shipped ones"


def _show(found: "Calibration", into: Path) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console, content = Console(highlight=False), _as_dict(found)
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for number, title in enumerate(("number", "prior median [90 %]", "posterior median [90 %]", "R-hat", "ESS")):
        table.add_column(title, justify="right" if number else "left", no_wrap=number > 0)
    for row in content["parameters"]:
        bands = [f"{m:g} [dim]\\[{a:g} to {b:g}][/dim]" for a, m, b in (row["prior"], row["posterior"])]
        table.add_row(row["name"], *bands, f"{row['r_hat']:.3f}", str(row["effective"]))
    console.print(table)
    verdict = "reliable" if content["reliable"] else "[bold red]NOT RELIABLE: run longer[/bold red]"
    drawn = f"R-hat at most {content['r_hat']:.3f}, at least {content['effective_draws']} effective draws"
    console.print(f"Sampler: {drawn}: {verdict}")
    off = f"its error is {content['emulator_error']:.2f} of the SD of a published number"
    console.print(f"Emulator: {off}; Pareto k {content['pareto_k']:.2f}")
    if content["unsolved"] > 0:
        console.print(
            f"[yellow]The mechanism could not be solved at {100 * content['unsolved']:.0f} % of the draws.[/yellow]"
        )
    same = _agreement(content["posterior"]["apart_from_shipped"])
    console.print(f"Draws {content['posterior']['posterior_sha256'][:12]} ({same}), written to {escape(str(into))}")
