"""`from daybreak.science import …`: complete, typed, documented, and quick to import."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import daybreak.science as science

SOURCE = Path(science.__file__)


def _imported_for_types() -> dict[str, str]:
    """What the type checker is told: name to the module and the name there."""
    (block,) = [node for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body if isinstance(node, ast.If)]
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_what_is_typed_is_what_is_found():
    assert {name: ".".join(home) for name, home in science._FOUND.items()} == _imported_for_types()
    assert set(science.__all__) == set(science._FOUND)


@pytest.mark.parametrize("name", science.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name):
    found = getattr(science, name)
    assert inspect.getdoc(found)
    if not inspect.isclass(found):
        assert inspect.signature(found).return_annotation is not inspect.Signature.empty


def test_every_public_name_is_named_in_the_overview_or_returned_by_what_is():
    overview = inspect.getdoc(science) or ""
    verbs = [name for name in science.__all__ if name[0].islower() and name != "power"]
    assert [name for name in verbs if name not in overview] == []


def test_importing_it_loads_nothing_else():
    program = "import sys; import daybreak.science; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("daybreak.science.")} == set()
    assert loaded & {"numpy", "numba", "scipy", "matplotlib", "yaml", "emcee"} == set()


def test_simulating_one_dose_loads_no_compiler_and_no_plots():
    program = (
        "import sys; from daybreak.science import Dose, Route, Subject, predict;"
        "predict([Dose(Route.IM, 40)], Subject(80), n=10); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert set(done.stdout.split()) & {"numba", "matplotlib"} == set()


def test_a_name_that_is_not_public_is_not_found():
    with pytest.raises(AttributeError, match="'heal'"):
        science.heal  # noqa: B018 - the look-up is what is tested


def test_no_public_name_hides_a_module():
    modules = {path.stem for path in SOURCE.parent.glob("*.py")} | {
        p.name for p in SOURCE.parent.iterdir() if p.is_dir()
    }
    assert modules & set(science.__all__) == set()


def test_completion_knows_the_public_names():
    assert set(science.__all__) <= set(dir(science))
