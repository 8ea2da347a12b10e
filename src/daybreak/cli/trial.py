"""`daybreak trial`: virtual trials from a protocol file, compared, powered, and the usual schedules side by side."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from daybreak.cli import trial_tables as tables

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from rich.console import Console

    from daybreak.science.trials.acute import Acute
    from daybreak.science.trials.outcomes import TrialOutcome
    from daybreak.science.trials.protocol import Protocol

trial = typer.Typer(no_args_is_help=True, help="Run a virtual trial from a protocol file.")

File = Annotated[Path, typer.Argument(help="A protocol: docs/trials.md says how to write one.", show_default=False)]
N = Annotated[
    int | None, typer.Option("--n", help="People in each arm, in place of the file's.", min=2, show_default=False)
]
Draws = Annotated[int, typer.Option("--draws", help="How many trials to simulate.", min=2, max=100_000)]
Seed = Annotated[int, typer.Option(help="The same seed gives the same trials.", min=0)]
Workers = Annotated[
    int, typer.Option(help="Processes to share the work; the result is the same for any number.", min=1)
]
Dask = Annotated[
    str, typer.Option(help="Address of a Dask scheduler, to work on more than one machine.", show_default=False)
]
Keep = Annotated[
    Path | None, typer.Option(help="Folder for finished parts: a stopped run goes on.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Plot = Annotated[Path | None, typer.Option(help="Write a figure: .png or .svg.", show_default=False)]


@trial.command()
def run(
    file: File,
    n: N = None,
    draws: Draws = 200,
    seed: Seed = 1,
    workers: Workers = 1,
    dask: Dask = "",
    keep: Keep = None,
    as_json: AsJson = False,
    plot: Plot = None,
) -> None:
    """Simulate a trial many times: what each arm shows at each visit, and how far trials differ."""
    with _refusals():
        _check_plot(plot)
        outcome = _outcome(_read(file, n), draws, seed, workers, dask, keep)
        _draw(outcome, plot)
    acute = _acute(outcome.protocol)
    content = {**outcome.as_dict(), "acute": {name: found.as_dict() for name, found in acute.items()}}
    _say(content, as_json, lambda console: tables.show_run(console, outcome, acute, plot))


@trial.command()
def compare(
    file: File,
    against: Annotated[
        str, typer.Option(help="The arm to compare with: the last unless told.", show_default=False)
    ] = "",
    n: N = None,
    draws: Draws = 200,
    seed: Seed = 1,
    workers: Workers = 1,
    dask: Dask = "",
    keep: Keep = None,
    as_json: AsJson = False,
) -> None:
    """Compare every arm of a trial with one of them, at every visit."""
    from daybreak.science.trials.study import compare as compared

    with _refusals():
        protocol = _read(file, n)
        reference = protocol.arm(against or protocol.arms[-1].name)
        outcome = _outcome(protocol, draws, seed, workers, dask, keep)
    differences = [difference.as_dict() for difference in compared(outcome, reference.name)]
    _say(
        {**outcome.as_dict(), "against": reference.name, "differences": differences},
        as_json,
        lambda console: tables.show_differences(console, outcome, reference, differences),
    )


@trial.command()
def power(
    file: File,
    sizes: Annotated[str, typer.Option(help="People in each arm, such as 20,40,80.")] = "20,40,80,160",
    arm: Annotated[
        str, typer.Option(help="The arm hoped to be better: the first unless told.", show_default=False)
    ] = "",
    against: Annotated[
        str, typer.Option(help="The arm to compare with: the last unless told.", show_default=False)
    ] = "",
    measure: Annotated[str, typer.Option(help="change, response or remission.")] = "change",
    at: Annotated[str, typer.Option(help="A visit, such as 24h: the last unless told.", show_default=False)] = "",
    draws: Draws = 400,
    seed: Seed = 1,
    workers: Workers = 1,
    dask: Dask = "",
    as_json: AsJson = False,
) -> None:
    """How often a planned trial would show its effect, averaged over all that is not known."""
    from daybreak.science.trials.clock import read_hours
    from daybreak.science.trials.power import power as power_of
    from daybreak.science.trials.study import resized

    found: list[dict[str, Any]] = []
    with _refusals():
        protocol = _read(file, None)
        first, second = arm or protocol.arms[0].name, against or protocol.arms[-1].name
        visit_h = read_hours(at) if at else protocol.last_h
        for size in _sizes(sizes):
            outcome = _outcome(resized(protocol, size), draws, seed, workers, dask, None)
            result = power_of(outcome.arm(first), outcome.arm(second), measure, visit_h)
            found.append(
                {
                    "n": size,
                    "power": round(result.assurance, 4),
                    "error": round(result.error, 4),
                    "difference": result.difference.as_dict(),
                }
            )
    _say(
        {"arm": first, "against": second, "measure": measure, "at_h": visit_h, "sizes": found},
        as_json,
        lambda console: tables.show_power(console, protocol, first, second, measure, found),
    )


@trial.command()
def schedules(
    dose: Annotated[str, typer.Option(help="0.5mg/kg or 56mg.")] = "0.5mg/kg",
    route: Annotated[str, typer.Option(help="As in `daybreak simulate`.")] = "iv_infusion",
    form: Annotated[str, typer.Option(help="racemic or esketamine.")] = "racemic",
    weeks: Annotated[int, typer.Option(help="How long to look.", min=8, max=52)] = 16,
    n: Annotated[int, typer.Option("--n", help="People in each arm.", min=2)] = 60,
    draws: Draws = 100,
    seed: Seed = 1,
    workers: Workers = 1,
    dask: Dask = "",
    keep: Keep = None,
    as_json: AsJson = False,
    plot: Plot = None,
) -> None:
    """Compare schedules of one dose: once, weekly, twice a week, and maintenance every one to four weeks."""
    from daybreak.science.trials.schedules import schedules as compared

    with _refusals():
        _check_plot(plot)
        outcome = _outcome(compared(_amount(dose, route, form), weeks=weeks, n=n), draws, seed, workers, dask, keep)
        _draw(outcome, plot)
    _say(outcome.as_dict(), as_json, lambda console: tables.show_schedules(console, outcome, plot))


def _acute(protocol: "Protocol") -> "dict[str, Acute]":
    from daybreak.science.trials.acute import acute

    found = {arm.name: acute(arm, protocol.enrolment) for arm in protocol.arms}
    return {name: effects for name, effects in found.items() if effects is not None}


def _read(file: Path, n: int | None) -> "Protocol":
    from daybreak.science.trials.protocol_file import read_protocol
    from daybreak.science.trials.study import resized

    protocol = read_protocol(file)
    return protocol if n is None else resized(protocol, n)


def _sizes(text: str) -> list[int]:
    try:
        found = [int(size) for size in text.split(",")]
    except ValueError:
        found = []
    if not found or min(found) < 2:
        raise ValueError(f"--sizes {text!r} cannot be read: write numbers of 2 or more, such as 20,40,80.")
    return found


def _amount(dose: str, route: str, form: str) -> Any:
    from daybreak.science.dosing import Form, Route
    from daybreak.science.trials.protocol import Amount
    from daybreak.science.units import read_dose

    given = read_dose(dose)
    size = {"mg_per_kg" if given.per_kg else "mg": given.mg}
    minutes = 40.0 if route == Route.IV_INFUSION else 0.0
    return Amount(route=Route(route), form=Form(form), minutes=minutes, **size)


def _outcome(protocol: "Protocol", draws: int, seed: int, workers: int, dask: str, keep: Path | None) -> "TrialOutcome":
    from daybreak.science.trials import posterior
    from daybreak.science.trials.course_simulator import simulate
    from daybreak.science.trials.run import Run
    from daybreak.science.trials.run import run as run_trials

    asked = Run(protocol, posterior.shipped(), simulate, seed=seed, trials=draws)
    with _executor(workers, dask) as executor, _progress(protocol.title) as progress:
        return run_trials(asked, executor=executor, keep_in=keep, progress=progress)


@contextmanager
def _executor(workers: int, dask: str) -> "Iterator[Executor | None]":
    if dask:
        from daybreak.science.trials.cluster import executor_at

        with executor_at(dask) as executor:
            yield executor
    elif workers > 1:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            yield executor
    else:
        yield None


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be done is a sentence on standard error and exit code 2."""
    try:
        yield
    except ValueError as problem:
        _refuse(str(problem))


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(code=2)


def _check_plot(plot: Path | None) -> None:
    if plot is not None:
        from daybreak.science.figures import check_path

        check_path(plot)


def _draw(outcome: "TrialOutcome", plot: Path | None) -> None:
    if plot is not None:
        from daybreak.science.trials.figures import draw_trial

        draw_trial(outcome, plot)


def _say(content: dict[str, Any], as_json: bool, show: "Callable[[Console], None]") -> None:
    if as_json:
        typer.echo(json.dumps(content, ensure_ascii=False))
        return
    from rich.console import Console

    show(Console(highlight=False))
