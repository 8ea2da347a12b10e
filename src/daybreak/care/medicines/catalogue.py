"""The list of known medicines: their classes, the interactions those have, and the least adequate doses."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from daybreak.care.rules import read_toml

_LIST = "medicines/medicines.toml"
ANTIDEPRESSANTS = frozenset({"ssri", "snri", "other_antidepressant", "tricyclic", "maoi"})


@dataclass(frozen=True)
class DrugClass:
    """A class of medicines; `interaction` is the id of its rule, empty when it has none."""

    id: str
    label: str
    interaction: str = ""


@dataclass(frozen=True)
class Medicine:
    """A medicine by its generic name, with its classes in the order of the list."""

    name: str
    classes: tuple[DrugClass, ...]

    @property
    def interactions(self) -> tuple[str, ...]:
        """The ids of the rules of interaction it falls under, each once."""
        return tuple(dict.fromkeys(one.interaction for one in self.classes if one.interaction))

    @property
    def is_antidepressant(self) -> bool:
        """True when a past trial of it can count."""
        return not ANTIDEPRESSANTS.isdisjoint(one.id for one in self.classes)

    @property
    def kind(self) -> str:
        """Its classes in words."""
        return ", ".join(dict.fromkeys(one.label for one in self.classes))


@dataclass(frozen=True)
class LeastDose:
    """The least adequate dose of an antidepressant in mg a day, and where it is from: textbook, ddd or recalled."""

    mg: Decimal
    source: str


@cache
def medicines() -> dict[str, Medicine]:
    """Every known medicine by its name, in alphabetical order."""
    of: dict[str, list[DrugClass]] = {}
    for raw in read_toml(_LIST)["class"]:
        drug_class = DrugClass(raw["id"], raw["label"], raw.get("interaction", ""))
        for name in raw["members"]:
            of.setdefault(name, []).append(drug_class)
    return {name: Medicine(name, tuple(of[name])) for name in sorted(of)}


@cache
def classes() -> tuple[dict[str, Any], ...]:
    """The classes as the data holds them, for the reference page."""
    return tuple(read_toml(_LIST)["class"])


@cache
def least_doses() -> dict[str, LeastDose]:
    """The least adequate dose of each antidepressant that has one here."""
    return {
        name: LeastDose(Decimal(mg), part["from"])
        for part in read_toml(_LIST)["adequate"]
        for name, mg in part["mg"].items()
    }
