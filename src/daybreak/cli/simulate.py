"""`daybreak simulate`: the acute response to a dose, as a table, as JSON or as a figure."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from daybreak.science.dosing import Dose
    from daybreak.science.population import Subject
    from daybreak.science.prediction import Prediction

_KEY_MINUTES = (5, 10, 15, 20, 30, 40, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
_INFUSION_MIN = "40min"
_SHOWN = ("ketamine", "norketamine", "dissociation", "systolic_rise", "diastolic_rise")
_WIDE = 92
"""Characters of screen that all columns need; a narrower one goes without the diastolic rise."""


def simulate(
    route: Annotated[
        str, typer.Option(help="iv_bolus, iv_infusion, im, sc, sublingual, oral or intranasal.", show_default=False)
    ],
    dose: Annotated[str, typer.Option(help="0.5mg/kg or 40mg.", show_default=False)],
    weight: Annotated[str, typer.Option(help="80kg or 176lb.", show_default=False)],
    age: Annotated[float | None, typer.Option(help="Years.", show_default=False)] = None,
    sex: Annotated[str, typer.Option(help="female or male; empty when not known.")] = "",
    n: Annotated[int, typer.Option(help="How many people to draw.", min=20, max=100_000)] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed draws the same people.", min=0)] = 1,
    duration: Annotated[
        str, typer.Option(help=f"Of an infusion: {_INFUSION_MIN} unless told.", show_default=False)
    ] = "",
    horizon: Annotated[str, typer.Option(help="How long to look: 4h.")] = "4h",
    form: Annotated[str, typer.Option(help="racemic or esketamine.")] = "racemic",
    as_json: Annotated[bool, typer.Option("--json", help="Print the prediction as JSON.")] = False,
    plot: Annotated[Path | None, typer.Option(help="Write a figure: .png or .svg.", show_default=False)] = None,
) -> None:
    """Predict concentration, dissociation and pressure after a dose, with the bands that people span."""
    from daybreak.science.dosing import DosingError
    from daybreak.science.figures import FigureError, check_path, draw_prediction
    from daybreak.science.population import SubjectError
    from daybreak.science.prediction import predict
    from daybreak.science.units import UnitError, read_minutes

    try:
        if plot is not None:
            check_path(plot)
        person = _subject(weight, age, sex)
        given = _dose(route, dose, person, form, duration)
        minutes = read_minutes(horizon)
        prediction = predict([given], person, n=n, seed=seed, horizon_min=minutes, step_min=_step(minutes))
        if plot is not None:
            draw_prediction(prediction, _words(given, person), plot)
    except (UnitError, DosingError, SubjectError, FigureError) as problem:
        _refuse(str(problem))
    if as_json:
        typer.echo(json.dumps(prediction.as_dict(), ensure_ascii=False))
    else:
        _show(prediction, _words(given, person), plot)


def _subject(weight: str, age: float | None, sex: str) -> "Subject":
    from daybreak.science.population import Subject
    from daybreak.science.units import read_weight

    return Subject(weight_kg=read_weight(weight), age_y=age, sex=sex)


def _dose(route: str, dose: str, person: "Subject", form: str, duration: str) -> "Dose":
    from daybreak.science.dosing import Dose, Form, Route
    from daybreak.science.units import read_dose, read_minutes

    way = Route(_one_of(route, tuple(Route), "a route"))
    minutes = read_minutes(duration or _INFUSION_MIN) if duration or way is Route.IV_INFUSION else 0.0
    return Dose(
        route=way,
        mg=read_dose(dose).for_weight(person.weight_kg),
        duration_min=minutes,
        form=Form(_one_of(form, tuple(Form), "a form")),
    )


def _one_of(word: str, known: tuple[str, ...], what: str) -> str:
    from daybreak.science.dosing import DosingError

    if word not in known:
        raise DosingError(f"{word!r} is not {what} the model knows: use {', '.join(known[:-1])} or {known[-1]}.")
    return word


def _step(horizon_min: float) -> float:
    """A minute for the usual four hours; longer for longer simulations, which change more slowly."""
    return max(1.0, round(horizon_min / 480.0)) if horizon_min >= 60 else horizon_min / 60.0


def _words(dose: "Dose", person: "Subject") -> str:
    drug = "ketamine" if dose.form.value == "racemic" else "esketamine"
    over = f" over {dose.duration_min:g} min" if dose.duration_min else ""
    return f"{dose.mg:.4g} mg {drug}, {dose.route.words}{over}, {person.weight_kg:.4g} kg"


def _refuse(sentence: str) -> NoReturn:
    from rich.console import Console

    Console(stderr=True, highlight=False).print(f"[red]{_plain(sentence)}[/red]", soft_wrap=True)
    raise typer.Exit(code=2)


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _show(prediction: "Prediction", title: str, plot: Path | None) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    console.print(f"\n[bold]{_plain(title)}[/bold]  [dim]{prediction.n} people, seed {prediction.seed}[/dim]\n")
    _show_series(console, prediction)
    _show_milestones(console, prediction)
    console.print("[dim]Each cell: median (half of such people) \\[nine in ten of them].[/dim]\n")
    for note in prediction.notes:
        console.print(f"[dim]· {_plain(note)}[/dim]")
    if plot is not None:
        console.print(f"\nFigure written to {_plain(str(plot))}")


def _show_series(console: "Console", prediction: "Prediction") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column("min", justify="right", style="bold", no_wrap=True, min_width=4)
    shown = _SHOWN if console.width >= _WIDE else _SHOWN[:-1]
    for name in shown:
        band = prediction.series[name]
        words = band.label.replace(" ", "\n", 1) if " " in band.label else f"{band.label}\n"
        table.add_column(f"{words}\n[dim]{band.unit}[/dim]", justify="right", no_wrap=True)
    times = prediction.time_min
    for minute in (m for m in _KEY_MINUTES if m <= times[-1]):
        at = int(abs(times - minute).argmin())
        table.add_row(f"{times[at]:g}", *(_cell(prediction, name, at) for name in shown))
    console.print(table)


def _cell(prediction: "Prediction", name: str, at: int) -> str:
    of = {key: curve[at] for key, curve in prediction.series[name].percentiles.items()}
    digits = ".0f" if name in ("ketamine", "norketamine") else ".1f"
    low, lower, middle, upper, high = (format(of[key], digits) for key in ("p05", "p25", "median", "p75", "p95"))
    return f"[bold]{middle}[/bold] ({lower}–{upper})\n[dim]\\[{low}–{high}][/dim]"


def _show_milestones(console: "Console", prediction: "Prediction") -> None:
    found = prediction.milestones
    share = f"{100 * found.share_reaching:.0f} %"
    console.print(f"[bold]Dissociation[/bold] (CADSS above 4) in {share} of such people")
    for name, word in (("onset", "begins"), ("peak", "peaks"), ("fade", "fades")):
        spread = found.spread(name)
        console.print(f"  {word:7s}{_minutes(spread['median']):>9s}  [dim]{_range(spread)}[/dim]")
    console.print()


def _minutes(value: float | None) -> str:
    return "later" if value is None else f"{value:.0f} min"


def _range(spread: dict[str, float | None]) -> str:
    if spread["p05"] is None:
        return "\\[fewer than one in twenty reach it]"
    return f"\\[{_minutes(spread['p05'])} to {_minutes(spread['p95'])}]"
