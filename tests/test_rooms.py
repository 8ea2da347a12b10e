"""The house rules that no other tool checks: what each room may name, which files an app has, who may write."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Clinic

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src/daybreak"
CLINIC_APPS = sorted(path.parent for path in (SOURCE / "clinic").glob("*/apps.py"))
APP_FILES = ["__init__.py", "actions.py", "apps.py", "migrations", "models.py", "queries.py"]
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
HEAVY = {"numpy", "scipy", "matplotlib", "numba", "fhir", "daybreak.science"}
LONGEST = 400


def _modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _writes(path: Path) -> Iterator[str]:
    """Where a module calls a method that writes rows."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_of_rows(node, node.func):
            yield f"{_name(path)}:{node.lineno} .{node.func.attr}()"


def _is_of_rows(call: ast.Call, method: ast.Attribute) -> bool:
    """Whether the method may be a model's or a query's.

    A row is saved without positional arguments; our forms, which go through actions, are told who saves. Dictionaries,
    sets and hashes have an ``update`` too, but no query before it.
    """
    owner = ast.unparse(method.value)
    if method.attr == "save":
        return not call.args
    return method.attr in WRITES and any(
        sign in owner for sign in (".objects", ".filter(", ".all()", "_default_manager", "_base_manager")
    )


def _users_outside_its_app(module: Path) -> list[str]:
    """Who imports functions of a module of an app from anywhere but that app; its constants are words for everyone."""
    dotted = ".".join(module.relative_to(SOURCE.parent).with_suffix("").parts)
    strangers = [path for path in _modules(SOURCE) if module.parent not in path.parents]
    return [_name(path) for path in strangers if any(_calls(name, dotted) for name in _imported(path))]


def _calls(name: str, dotted: str) -> bool:
    return f"{name}.".startswith(f"{dotted}.") and not name.rpartition(".")[2].isupper()


@pytest.mark.parametrize("app", CLINIC_APPS, ids=lambda app: app.name)
def test_every_app_of_the_clinic_has_the_same_five_files(app: Path):
    assert [name for name in APP_FILES if not (app / name).exists()] == []


def test_the_record_knows_no_http_and_no_html():
    forbidden = ("django.http", "django.shortcuts", "django.views", "django.template", "django.urls", "allauth")
    found = [
        f"{_name(path)} imports {name}"
        for path in _modules(SOURCE / "clinic")
        for name in _imported(path)
        if name.startswith(forbidden)
    ]
    assert found == []


def test_nothing_outside_the_record_writes():
    strangers = [path for path in _modules(SOURCE) if SOURCE / "clinic" not in path.parents]
    assert [place for path in strangers for place in _writes(path)] == []


def test_what_writes_in_an_app_is_reached_through_its_actions_alone():
    """An app may spread its actions over several files; everyone else still comes in by ``actions``."""
    writers = [path for path in _modules(SOURCE / "clinic") if path.name != "actions.py" and any(_writes(path))]
    assert {_name(path): users for path in writers if (users := _users_outside_its_app(path))} == {}
    assert [_name(path) for path in writers if path.name in {"models.py", "queries.py", "apps.py"}] == []


def test_no_form_is_tied_to_a_table():
    tied = [_name(path) for path in _modules(SOURCE) if "ModelForm" in path.read_text(encoding="utf-8")]
    assert tied == []


def test_no_signals_and_no_save_overrides():
    found = [
        _name(path)
        for path in _modules(SOURCE / "clinic")
        if "def save(" in path.read_text(encoding="utf-8") or any("django.dispatch" in name for name in _imported(path))
    ]
    assert found == []


def test_no_file_has_a_name_that_says_nothing():
    files = [*SOURCE.rglob("*"), *(ROOT / "frontend/src").rglob("*"), *(ROOT / "tests").rglob("*.py")]
    assert [_name(path) for path in files if path.stem.lower().replace("-", "_") in VAGUE] == []


def test_no_file_is_longer_than_anyone_reads():
    files = [*_modules(SOURCE), *_modules(ROOT / "tests"), *(ROOT / "frontend/src").rglob("*.ts")]
    lengths = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_every_module_opens_with_a_sentence_about_what_it_knows():
    silent = [
        _name(path)
        for path in [*_modules(SOURCE), *_modules(ROOT / "tests")]
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_a_server_that_has_loaded_every_page_has_loaded_no_numerics(empty_clinic: Clinic):
    program = (
        "import sys; from daybreak.project.django import wake; wake();"
        "import daybreak.project.asgi, daybreak.project.server;"
        "from django.urls import get_resolver; get_resolver().check(); print(*sys.modules, sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=empty_clinic.environment, capture_output=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name in HEAVY or name.startswith("daybreak.science.")} == set()
