"""Knows where a number comes from, how certain it is, and how a TOML file of such numbers is read.

The file has a [source.<id>] table for each publication and one [[<kind>]] entry for each number, which names its source
and its certainty. The SHA-256 of the file is the version of the numbers in it.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar


class Certainty(StrEnum):
    """How a number came here, most trustworthy first."""

    READ = "read"
    DERIVED = "derived"
    RECALLED = "recalled"
    ASSUMED = "assumed"
    DESIGN = "design"

    @property
    def meaning(self) -> str:
        """One sentence a reader can rely on."""
        return _MEANINGS[self]


_MEANINGS = {
    Certainty.READ: "The number was read in the cited publication or in a transcription of it.",
    Certainty.DERIVED: "Calculated here from numbers that were read; the note says how.",
    Certainty.RECALLED: "Quoted from memory of the publication and still to be checked against it.",
    Certainty.ASSUMED: "No measurement was found: a stated assumption.",
    Certainty.DESIGN: "A choice of this programme, not a property of the drug.",
}


class ParameterError(ValueError):
    """The file of numbers is not usable. Its text names the entry and what is wrong with it."""


@dataclass(frozen=True)
class Source:
    """Where a number was published. `doi` is empty where none is known."""

    id: str
    authors: str
    year: int
    where: str
    doi: str

    @property
    def citation(self) -> str:
        """Authors, year and DOI, or the journal where there is no DOI."""
        return f"{self.authors} {self.year}. {'doi:' + self.doi if self.doi else self.where}"

    @property
    def short(self) -> str:
        """First author and year."""
        return f"{self.authors.split(',')[0]} {self.year}"


class Sourced(Protocol):
    """A number with a name, a source and a certainty."""

    @property
    def id(self) -> str:
        """A name that no other number of its file has."""

    @property
    def source(self) -> Source:
        """Where it was published."""

    @property
    def certainty(self) -> Certainty:
        """How it came here."""


Entry = TypeVar("Entry", bound=Sourced)


@dataclass(frozen=True)
class Register(Mapping[str, Entry], Generic[Entry]):
    """Numbers by id, with the version of the file they came from."""

    entries: Mapping[str, Entry]
    sha256: str

    def __getitem__(self, key: str) -> Entry:
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def by_id(
    content: bytes, kind: str, read: Callable[[Mapping[str, Any], Mapping[str, Source]], Entry]
) -> tuple[dict[str, Entry], str]:
    """The [[kind]] entries of a TOML document by id, each made by `read(entry, sources)`; and the document's SHA-256.

    Raises `ParameterError` naming the entry that is wrong, or that is given twice.
    """
    document = tomllib.loads(content.decode("utf-8"))
    sources = {key: Source(id=key, **entry) for key, entry in document["source"].items()}
    found: dict[str, Entry] = {}
    for entry in document[kind]:
        number = _checked(entry, sources, kind.capitalize(), read)
        if number.id in found:
            raise ParameterError(f"{kind.capitalize()} {number.id} is given twice.")
        found[number.id] = number
    return found, hashlib.sha256(content).hexdigest()


def _checked(
    entry: Mapping[str, Any],
    sources: Mapping[str, Source],
    title: str,
    read: Callable[[Mapping[str, Any], Mapping[str, Source]], Entry],
) -> Entry:
    try:
        return read(entry, sources)
    except ParameterError:
        raise
    except (KeyError, ValueError) as problem:
        name = entry.get("id", "without an id")
        raise ParameterError(f"{title} {name}: {problem} is missing or not allowed.") from problem
