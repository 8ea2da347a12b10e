"""From the protocol to the form: every value of the file as a form shows it; or why only text can show it."""

from collections.abc import Mapping
from typing import Any

from daybreak.web.trials.typed import ARM, DOSE, MOST_FIELDS, SESSION, SESSIONS, TOP, Row, Typed, TypedArm

_SIMPLE = ("title", "scale", "control", "open_label", "analysis", "notes", "response_percent", "remission_at_most")
_POPULATION = ("female", "resistance_stage", "leaving_per_week", "leaving_follows")
_PARTS = {"visits", "population", "relapse", "arms"}


class Unshowable(ValueError):  # noqa: N818 (a sentence for a person)
    """A protocol that the form cannot show without losing something. Its text is a sentence."""


def typed_of(content: object) -> Typed:
    """The form for ``content``. Raises Unshowable where something would be lost."""
    entry = _mapping(content, "the text", {*_SIMPLE, *_PARTS})
    typed = Typed(dict.fromkeys(TOP, ""))
    typed.top |= {"control": "none", "open_label": "false", "analysis": "observed", "relapse.among": "responders"}
    typed.top |= {name: _text(entry[name], name) for name in _SIMPLE if name in entry}
    _take(typed.top, "visits", _when(entry.get("visits"), "visits"))
    _population(typed.top, entry.get("population", {}))
    relapse = _mapping(entry.get("relapse") or {}, "relapse", {"score_at_least", "from", "among", "visits_in_a_row"})
    _take(typed.top, "relapse", {name: _text(value, name) for name, value in relapse.items()})
    arms = entry.get("arms") or []
    if not isinstance(arms, list):
        raise Unshowable("“arms” is not a list.")
    typed.arms = [_arm(arm, f"arm {number}") for number, arm in enumerate(arms, start=1)]
    if typed.fields > MOST_FIELDS:
        raise Unshowable("There are more arms and doses than a form can hold.")
    return typed


def _take(top: Row, place: str, values: Mapping[str, str]) -> None:
    top |= {f"{place}.{name}": value for name, value in values.items()}


def _mapping(content: object, where: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise Unshowable(f"There are no names and values in {where}.")
    unknown = [key for key in content if key not in known]
    if unknown:
        raise Unshowable(f"“{unknown[0]}” in {where} is not known.")
    return content


def _text(value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return repr(value)
    raise Unshowable(f"“{where}” holds more than one value.")


def _population(top: Row, content: object) -> None:
    entry = _mapping(content, "population", {"baseline", "age_y", "weight_kg", *_POPULATION})
    baseline = _mapping(entry.get("baseline") or {}, "baseline", {"mean", "sd", "at_least"})
    _take(top, "population.baseline", {name: _text(value, name) for name, value in baseline.items()})
    for key in ("age_y", "weight_kg"):
        spread = _mapping(entry.get(key) or {}, key, {"mean", "sd"})
        _take(top, f"population.{key}", {name: _text(value, name) for name, value in spread.items()})
    _take(top, "population", {name: _text(entry[name], name) for name in _POPULATION if name in entry})


def _when(content: object, where: str) -> Row:
    if content is None:
        return {}
    if isinstance(content, Mapping):
        return {
            name: _text(value, name) for name, value in _mapping(content, where, {"from", "every", "times"}).items()
        }
    if not isinstance(content, list):
        raise Unshowable(f"“{where}” is not a list of times.")
    times = [_text(time, where) for time in content]
    if any("," in time or ";" in time for time in times):
        raise Unshowable(f"“{where}” holds a time that is none.")
    return {"from": times[0]} if len(times) == 1 and where != "visits" else {"at": ", ".join(times)}


def _arm(content: object, where: str) -> TypedArm:
    plain = {"name", "n", "control", "open_label", "antidepressant_from", "benzodiazepine", "vr"}
    entry = _mapping(content, where, {*plain, "doses", *SESSIONS})
    own = dict.fromkeys(ARM, "") | {name: _text(entry[name], name) for name in plain if name in entry}
    for name in ("benzodiazepine", "vr"):
        if own[name] not in ("", "true", "false"):
            raise Unshowable(f"“{name}” in {where} is neither true nor false.")
        own[name] = "true" if own[name] == "true" else ""
    doses = entry.get("doses") or []
    steps = doses if isinstance(doses, list) else [doses]
    sessions = [(kind, entry[kind]) for kind in entry if kind in SESSIONS and entry[kind] != []]
    return TypedArm(
        own,
        [_dose(step, f"the doses of {where}") for step in steps],
        [dict.fromkeys(SESSION, "") | {"kind": kind} | _when(value, kind) for kind, value in sessions],
    )


def _dose(content: object, where: str) -> Row:
    known = {"drug", "route", "mg", "mg_per_kg", "duration", "from", "every", "times"}
    entry = dict(_mapping(content, where, known))
    if "mg" in entry and "mg_per_kg" in entry:
        raise Unshowable(f"One of {where} is both mg and mg_per_kg.")
    unit = "mg" if "mg" in entry else "mg_per_kg"
    amount = _text(entry.pop(unit, None), unit)
    row = {name: _text(value, name) for name, value in entry.items()}
    return dict.fromkeys(DOSE, "") | {"drug": "ketamine"} | row | {"amount": amount, "unit": unit}
