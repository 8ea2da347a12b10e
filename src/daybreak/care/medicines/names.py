"""How a name of a medicine is read whatever its spelling, and which known medicine a typed text speaks of."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from daybreak.care.medicines.catalogue import Medicine, medicines

_SPELLINGS = (("ph", "f"), ("th", "t"), ("y", "i"), ("ae", "e"), ("oe", "e"))
"""Generic names are spelt by two pharmacopoeias and in many tongues: amphetamine and amfetamine are one."""
_MOST_WORDS = 4
_ALIKE = 0.84
"""How alike a misspelt name must be to be offered; lower, and "fluoxetine" would be offered for "duloxetine"."""


@dataclass(frozen=True)
class Recognised:
    """What a text speaks of: known medicines, none when it is not on the list, and then the names it may have meant."""

    text: str
    medicines: tuple[Medicine, ...]
    perhaps: tuple[str, ...] = ()


def recognise(text: str) -> Recognised:
    """The medicines a text names, wherever in it they stand: "Sertralin 50 mg", "codeine/paracetamol"."""
    found = dict.fromkeys(_named_in(_words(text)))
    return Recognised(text, tuple(found), () if found else _perhaps(text))


def search(typed: str, limit: int = 8) -> tuple[Medicine, ...]:
    """Known medicines of whose name a word begins as typed, first those that begin so; none for no letters."""
    start = " ".join(_words(typed))
    if not start:
        return ()
    hits = [one for one in medicines().values() if f" {' '.join(_words(one.name))}".find(f" {start}") >= 0]
    return tuple(sorted(hits, key=lambda one: (not " ".join(_words(one.name)).startswith(start), one.name)))[:limit]


def _named_in(words: list[str]) -> Iterator[Medicine]:
    """The longest known name at each place."""
    at = 0
    while at < len(words):
        for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            known = _by_spelling().get(" ".join(words[at : at + length]))
            if known is not None:
                yield known
                at += length - 1
                break
        at += 1


def _perhaps(text: str) -> tuple[str, ...]:
    spelt = _by_spelling()
    close = (name for word in _words(text) if len(word) > 4 for name in get_close_matches(word, spelt, 2, _ALIKE))
    return tuple(dict.fromkeys(spelt[name].name for name in close))


@cache
def _by_spelling() -> dict[str, Medicine]:
    return {" ".join(_words(medicine.name)): medicine for medicine in medicines().values()}


def _words(text: str) -> list[str]:
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return [_spelt(word) for word in "".join(letter if letter.isalnum() else " " for letter in bare).split()]


def _spelt(word: str) -> str:
    for theirs, ours in _SPELLINGS:
        word = word.replace(theirs, ours)
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
