"""A protocol as it is typed into a form: every value a text under the name of its place, arms and rows in order."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

SESSIONS = ("sham", "psychotherapy", "cbt", "ect")
WHEN = ("at", "from", "every", "times")
TOP = (
    *("title", "scale", "control", "open_label", "analysis", "notes", "response_percent", "remission_at_most"),
    *(f"visits.{part}" for part in WHEN),
    *(f"population.baseline.{part}" for part in ("mean", "sd", "at_least")),
    *(f"population.{key}.{part}" for key in ("age_y", "weight_kg") for part in ("mean", "sd")),
    *(f"population.{key}" for key in ("female", "resistance_stage", "leaving_per_week", "leaving_follows")),
    *(f"relapse.{key}" for key in ("score_at_least", "from", "among", "visits_in_a_row")),
)
ARM = ("name", "n", "control", "open_label", "antidepressant_from", "benzodiazepine", "vr")
DOSE = ("drug", "route", "amount", "unit", "duration", "from", "every", "times")
SESSION = ("kind", *WHEN)
MOST_FIELDS = 900
"""Django takes a thousand fields of one form and refuses more; a larger protocol is worked on as text."""
_PLACED = re.compile(r"arms\.(\d{1,3})\.(?:(doses|sessions)\.(\d{1,3})\.)?([a-z_]+)")

Row = dict[str, str]
Item = TypeVar("Item")


@dataclass
class TypedArm:
    """One arm: its own fields, its rows of doses and of sessions."""

    own: Row = field(default_factory=dict)
    doses: list[Row] = field(default_factory=list)
    sessions: list[Row] = field(default_factory=list)

    def copy(self) -> "TypedArm":
        """The same once more."""
        return TypedArm(dict(self.own), [dict(row) for row in self.doses], [dict(row) for row in self.sessions])


@dataclass
class Typed:
    """The whole form."""

    top: Row = field(default_factory=dict)
    arms: list[TypedArm] = field(default_factory=list)

    @property
    def fields(self) -> int:
        """How many fields the form has."""
        rows = sum(len(DOSE) * len(arm.doses) + len(SESSION) * len(arm.sessions) for arm in self.arms)
        return len(TOP) + len(ARM) * len(self.arms) + rows


def from_post(sent: Mapping[str, str]) -> Typed:
    """The form as it was sent. Fields that it does not have are passed over; gaps between numbers close."""
    found: dict[int, tuple[Row, dict[str, dict[int, Row]]]] = {}
    for name, value in sent.items():
        match = _PLACED.fullmatch(name)
        if match is None:
            continue
        own, rows = found.setdefault(int(match[1]), ({}, {"doses": {}, "sessions": {}}))
        if match[2] is None:
            own[match[4]] = value
        else:
            rows[match[2]].setdefault(int(match[3]), {})[match[4]] = value
    return Typed({name: sent.get(name, "") for name in TOP}, [_arm(*found[number]) for number in sorted(found)])


def _arm(own: Row, rows: Mapping[str, Mapping[int, Row]]) -> TypedArm:
    return TypedArm(
        {name: own.get(name, "") for name in ARM},
        [_row(row, DOSE) for _, row in sorted(rows["doses"].items())],
        [_row(row, SESSION) for _, row in sorted(rows["sessions"].items())],
    )


def _row(row: Row, names: Sequence[str]) -> Row:
    return {name: row.get(name, "") for name in names}


NEW_DOSE: Row = {"drug": "ketamine", "route": "iv_infusion", "amount": "0.5", "unit": "mg_per_kg", "duration": "40min"}
NEW_ARM: Row = {"n": "40"}


def change(typed: Typed, wish: str) -> bool:
    """Do what a button of the form asks ("arm-add", "dose-remove:0:1"); whether it could be done."""
    verb, *places = wish.split(":")
    known = _WISHES.get(verb)
    if known is None or not all(place.isdigit() and len(place) < 4 for place in places):
        return False
    try:
        known(typed, *(int(place) for place in places))
    except (IndexError, TypeError):
        return False
    return True


def _arm_add(typed: Typed) -> None:
    typed.arms.append(TypedArm(_row(NEW_ARM, ARM), [_row(NEW_DOSE, DOSE)]))


def _arm_copy(typed: Typed, number: int) -> None:
    again = typed.arms[number].copy()
    again.own["name"] = f"{again.own['name']} copy".strip()
    typed.arms.insert(number + 1, again)


def _dose_add(typed: Typed, number: int) -> None:
    """Another step of a taper begins as the one before it."""
    doses = typed.arms[number].doses
    doses.append(dict(doses[-1]) | {"from": ""} if doses else _row(NEW_DOSE, DOSE))


def _session_add(typed: Typed, number: int) -> None:
    sessions = typed.arms[number].sessions
    taken = {row["kind"] for row in sessions}
    free = next((kind for kind in ("psychotherapy", "sham", "cbt", "ect") if kind not in taken), "psychotherapy")
    sessions.append(_row({"kind": free}, SESSION))


def _remove(found: Callable[[Typed, int], list[Any]]) -> Callable[..., None]:
    def remove(typed: Typed, number: int, row: int) -> None:
        del found(typed, number)[row]

    return remove


def _arm_remove(typed: Typed, number: int) -> None:
    del typed.arms[number]


def _arm_earlier(typed: Typed, number: int) -> None:
    if number < 1:
        raise IndexError(number)
    typed.arms[number - 1 : number + 1] = reversed(typed.arms[number - 1 : number + 1])


_WISHES: dict[str, Callable[..., None]] = {
    "arm-add": _arm_add,
    "arm-copy": _arm_copy,
    "arm-remove": _arm_remove,
    "arm-earlier": _arm_earlier,
    "dose-add": _dose_add,
    "dose-remove": _remove(lambda typed, number: typed.arms[number].doses),
    "session-add": _session_add,
    "session-remove": _remove(lambda typed, number: typed.arms[number].sessions),
}
