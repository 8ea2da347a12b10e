"""From the form to the protocol: what was typed as the values that the file would hold, and where they came from."""

import math
import re
from collections.abc import Mapping
from typing import Any

from daybreak.web.trials.typed import SESSIONS, WHEN, Row, Typed, TypedArm

_WHOLE = re.compile(r"[+-]?\d{1,15}")
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_SPREADS = ("population.age_y", "population.weight_kg")

Problems = dict[str, str]


def content_of(typed: Typed) -> tuple[dict[str, Any], Problems]:
    """The protocol that the form states, unfinished where the form is; and what only a form can have wrong."""
    wrong: Problems = {}
    top = typed.top
    content: dict[str, Any] = {"title": " ".join(top["title"].split()) or None, "scale": top["scale"] or None}
    content |= {"control": top["control"] or "none", "open_label": top["open_label"] == "true"}
    content["visits"] = _when({part: top[f"visits.{part}"] for part in WHEN}, "visits", wrong)
    content["population"] = _population(top)
    content["analysis"] = top["analysis"] or "observed"
    content |= _numbers(top, "response_percent", "remission_at_most")
    if relapse := _relapse(top):
        content["relapse"] = relapse
    content["arms"] = [_arm(arm, f"arms.{number}", wrong) for number, arm in enumerate(typed.arms)]
    if notes := top["notes"].replace("\r\n", "\n"):
        content["notes"] = notes
    return content, wrong


def number(text: str) -> int | float | str | None:
    """A number with point or comma; what is none stays as it was typed, for the parser to refuse."""
    clean = text.strip().replace(",", ".").replace("−", "-")
    if not clean:
        return None
    if _WHOLE.fullmatch(clean):
        return int(clean)
    if _NUMBER.fullmatch(clean) and math.isfinite(float(clean)):
        return float(clean)
    return text.strip()


def time(text: str) -> int | str | None:
    """A time as the file writes it; 0 stands alone."""
    clean = text.strip().replace(",", ".")
    if not clean:
        return None
    return 0 if _NUMBER.fullmatch(clean) and float(clean) == 0 else clean


def _numbers(row: Row, *names: str, prefix: str = "") -> dict[str, Any]:
    values = {name: number(row[f"{prefix}{name}"]) for name in names}
    return {name: value for name, value in values.items() if value is not None}


def _population(top: Row) -> dict[str, Any]:
    baseline: dict[str, Any] = {name: number(top[f"population.baseline.{name}"]) for name in ("mean", "sd")}
    baseline |= _numbers(top, "at_least", prefix="population.baseline.")
    found: dict[str, Any] = {"baseline": baseline}
    for place in _SPREADS:
        if top[f"{place}.mean"].strip() or top[f"{place}.sd"].strip():
            found[place.rpartition(".")[2]] = {name: number(top[f"{place}.{name}"]) for name in ("mean", "sd")}
    names = ("female", "resistance_stage", "leaving_per_week", "leaving_follows")
    return found | _numbers(top, *names, prefix="population.")


def _relapse(top: Row) -> dict[str, Any]:
    """Nothing when neither the score nor the time is typed."""
    score, start = number(top["relapse.score_at_least"]), time(top["relapse.from"])
    if score is None and start is None:
        return {}
    found: dict[str, Any] = {"score_at_least": score, "from": start, "among": top["relapse.among"] or "responders"}
    return found | _numbers(top, "visits_in_a_row", prefix="relapse.")


def _arm(arm: TypedArm, place: str, wrong: Problems) -> dict[str, Any]:
    own = arm.own
    found: dict[str, Any] = {"name": " ".join(own["name"].split()) or None, "n": number(own["n"])}
    if own["control"]:
        found["control"] = own["control"]
    if own["open_label"]:
        found["open_label"] = own["open_label"] == "true"
    doses = [_dose(row, f"{place}.doses.{at}", wrong) for at, row in enumerate(arm.doses)]
    if doses:
        found["doses"] = doses[0] if len(doses) == 1 else doses
    found |= _sessions(arm, place, wrong)
    if (start := time(own["antidepressant_from"])) is not None:
        found["antidepressant_from"] = start
    return found | {name: True for name in ("benzodiazepine", "vr") if own[name]}


def _dose(row: Row, place: str, wrong: Problems) -> dict[str, Any]:
    amount = number(row["amount"])
    if amount is None:
        wrong[f"{place}.amount"] = "This is missing: give the amount."
    unit = row["unit"] if row["unit"] in ("mg", "mg_per_kg") else "mg_per_kg"
    found: dict[str, Any] = {"drug": row["drug"] or "ketamine", "route": row["route"] or None, unit: amount}
    found |= {name: value for name in ("duration", "from", "every") if (value := time(row[name])) is not None}
    return found | _numbers(row, "times")


def _sessions(arm: TypedArm, place: str, wrong: Problems) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at, row in enumerate(arm.sessions):
        kind, here = row["kind"], f"{place}.sessions.{at}"
        if kind not in SESSIONS:
            wrong[here] = "Choose what kind of session this is."
        elif kind in found:
            wrong[here] = "This arm has a row of this kind already: write all of its times there, as exact times."
        else:
            found[kind] = _when(row, here, wrong)
    return found


def _when(row: Mapping[str, str], place: str, wrong: Problems) -> Any:
    """Times as a list, or first, every and how often."""
    exact = [clean for part in re.split(r"[,;\n]", row["at"]) if (clean := time(part)) is not None]
    first, every, times = time(row["from"]), time(row["every"]), number(row["times"])
    if exact and not (first is None and every is None and times is None):
        wrong[place] = "Give either exact times, or first, every and how often."
    if exact:
        return exact
    if first is None and every is None and times is None:
        wrong[place] = "Say when: first, every and how often, or exact times."
        return []
    if every is None and times in (None, 1):
        return [first]
    pattern = {"from": first, "every": every, "times": times}
    return {name: value for name, value in pattern.items() if value is not None}


def place_in_form(place: str, typed: Typed) -> str:
    """Where a form shows what the parser says of a place of the file."""
    match = re.fullmatch(r"arms\.(\d+)\.(\w+)(.*)", place)
    if match is None:
        return place
    arm, key, rest = int(match[1]), match[2], match[3]
    if key in SESSIONS and arm < len(typed.arms):
        rows = [at for at, row in enumerate(typed.arms[arm].sessions) if row["kind"] == key]
        return f"arms.{arm}.sessions.{rows[0]}" if rows else f"arms.{arm}"
    if key == "doses":
        return re.sub(r"\.(mg|mg_per_kg)$", ".amount", f"arms.{arm}.doses{rest}")
    return place
