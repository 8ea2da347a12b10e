"""What must be done before a dose, and whose work each item is, as data in checklist.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from daybreak.care.findings import Certainty, Finding, Severity
from daybreak.care.roles import Role
from daybreak.care.rules import read_toml

SOURCE = "Before a dose, checklist.toml"


@dataclass(frozen=True)
class Item:
    """One thing to do. ``met_by`` is the dotted name of what says whether it is done, ``page`` where it is done."""

    id: str
    label: str
    owner: Role
    met_by: str
    page: str
    why: str

    def finding(self, what: str) -> Finding:
        """The stop for a dose that would begin without it."""
        return Finding(
            rule=f"checklist.{self.id}",
            severity=Severity.STOP,
            what=what,
            why=self.why,
            source=SOURCE,
            certainty=Certainty.DESIGN,
            may_do=f"This is for the {self.owner.label} to see to.",
        )


@cache
def items() -> tuple[Item, ...]:
    """The checklist, in the order in which it is worked through. ValueError when two items share an id."""
    listed = tuple(Item(**{**raw, "owner": Role(raw["owner"])}) for raw in read_toml("checklist.toml")["item"])
    if len({item.id for item in listed}) < len(listed):
        raise ValueError("Two items of care/checklist.toml share an id; give each its own.")
    return listed


def item(item_id: str) -> Item:
    """One item by its id. KeyError when there is none."""
    return {one.id: one for one in items()}[item_id]
