"""The list of commands, what loading it costs, and how a command that cannot go on says so."""

import subprocess
import sys
from importlib import import_module

import pytest
import typer

from daybreak import __version__
from daybreak.cli.main import COMMANDS
from tests.servers import Clinic

HEAVY = {"django", "numpy", "scipy", "matplotlib", "numba", "fhir", "pydantic", "uvicorn", "allauth", "yaml"}
_LOADED = """
import sys
from daybreak.cli.main import main
sys.argv = ["daybreak", *{arguments!r}]
try:
    main()
except SystemExit:
    pass
print("loaded:", *sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def _loaded_by(clinic: Clinic, *arguments: str) -> set[str]:
    """The top-level packages in a process that has run ``daybreak`` with these arguments."""
    program = _LOADED.format(arguments=list(arguments))
    done = subprocess.run(
        [sys.executable, "-c", program], env=clinic.environment, capture_output=True, encoding="utf-8", check=True
    )
    return set(done.stderr.rpartition("loaded:")[2].split())


def test_help_lists_every_command_and_loads_nothing_heavy(empty_clinic: Clinic):
    shown = empty_clinic.daybreak("--help")
    assert shown.returncode == 0
    assert [name for name in COMMANDS if f" {name} " not in shown.stdout] == []
    assert _loaded_by(empty_clinic, "--help") & HEAVY == set()


def test_the_help_of_a_command_loads_that_command_alone(empty_clinic: Clinic):
    # typer reads the types of a command's own options with pydantic.
    assert _loaded_by(empty_clinic, "serve", "--help") & HEAVY <= {"pydantic"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_in_the_list_is_there(name: str):
    entry = COMMANDS[name]
    found = getattr(import_module(entry.module), entry.attribute)
    assert isinstance(found, typer.Typer) or found.__doc__


def test_the_version_is_said(empty_clinic: Clinic):
    assert empty_clinic.daybreak("--version").stdout == f"daybreak {__version__}\n"


def test_a_misspelt_command_is_answered_with_the_likely_one(empty_clinic: Clinic):
    done = empty_clinic.daybreak("serv")
    assert done.returncode == 2
    assert "Did you mean 'serve'?" in done.stderr


@pytest.mark.parametrize("command", ["serve", "migrate", "check", "settings"])
def test_a_refused_setting_is_a_sentence_and_78_and_never_a_traceback(empty_clinic: Clinic, command: str):
    wrong = Clinic(empty_clinic.data_dir, {"DAYBREAK_PROT": "80"})
    done = wrong.daybreak(command)
    assert (done.returncode, done.stdout, done.stderr) == (
        78,
        "",
        'There is no setting "prot", which the environment variable DAYBREAK_PROT gives. Did you mean "port"?\n',
    )
