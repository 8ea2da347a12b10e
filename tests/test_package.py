"""What a built package holds: everything that runs, the built scripts of the pages, and nothing else."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DIST = "daybreak/web/static/dist"
ENTRIES = ("app.js", "app.css", "charts.js", "bedside.js", "passkeys.js", "explain.js", "app.js.gz")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel of the source as it is now."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_scripts_and_styles_of_the_pages_are_in_it(wheel: zipfile.ZipFile):
    names = set(wheel.namelist())
    assert {f"{DIST}/{name}" for name in ENTRIES} - names == set()
    assert [name for name in names if name.endswith(".ts") or "node_modules" in name] == []


def test_every_file_that_a_room_reads_at_run_time_is_in_it(wheel: zipfile.ZipFile):
    package = ROOT / "src/daybreak"
    needed = {
        path.relative_to(ROOT / "src").as_posix()
        for pattern in ("**/*.py", "**/*.toml", "**/*.html", "**/*.svg", "**/*.txt")
        for path in package.glob(pattern)
        if "dist" not in path.parts
    }
    assert needed - set(wheel.namelist()) == set()


def test_the_lock_of_the_pages_packages_names_no_address_to_fetch_from():
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    packages = lock["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_the_pins_name_no_host_and_leave_nothing_open():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#") and "==" not in line] == []
    assert [line for line in lines if "://" in line or " @ " in line] == []
