"""How names are folded for finding and comparing: case, accents and order do not matter."""

import re
import unicodedata
from difflib import SequenceMatcher

# Letters that are letters of their own, so that decomposition leaves them as they are.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_APOSTROPHES = re.compile("['’ʼ`´.\u200c\u200d]")
_DATE = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_SIMILAR = 0.84


def fold(text: str) -> str:
    """Lower case without accents, apostrophes or doubled spaces: "O’Brien-Łukasz" → "obrien-lukasz"."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_APOSTROPHES.sub("", bare).split())


def words(text: str) -> list[str]:
    """The words of ``text`` as they are sought: hyphens part words, an ISO date (or its year and month) stays one."""
    dates = _DATE.sub(lambda found: "".join(part for part in found.groups() if part), fold(text))
    return [word[:120] for word in re.split(r"[\W_]+", dates) if word]


def sought_words(given: str, family: str, mrn: str, birth_date: str) -> frozenset[str]:
    """Every word a patient is found by; a record number also without its leading zeros."""
    found = {*words(given), *words(family), *words(mrn), *words(birth_date)}
    return frozenset(found | {number for word in words(mrn) if word.isdecimal() and (number := word.lstrip("0"))})


def similar(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (given, family) names may be one person's: a typing slip, swapped names, one given name of two."""
    first, second = (sorted({*words(name[0]), *words(name[1])}) for name in (one, other))
    if not first or not second:
        return False
    fewer, more = sorted((set(first), set(second)), key=len)
    if len(fewer) > 1 and fewer <= more:
        return True
    return SequenceMatcher(None, " ".join(first), " ".join(second)).ratio() >= _SIMILAR
