"""`daybreak instrument`: which questionnaires there are, the import of licensed wording, and their export as FHIR."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer

instrument = typer.Typer(
    help="List questionnaires, import licensed wording, export them as FHIR.",
    no_args_is_help=True,
    add_completion=False,
)
UNUSABLE = 2
"""Exit code: nothing was taken in or written."""


@instrument.command("list")
def show() -> None:
    """List every questionnaire, and whether this clinic has its words."""
    from daybreak.project import readiness
    from daybreak.project.django import wake

    readiness.require(wake())
    from rich.console import Console
    from rich.table import Table

    from daybreak.clinic.measures import instruments

    table = Table("Name", "Questionnaire", "Rated by", "Words")
    for one in instruments.askable():
        if not one.is_task:
            table.add_row(one.id, one.title, one.rated_by, "yes" if one.is_worded else "to be imported")
    Console().print(table)


@instrument.command("import")
def import_wording(
    file: Annotated[Path, typer.Argument(help="The licensed wording, in TOML (docs/instruments.md).")],
    username: Annotated[
        str, typer.Option("--as", help="Who answers for the licence: a medical director's sign-in name.")
    ],
) -> None:
    """Take in the wording of a licensed questionnaire, signed with a passphrase.

    The words stay in the clinic's database. Importing again replaces what is shown from then on; nothing is deleted.
    """
    from daybreak.project import readiness
    from daybreak.project.django import wake

    readiness.require(wake())
    from daybreak.clinic.entry import Invalid
    from daybreak.clinic.measures import actions
    from daybreak.clinic.people.queries import by_username
    from daybreak.clinic.signatures import proof

    person = by_username(username)
    try:
        content = file.read_bytes()
        read = actions.read_wording(content)
        typer.echo(f"{read.instrument}, {len(read.wording.items)} questions, in “{read.wording.language}”.")
        typer.echo(f"Licence: {read.licence}")
        passphrase = typer.prompt(
            f"{person.name} signs that this clinic is licensed to use it. Passphrase", hide_input=True
        )
        actions.import_wording(by=person, content=content, proof=proof.of_person(person, passphrase))
    except OSError as problem:
        _stop(f"{file} cannot be read: {problem.strerror}.")
    except Invalid as invalid:
        _stop("\n".join(invalid.errors.values()))
    typer.echo("Imported and signed.")


@instrument.command("export")
def export(
    name: Annotated[str, typer.Argument(help="The questionnaire, as `daybreak instrument list` names it.")],
    out: Annotated[Path | None, typer.Option(help="A file to write; else it is printed.")] = None,
) -> None:
    """Write a questionnaire as a FHIR R4 Questionnaire, with its scoring. Licensed wording is left out."""
    import json

    from daybreak.care import questionnaires
    from daybreak.interop.fhir.questionnaires import questionnaire

    try:
        scale = questionnaires.load(name)
    except ValueError as problem:
        _stop(str(problem))
    others = {
        language: questionnaires.load(name, language) for language in questionnaires.LANGUAGES if language != "en"
    }
    told = {language: other for language, other in others.items() if other.language == language}
    text = json.dumps(questionnaire(scale, told), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(UNUSABLE)
