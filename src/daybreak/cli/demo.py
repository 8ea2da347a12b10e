"""`daybreak demo`: a small synthetic clinic on this machine, with somebody to sign in as in every role."""

from pathlib import Path
from typing import Annotated

import typer

_FIRST_PORT = 8000


def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Start over: remove the demonstration clinic's data.")] = False,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port to listen on; without it 8000 or the next free one.")
    ] = None,
    folder: Annotated[Path, typer.Option(help="Where the demonstration clinic is kept.")] = Path("var/demo"),
) -> None:
    """Open a synthetic clinic on this machine; its data are kept until --fresh.

    Nobody in it exists. It listens on this machine alone and asks for no second factor.
    """
    from daybreak.project import demo as clinic
    from daybreak.project import occupancy, ports

    bound = ports.listen_near("127.0.0.1", _FIRST_PORT) if port is None else ports.listen("127.0.0.1", port)
    chosen_port = bound.getsockname()[1]
    if port is None and chosen_port != _FIRST_PORT:
        typer.echo(f"Port {_FIRST_PORT} is in use, so this clinic takes port {chosen_port}.")
    clinic.settle_in(folder, chosen_port)
    _make(folder)
    with occupancy.sole_server(folder):
        _prepare(folder, fresh)
        from daybreak.project import server
        from daybreak.project.rounds_keeper import rounds_beside
        from daybreak.project.trial_keeper import runner_beside

        with rounds_beside(), runner_beside():
            server.serve(bound, started=lambda: _welcome(folder, chosen_port))


def _make(folder: Path) -> None:
    """The folder, unless it is there; Stopped when it cannot be made."""
    from daybreak.project.stopped import Stopped

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Stopped(
            f"The folder {folder} cannot be made: {problem.strerror}. Choose another with --folder."
        ) from None


def _prepare(folder: Path, fresh: bool) -> None:
    """Make what is not there yet; a clinic that was never finished is made anew."""
    from daybreak.project import demo as clinic
    from daybreak.project.migration import migrate

    if fresh or not clinic.is_complete(folder):
        clinic.clear(folder)
        typer.echo("Making a database …")
    applied = migrate()
    if not clinic.is_complete(folder):
        typer.echo("Making a small synthetic clinic, through the same actions that people use …")
        clinic.people_the_clinic(folder)
    elif applied:
        typer.echo(f"Applied {len(applied)} migrations to the demonstration clinic.")


def _welcome(folder: Path, port: int) -> None:
    """The address and one sign-in per role."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from daybreak.project import demo_sign_ins

    table = Table("Role", "Name", "Sign in as", "Passphrase", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in demo_sign_ins.kept(folder):
        table.add_row(one.role.capitalize(), one.name, f"[bold]{one.username}[/]", one.passphrase)
    typer.echo(f"\nDaybreak is at http://127.0.0.1:{port}")
    console = Console(highlight=False)
    console.print(table)
    days = demo_sign_ins.age_in_days(folder)
    if days:
        console.print(f"This clinic was made {days} day{'s' * (days > 1)} ago, and its sessions are of that day.")
    console.print("Every patient here is invented. [dim]Ctrl+C stops; FRESH=1 (or --fresh) starts over.[/]")
