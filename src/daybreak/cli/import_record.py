"""`daybreak import`: takes in records from other systems."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from daybreak.clinic.imports.actions import Choices
    from daybreak.clinic.imports.report import Report

REPORTED = 1
"""Exit code: the file was taken in, except for what is reported."""
UNUSABLE = 2
"""Exit code: nothing of the file was taken in."""

import_record = typer.Typer(help="Take in records from other systems.", no_args_is_help=True, add_completion=False)


@import_record.callback()
def _formats() -> None:
    """Take in records from other systems; one command a format."""


@import_record.command()
def fhir(
    file: Annotated[Path, typer.Argument(help="A FHIR R4 Bundle, or one resource, in JSON.")],
    username: Annotated[str, typer.Option("--as", help="The sign-in name under which it is taken in and logged.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be taken in.")] = False,
    patient: Annotated[str, typer.Option(help="The file's one patient is this one here (record number).")] = "",
    another_person: Annotated[
        bool, typer.Option("--another-person", help="A namesake born on the same day is someone else.")
    ] = False,
    accept_unusual: Annotated[
        bool, typer.Option("--accept-unusual", help="Unusual (never impossible) values are right.")
    ] = False,
) -> None:
    """Take in a FHIR R4 file, and say line by line what was not understood.

    Importing the same file twice changes nothing. Exit code 0: all of it is in the record; 1: something was left out;
    2: the file cannot be used, or you may not import.
    """
    from daybreak.project.django import wake

    wake()
    from daybreak.clinic.imports.actions import Choices

    choices = Choices(
        patient_mrn=patient, another_person=another_person, accept_unusual=accept_unusual, dry_run=dry_run
    )
    report = _import(file, username, choices)
    if as_json:
        import json

        typer.echo(json.dumps(report.as_dict(), indent=2, ensure_ascii=False))
    else:
        _print(report)
    raise typer.Exit(REPORTED if report.reported else 0)


def _import(file: Path, username: str, choices: "Choices") -> "Report":
    """The report; a sentence and the exit code UNUSABLE where there is none."""
    from rich.console import Console

    from daybreak.care.findings import Refused
    from daybreak.clinic.entry import Absent, Invalid
    from daybreak.clinic.people.queries import by_username
    from daybreak.interop.fhir.importing import import_file
    from daybreak.interop.fhir.reading import Unusable

    try:
        with Console(stderr=True).status("Reading and recording …"):
            return import_file(by=by_username(username), content=file.read_bytes(), choices=choices)
    except OSError as problem:
        sentence = f"{file} cannot be read: {problem.strerror}."
    except (Unusable, Refused, Invalid, Absent) as problem:
        sentence = str(problem)
    typer.echo(sentence, err=True)
    raise typer.Exit(UNUSABLE)


def _print(report: "Report") -> None:
    from rich.console import Console
    from rich.table import Table

    from daybreak.clinic.imports.report import Outcome

    console = Console()
    told = [line for line in report.lines if line.outcome is Outcome.NOT_TAKEN or line.why]
    if told:
        table = Table("Entry", "Resource", "Outcome", "Why", box=None, pad_edge=False)
        for line in told:
            table.add_row(str(line.entry), _plain(line.resource), line.outcome.value, _plain(line.why))
        console.print(table)
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
    console.print(f"{'Nothing was written. It would be: ' if report.dry_run else ''}{counts}.")


def _plain(text: str) -> str:
    """Text from a file is shown as it is, never as mark-up or as commands to the terminal."""
    from rich.markup import escape

    return escape("".join(letter if letter.isprintable() else "�" for letter in text))
