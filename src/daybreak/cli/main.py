"""The command `daybreak`: which commands there are, each loaded only when it is called, and how a refusal is said."""

import sys
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from daybreak import __doc__ as about
from daybreak import __version__


class Entry(NamedTuple):
    """Where a command lives and the line about it in the list; listing them loads none."""

    module: str
    attribute: str
    line: str


COMMANDS = {
    "demo": Entry("daybreak.cli.demo", "demo", "Open a synthetic clinic on this machine."),
    "serve": Entry("daybreak.cli.serve", "serve", "Serve the clinic."),
    "migrate": Entry("daybreak.cli.migrate", "migrate", "Prepare the database for this version."),
    "check": Entry("daybreak.cli.check", "check", "Look whether everything is ready to serve."),
    "settings": Entry("daybreak.cli.settings", "settings", "List every setting, its value and where it comes from."),
    "staff": Entry("daybreak.cli.staff", "staff", "Let people in: add them, list them, give a new passphrase."),
    "audit": Entry("daybreak.cli.audit", "audit", "Verify the audit log, or write down where it ends."),
    "instrument": Entry("daybreak.cli.instrument", "instrument", "List, import and export questionnaires."),
    "import": Entry("daybreak.cli.import_record", "import_record", "Take in records from other systems."),
    "simulate": Entry("daybreak.cli.simulate", "simulate", "Predict concentrations and effects of a dose."),
    "explain": Entry("daybreak.cli.explain", "explain", "Show what a dose sets in motion, minutes to two weeks."),
    "trial": Entry("daybreak.cli.trial", "trial", "Run virtual trials, compare them, plan their size."),
    "rounds": Entry("daybreak.cli.rounds", "rounds", "Look at what time has made due."),
    "notes": Entry("daybreak.cli.notes", "notes", "Make, change and check the keys of psychotherapy notes."),
    "trial-worker": Entry("daybreak.cli.trial_worker", "trial_worker", "Run the trials asked for in the web app."),
    "calibrate": Entry("daybreak.cli.calibrate", "calibrate", "Set the model on the published trials anew."),
    "model": Entry("daybreak.cli.model", "model", "Write the mechanism for other simulators."),
    "validate": Entry("daybreak.cli.validate", "validate", "Compare the model with published measurements."),
}


class Commands(TyperGroup):
    """A group that knows its commands by name and loads one when it runs."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, entry in COMMANDS.items():
            self.add_command(TyperCommand(name, help=entry.line))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The real command in place of the line that stands for it in the list."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, _load(name) if name in COMMANDS else command, rest


def _load(name: str) -> Any:
    entry = COMMANDS[name]
    found = getattr(import_module(entry.module), entry.attribute)
    if isinstance(found, typer.Typer):
        command: Any = get_group(found)
    else:
        alone = typer.Typer(add_completion=False)
        alone.command(name)(found)
        command = get_command(alone)
    command.name = name
    return command


app = typer.Typer(
    name="daybreak",
    cls=Commands,
    help=about,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"daybreak {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_say_version, is_eager=True, help="Say which version this is."
    ),
) -> None:
    """Options that come before a command."""


def main() -> None:
    """Run the command line; a refusal is its sentence on standard error and an exit code, never a traceback."""
    try:
        app(prog_name="daybreak")
    except Exception as problem:
        refusal = _as_refusal(problem)
        if refusal is None:
            raise
        typer.echo(refusal[0], err=True)
        sys.exit(refusal[1])


def _as_refusal(problem: Exception) -> tuple[str, int] | None:
    """The sentence and exit code of what is meant for a person; None for a mistake of ours."""
    from daybreak.project.stopped import UNAVAILABLE, Stopped

    if isinstance(problem, Stopped):
        return str(problem), problem.exit_code
    if _is(problem, "daybreak.care.findings", "Refused") or _is_of_entry(problem):
        return str(problem), 1
    if _is(problem, "django.db.utils", "OperationalError"):
        return f"The record cannot be reached, so nothing was saved: {str(problem).splitlines()[0]}.", UNAVAILABLE
    return None


def _is_of_entry(problem: Exception) -> bool:
    return any(_is(problem, "daybreak.clinic.entry", name) for name in ("Invalid", "Absent", "Conflict"))


def _is(problem: Exception, module: str, name: str) -> bool:
    """Whether it is of a class that something has loaded; a class not loaded cannot have been raised."""
    kind = getattr(sys.modules.get(module), name, None)
    return kind is not None and isinstance(problem, kind)


if __name__ == "__main__":
    main()
