"""Knows how docs/tutorial.md is run: every block of Python in order, and what it prints against the block below it.

python -m tests.science.tutorial        writes what the blocks print, and the figures they draw, anew
"""

import io
import os
import re
import shutil
import sys
import tempfile
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial.md"
IMAGES = ROOT / "docs" / "images"
REMEDY = "docs/tutorial.md is out of date: run python -m tests.science.tutorial"
_BLOCK = re.compile(r"```python\n(?P<code>.*?)```\n(?:\n```text\n(?P<printed>.*?)```\n)?", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Block:
    """One block of Python on the page, and what the page says that it prints."""

    code: str
    printed: str
    line: int


def blocks(text: str) -> list[Block]:
    """Every block of the page, in order."""
    return [
        Block(match["code"], match["printed"] or "", text[: match.start("code")].count("\n"))
        for match in _BLOCK.finditer(text)
    ]


def run(text: str, folder: Path) -> list[str]:
    """What each block prints, all in one session, in `folder`; the figures stay there."""
    shutil.copytree(ROOT / "protocols", folder / "protocols")
    names: dict[str, object] = {"__name__": "tutorial"}
    said = []
    with chdir(folder):
        for block in blocks(text):
            out = io.StringIO()
            with redirect_stdout(out):
                exec(compile("\n" * block.line + block.code, str(PAGE), "exec"), names)
            said.append(out.getvalue())
    return said


def rewritten(text: str, printed: list[str]) -> str:
    """The page with what its blocks print."""
    said = iter(printed)

    def fresh(match: re.Match[str]) -> str:
        output = next(said)
        below = f"\n```text\n{output}```\n" if output else ""
        return f"```python\n{match['code']}```\n{below}"

    return _BLOCK.sub(fresh, text)


def alike(one: str, other: str) -> bool:
    """Whether two outputs say the same: the same words, and numbers that differ by rounding on another machine only."""
    first, second = (_NUMBER.findall(text) for text in (one, other))
    words = [re.sub(r"\s+", " ", _NUMBER.sub("#", text)) for text in (one, other)]
    return words[0] == words[1] and all(_close(a, b) for a, b in zip(first, second, strict=True))


def _close(one: str, other: str) -> bool:
    last_digit = 10.0 ** -len(one.partition(".")[2])
    return abs(float(one) - float(other)) <= 1.5 * last_digit + 0.01 * abs(float(other))


def main() -> int:
    """Write the page and its figures anew."""
    os.environ.setdefault("NUMBA_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as name:
        text = PAGE.read_text(encoding="utf-8")
        fresh = rewritten(text, run(text, Path(name)))
        for figure in sorted(Path(name).glob("*.png")):
            shutil.copyfile(figure, IMAGES / figure.name)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
