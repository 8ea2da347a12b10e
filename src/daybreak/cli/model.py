"""`daybreak model`: the mechanism in the tongue of other simulators."""

from pathlib import Path
from typing import Annotated

import typer

from daybreak.cli.simulate import _dose, _plain, _refuse

model = typer.Typer(help="The mechanism for other simulators.", no_args_is_help=True)


@model.callback()
def _model() -> None:
    """The mechanism for other simulators."""


@model.command()
def export(
    sbml: Annotated[Path, typer.Option(help="The file to write, such as course.xml.", show_default=False)],
    route: Annotated[str, typer.Option(help="As in `daybreak simulate`.")] = "iv_infusion",
    dose: Annotated[str, typer.Option(help="0.5mg/kg or 40mg.")] = "0.5mg/kg",
    weight: Annotated[str, typer.Option(help="80kg or 176lb.")] = "75kg",
    duration: Annotated[str, typer.Option(help="Of an infusion: 40min unless told.", show_default=False)] = "",
    form: Annotated[str, typer.Option(help="racemic or esketamine.")] = "racemic",
    on_days: Annotated[str, typer.Option(help="Days of the doses, such as 0,3,7,10.")] = "0",
) -> None:
    """Write a course of one typical patient as SBML Level 3, doses as events."""
    from dataclasses import replace

    from daybreak.science.dosing import DosingError
    from daybreak.science.mechanism.course import Course, People
    from daybreak.science.population import Subject, SubjectError
    from daybreak.science.sbml import export as exported
    from daybreak.science.units import UnitError, read_weight

    try:
        subject = Subject(read_weight(weight))
        first = _dose(route, dose, subject, form, duration)
        doses = tuple(replace(first, start_min=1440.0 * day) for day in _days(on_days))
        text = exported(Course(doses=doses), People.alike(weight_kg=subject.weight_kg))
    except (UnitError, DosingError, SubjectError) as problem:
        _refuse(str(problem))
    try:
        sbml.write_text(text, encoding="utf-8")
    except OSError as problem:
        _refuse(f"The model could not be written to {sbml}: {problem.strerror}.")
    typer.echo(f"Written to {_plain(str(sbml))}: time in hours, severities as shares of the patient's own baseline.")


@model.command()
def cite() -> None:
    """Print how to cite the mechanism, with the publications its numbers rest on."""
    from daybreak.science.mechanism.citation import citation

    typer.echo(citation())


def _days(text: str) -> list[float]:
    from daybreak.science.units import UnitError

    try:
        days = [float(part) for part in text.split(",")]
    except ValueError:
        raise UnitError(f"{text!r} are not days: write numbers with commas, such as 0,3,7,10.") from None
    if any(not 0 <= day <= 3650 for day in days) or sorted(set(days)) != days:
        raise UnitError("Days ascend from 0: write them in order, such as 0,3,7,10.")
    return days
