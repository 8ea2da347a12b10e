"""`daybreak notes keys`: the keys of the psychotherapy notes, which are in a file outside the database."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from daybreak.clinic.notes.actions import Health

notes = typer.Typer(help="Make, change and check the keys of psychotherapy notes.", no_args_is_help=True)
keys = typer.Typer(help="Make, change and check the keys of psychotherapy notes.", no_args_is_help=True)
notes.add_typer(keys, name="keys")


@keys.command()
def new(
    although_lost: Annotated[
        bool, typer.Option("--although-lost", help="The old keys are gone for good: what they sealed stays closed.")
    ] = False,
) -> None:
    """Make the first key. Keys that there are stay: `rotate` changes them."""
    _open()
    from daybreak.clinic.notes import actions, keyring

    key = actions.make_keys(although_lost=although_lost)
    typer.echo(f"Key {key.id} is in {keyring.path()}.")
    typer.echo("Keep a copy of that file where no backup of the database is. Without it no psychotherapy note opens.")


@keys.command()
def rotate(
    finish: Annotated[bool, typer.Option("--finish", help="Go on with a rotation that was interrupted.")] = False,
) -> None:
    """Make a new key and seal every note with it; ends with 1 when some did not open. They stay as they are."""
    _open()
    from daybreak.clinic.notes import actions, keyring

    done = actions.rotate_keys(finish=finish)
    typer.echo(f"Key {done.key.id} seals from now on. Sealed with it anew: {done.sealed}.")
    typer.echo(f"Earlier keys stay in {keyring.path()}: backups of the database still need them. Copy the file again.")
    if done.left:
        typer.echo(
            f"{done.left} did not open and were left as they are. `daybreak notes keys check` says why.", err=True
        )
        sys.exit(1)


@keys.command()
def check() -> None:
    """Open every psychotherapy note once, without showing it; ends with 1 when one does not open."""
    _open()
    from daybreak.clinic.notes import actions, keyring

    found = actions.health()
    typer.echo(f"Keys in {keyring.path()}:")
    for key in found.keys:
        used = found.used.get(key.id, 0)
        typer.echo(f"  {key.id}  made {key.made_at:%Y-%m-%d}  in use for {used}")
    for sentence in _wrong(found):
        typer.echo(sentence, err=True)
    if not found.is_whole:
        sys.exit(1)
    typer.echo("Every psychotherapy note opens.")


def _wrong(found: "Health") -> list[str]:
    missing = [
        f"The key {key} is missing; {count} sealed with it cannot be opened. Put the file back from its copy."
        for key, count in found.missing.items()
    ]
    broken = f"{found.broken} do not fit their seal: they were changed in the database. Compare with a backup."
    return [*missing, *([broken] if found.broken else [])]


def _open() -> None:
    from daybreak.project import readiness
    from daybreak.project.django import wake

    readiness.require(wake())
