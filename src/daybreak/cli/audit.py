"""`daybreak audit`: whether the log of acts is whole, and where it ends."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from daybreak.clinic.audit.queries import Verification

audit = typer.Typer(help="Verify the audit log, or write down where it ends.", no_args_is_help=True)


@audit.command()
def verify(
    anchors: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Anchors kept elsewhere; they tell when the end was cut off."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Walk through the whole log and find any deletion, change, swap or truncation; ends with 1 when there is one."""
    _open()
    from daybreak.clinic.audit import queries

    found = queries.verify(anchors.read_text(encoding="ascii", errors="replace").splitlines() if anchors else ())
    typer.echo(json.dumps(asdict(found), indent=2) if as_json else _told(found))
    if not found.ok:
        sys.exit(1)


@audit.command()
def anchor() -> None:
    """Write down where the log ends now, as one line to keep outside this machine."""
    _open()
    from daybreak.clinic.audit import actions

    typer.echo(str(actions.export_anchor()))


def _open() -> None:
    from daybreak.project import readiness
    from daybreak.project.django import wake

    readiness.require(wake())


def _told(found: "Verification") -> str:
    if not found.ok:
        return "\n".join(["The audit log is NOT whole:", *(f"  {problem}" for problem in found.problems)])
    compared = f", and agrees with the {found.anchors} kept outside" if found.anchors else ""
    return f"The audit log is whole: {found.events} events, each in its place{compared}."
