"""How lists, nouns and values are put into the sentences people read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from daybreak.care.amounts import plain


def either(words: Sequence[str]) -> str:
    """Choices in a sentence: "a, b or c". ValueError when there is nothing to choose from."""
    if not words:
        raise ValueError("There is nothing to choose from.")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def one(noun: str) -> str:
    """A noun with its article: "a nurse", "an auditor"."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def written(value: Any) -> str:
    """A rule's value as people write it: 0.5; 20 to 400; im, sc."""
    if isinstance(value, tuple):
        numbers = len(value) == 2 and all(isinstance(part, Decimal | int) for part in value)
        return (" to " if numbers else ", ").join(written(part) for part in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {written(part)}" for name, part in value.items())
    exact = isinstance(value, Decimal | int) and not isinstance(value, bool)
    return plain(value) if exact else str(value)
