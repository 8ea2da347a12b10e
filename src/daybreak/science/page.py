"""Knows how a generated page of documentation is put together: tables, how certain the numbers are, their sources."""

import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from daybreak.science.sourced import Certainty, Entry

_WIDTH = 120
_KEPT = ("|", "#", "    ")


def joined(parts: Iterable[str]) -> str:
    """The page: its parts with one empty line between them."""
    return "\n".join(part.rstrip() + "\n" for part in parts)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table. A bar inside a cell becomes a stroke."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def flowed(text: str) -> str:
    """The text with paragraphs and list items that became too long broken anew; tables, headings, code as they are."""
    return "\n\n".join(_broken(block) for block in text.split("\n\n"))


def _broken(block: str) -> str:
    lines = block.split("\n")
    if all(len(line) <= _WIDTH or line.startswith(_KEPT) for line in lines):
        return block
    items: list[str] = []
    for line in lines:
        if not items or line.startswith(_KEPT) or line.lstrip().startswith("- ") or items[-1].startswith(_KEPT):
            items.append(line)
        else:
            items[-1] += " " + line.strip()
    return "\n".join(_filled(item) for item in items)


def _filled(item: str) -> str:
    if item.startswith(_KEPT):
        return item
    indent = len(item) - len(item.lstrip()) + (2 if item.lstrip().startswith("- ") else 0)
    return textwrap.fill(item, _WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)


def with_unit(value: float, unit: str) -> str:
    """A value with its unit; nothing is written after a number without one."""
    return f"{value:.4g} {unit}".removesuffix(" 1")


def certainties(numbers: Mapping[str, Entry], noun: str) -> str:
    """How many numbers, called `noun`, are of each certainty, and what that means."""
    counts = {kind: sum(number.certainty is kind for number in numbers.values()) for kind in Certainty}
    rows = [[kind.value, str(counts[kind]), kind.meaning] for kind in Certainty if counts[kind]]
    return "## How certain the numbers are\n\n" + table(["certainty", noun, "meaning"], rows)


def sources(numbers: Mapping[str, Entry], title: str) -> str:
    """Every publication the numbers came from, by author."""
    used = {number.source.id: number.source for number in numbers.values()}
    lines = [
        f"- {source.authors} {source.year}. {source.where}." + (f" doi:{source.doi}" if source.doi else "")
        for source in sorted(used.values(), key=lambda source: source.authors)
    ]
    return f"## {title}\n\n" + "\n".join(lines) + "\n"


def written(document: Callable[[], str], arguments: Sequence[str], example: str) -> int:
    """Write the page to the one path that was given, such as `example`; the exit code."""
    if len(arguments) != 1:
        sys.stderr.write(f"Say where to write the page, such as {example}.\n")
        return 2
    Path(arguments[0]).write_text(document(), encoding="utf-8")
    return 0
