"""`daybreak staff`: lets the first person of a clinic in; everyone else is added on the staff page."""

from typing import Annotated

import typer

staff = typer.Typer(help="Let the first person in, and list who can sign in.", no_args_is_help=True)


@staff.command()
def add(
    username: Annotated[str, typer.Option(help="The name they sign in with.")],
    name: Annotated[str, typer.Option(help="Their name, as shown beside what they do.")],
    email: Annotated[str, typer.Option(help="For a forgotten passphrase.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="A role; may be given more than once.")] = None,
    generate: Annotated[bool, typer.Option("--generate", help="Make a passphrase and show it once.")] = False,
) -> None:
    """Add the first person of a fresh clinic, who must be a medical director and adds the others on the staff page."""
    _open()
    from daybreak.clinic.people import actions
    from daybreak.project.passphrases import new_passphrase

    passphrase = new_passphrase() if generate else typer.prompt("Passphrase", hide_input=True, confirmation_prompt=True)
    person = actions.add_person(
        by=None, username=username, name=name, email=email, roles=role or ["medical_director"], password=passphrase
    )
    typer.echo(f"{person.name} can sign in as {person.username}.")
    if generate:
        typer.echo(f"Passphrase, shown this once: {passphrase}")


@staff.command("list")
def show() -> None:
    """List everyone who works or worked here, with their roles."""
    _open()
    from rich.console import Console
    from rich.table import Table

    from daybreak.care.roles import Role
    from daybreak.clinic.people import queries

    table = Table("Sign in as", "Name", "Roles", "Works here")
    for person in queries.staff():
        held = ", ".join(Role(role).label for role in sorted(queries.roles_of(person)))
        table.add_row(person.username, person.name, held, "yes" if person.is_active else "no")
    Console().print(table)


def _open() -> None:
    from daybreak.project import readiness
    from daybreak.project.django import wake

    readiness.require(wake())
