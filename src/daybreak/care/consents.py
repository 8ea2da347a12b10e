"""What patients are asked to agree to: the texts as data, what each asks for, and when nothing may be agreed to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from daybreak.care.findings import Certainty, Finding
from daybreak.care.rules import Policy, read_toml


class ConsentKind(StrEnum):
    """What is agreed to. Each has a text of its own and is decided, and taken back, on its own."""

    TREATMENT = "treatment"
    TOUCH = "touch"
    VR = "vr"
    RECORDING = "recording"
    DATA_USE = "data_use"

    @property
    def label(self) -> str:
        """The title of its shipped text."""
        return shipped(self).title


@dataclass(frozen=True)
class Part:
    """One paragraph under its heading."""

    heading: str
    text: str


@dataclass(frozen=True)
class Line:
    """One line to tick: a statement that every patient who agrees makes, or a choice that each may leave."""

    id: str
    text: str


@dataclass(frozen=True)
class ConsentText:
    """A text to agree to. Without a ``required`` consent nobody is treated; the others may be declined."""

    kind: ConsentKind
    title: str
    asks: str
    agree: str
    decline: str
    required: bool
    lede: str
    source: str
    certainty: Certainty
    part: tuple[Part, ...]
    statement: tuple[Line, ...]
    choice: tuple[Line, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values, as the record keeps a version of it."""
        return {**asdict(self), "kind": str(self.kind), "certainty": str(self.certainty)}

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> ConsentText:
        """A text read from its data, or back from the record."""
        return cls(
            **{
                **raw,
                "kind": ConsentKind(raw["kind"]),
                "certainty": Certainty(raw["certainty"]),
                "part": tuple(Part(**part) for part in raw["part"]),
                "statement": tuple(Line(**line) for line in raw.get("statement", ())),
                "choice": tuple(Line(**line) for line in raw.get("choice", ())),
            }
        )

    def unticked(self, ticked: Collection[str]) -> tuple[Line, ...]:
        """The statements that are not ticked: someone who agrees makes all of them."""
        return tuple(line for line in self.statement if line.id not in ticked)

    def chosen(self, ids: Collection[str]) -> tuple[Line, ...]:
        """The choices with these ids, in the order of the text; an unknown id is none."""
        return tuple(line for line in self.choice if line.id in ids)

    def in_words(self) -> str:
        """The whole text as it is signed: every heading, paragraph, statement and choice."""
        lines = [self.title, self.lede]
        lines += [f"{part.heading}\n{part.text}" for part in self.part]
        lines += [self.asks, *(f"[ ] {line.text}" for line in (*self.statement, *self.choice))]
        return "\n\n".join([*lines, f"( ) {self.agree}", f"( ) {self.decline}"])


@cache
def shipped(kind: str) -> ConsentText:
    """The text as it is shipped, for the medical director to change and sign. ValueError for another kind."""
    return ConsentText.from_dict(read_toml(f"documents/{ConsentKind(kind).value}.toml"))


def locked(policy: Policy, what: str) -> Finding:
    """The stop for whatever would give or widen a consent under the drug. ``what`` says what was tried."""
    return policy["consent.locked"].finding(
        what, "Hold to what was decided before the dose. It can be decided anew when the session has ended."
    )
