"""What keeps a protocol from being run, place by place: every part is put to the parser of the file in good company.

The parser stops at the first thing it cannot take. So each value is tried alone inside a small protocol that is right;
then the parts together; then the whole. Keys of the answer are the places: ``arms.0.doses.1.route``.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from daybreak.clinic.forecasts import trials as model

LATEST_H = 104 * 168.0
"""Two years: nothing that is given later can be rated, and nothing beyond was checked."""
MOST_ARMS, MOST_VISITS, MOST_STEPS = 16, 120, 40
_PLACE = re.compile(r"^(?:(?:the file|arm \S+|[a-z_0-9]+|-): )+")
_SESSIONS = ("sham", "psychotherapy", "cbt", "ect")

Problems = dict[str, str]


def problems(content: object) -> Problems:
    """Every place that must be changed, with a sentence; empty when the protocol can be run."""
    if not isinstance(content, Mapping):
        return {"": "Write names and values here, each on a line of its own: title, scale, visits, population, arms."}
    found: Problems = {}
    _top(content, found)
    _population(content, found)
    _relapse(content, found)
    _arms(content, found)
    if not found:
        _all(content, found)
    return found


def small(**changed: Any) -> dict[str, Any]:
    """A protocol that is right, with what is changed."""
    who = {"baseline": {"mean": 10, "sd": 1}}
    return {"title": "-", "scale": "madrs", "visits": ["1d"], "population": who, "arms": [small_arm()]} | changed


def small_arm(**changed: Any) -> dict[str, Any]:
    """An arm that is right, with what is changed."""
    return {"name": "-", "n": 2, "control": "saline"} | changed


def _try(found: Problems, place: str, content: Mapping[str, Any]) -> bool:
    """Put ``content`` to the parser; a refusal is kept under ``place``. Whether it was taken."""
    sentence = model.refusal(content)
    if sentence and place not in found:
        found[place] = said(sentence)
    return not sentence


def said(sentence: str) -> str:
    """The parser's sentence as it reads beside the place that it names."""
    short = _PLACE.sub("", sentence)
    for nothing, missing in (
        ("None is not a number", "This is missing: give a number"),
        ("None is not known; use", "This is missing: use"),
        ("None is not a time: write", "This is missing: write"),
    ):
        short = short.replace(nothing, missing)
    short = re.sub(r"^\w+ is missing; write a few words", "This is missing: write a few words", short)
    return short[:1].upper() + short[1:]


def _given(content: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: content[key] for key in keys if key in content}


def _top(content: Mapping[str, Any], found: Problems) -> None:
    _unknown(content, "", small(), found)
    for key in ("title", "scale", "visits"):
        _try(found, key, small(**{key: content.get(key)}))
    for key in ("control", "analysis", "response_percent", "notes"):
        _try(found, key, small(**_given(content, key)))
    if "open_label" in content and not isinstance(content["open_label"], bool):
        found["open_label"] = f"{content['open_label']!r} is neither true nor false."
    if "scale" not in found:
        _try(found, "remission_at_most", small(**_given(content, "scale", "remission_at_most")))
    visits = _hours(content.get("visits"))
    if "visits" not in found and len(visits) > MOST_VISITS:
        found["visits"] = f"{len(visits)} visits are more than a page can show: give {MOST_VISITS} at most."


def _unknown(entry: Mapping[str, Any], place: str, good: Mapping[str, Any], found: Problems) -> None:
    """A key that the parser does not know, by asking it; it names those it does."""
    for key in entry:
        if key not in good:
            sentence = model.refusal({**small(), key: None}) if not place else ""
            if "is not known here" in sentence:
                found[place] = said(sentence)


def _population(content: Mapping[str, Any], found: Problems) -> None:
    place, entry = "population", content.get("population")
    if not isinstance(entry, Mapping) or not isinstance(entry.get("baseline"), Mapping):
        _try(found, place, small(population=entry))
        return
    base = entry["baseline"]
    roomy = {"mean": _maximum(content) - 1, "sd": 30}
    for key in dict.fromkeys(("mean", "sd", *base)):
        tried = (roomy if key == "at_least" else {"mean": 10, "sd": 1}) | {key: base.get(key)}
        _try(found, f"{place}.baseline.{key}", small(population={"baseline": tried}, scale=_scale_of(content)))
    for key in ("age_y", "weight_kg"):
        _spread(entry, key, found)
    for key in [key for key in entry if key not in ("baseline", "age_y", "weight_kg")]:
        _try(found, f"{place}.{key}", small(population={"baseline": {"mean": 10, "sd": 1}, key: entry[key]}))
    if not any(key.startswith(f"{place}.baseline") or key == "scale" for key in found):
        whole = {"scale": content.get("scale"), "population": {"baseline": base}}
        _try(found, f"{place}.baseline.mean", small(**whole))


def _scale_of(content: Mapping[str, Any]) -> Any:
    """The scale if it is one, so that a number is held against its own points."""
    asked = content.get("scale")
    return asked if not model.refusal(small(scale=asked)) else "madrs"


def _maximum(content: Mapping[str, Any]) -> int:
    """The most points of the scale."""
    scale = _scale_of(content)
    return next(int(one["maximum"]) for one in model.scales() if one["id"] == scale)


def _spread(entry: Mapping[str, Any], key: str, found: Problems) -> None:
    value = entry.get(key)
    who = {"baseline": {"mean": 10, "sd": 1}}
    if value is None:
        return
    if not isinstance(value, Mapping):
        _try(found, f"population.{key}", small(population={**who, key: value}))
        return
    usual = {"mean": 50, "sd": 5}
    for part in ("mean", "sd"):
        _try(found, f"population.{key}.{part}", small(population={**who, key: usual | {part: value.get(part)}}))
    if not any(place.startswith(f"population.{key}") for place in found):
        _try(found, f"population.{key}", small(population={**who, key: value}))


def _relapse(content: Mapping[str, Any], found: Problems) -> None:
    entry = content.get("relapse")
    if entry is None:
        return
    if not isinstance(entry, Mapping):
        _try(found, "relapse", small(relapse=entry))
        return
    usual = {"score_at_least": 20, "from": "1d"}
    for key in dict.fromkeys((*usual, *entry)):
        if key != "from":
            _try(found, f"relapse.{key}", small(relapse=usual | {key: entry.get(key)}))
    if "visits" not in found and entry.get("from") is not None:
        _try(found, "relapse.from", small(visits=content.get("visits"), relapse=usual | {"from": entry["from"]}))
    elif entry.get("from") is None:
        found.setdefault("relapse.from", "This is missing: write one of the visits.")


def _arms(content: Mapping[str, Any], found: Problems) -> None:
    arms = content.get("arms")
    if not isinstance(arms, list) or not arms:
        found["arms"] = "A trial has at least one arm: add one."
        return
    if len(arms) > MOST_ARMS:
        found["arms"] = f"{len(arms)} arms are more than a page can show: give {MOST_ARMS} at most."
        return
    around = {key: content[key] for key in ("control", "open_label") if key in content and key not in found}
    if "control" in found:  # said once, where it stands; the arms are looked at as if it were right
        around["control"] = "saline"
    for number, arm in enumerate(arms):
        place = f"arms.{number}"
        if not isinstance(arm, Mapping):
            _try(found, place, small(arms=[arm]))
            continue
        _one_arm(arm, place, around, found)
    _names(arms, found)


def _names(arms: list[Any], found: Problems) -> None:
    """An arm that has the name of an earlier one."""
    seen: set[str] = set()
    for number, arm in enumerate(arms):
        name = str(arm.get("name") or "").strip() if isinstance(arm, Mapping) else ""
        if name and name in seen:
            found.setdefault(f"arms.{number}.name", f"Another arm is called {name!r} too: give each its own name.")
        seen.add(name)


def _one_arm(arm: Mapping[str, Any], place: str, around: Mapping[str, Any], found: Problems) -> None:
    steps = arm.get("doses", [])
    listed = steps if isinstance(steps, list) else [steps]
    for key in dict.fromkeys(("name", "n", *arm)):
        if key == "doses":
            _steps(listed, place, found)
        else:
            value = arm.get(key)
            _try(found, f"{place}.{key}", small(arms=[small_arm(**{key: value})], **around))
            if key in (*_SESSIONS, "antidepressant_from"):
                _not_too_late(_hours([value] if key == "antidepressant_from" else value), f"{place}.{key}", found)
    if any(key == place or key.startswith(f"{place}.") for key in found):
        return
    whole = {"name": "-"} | {key: value for key, value in arm.items() if key != "name"}
    repaired: list[tuple[str, dict[str, Any]]] = [(f"{place}.control", {**whole, "control": "saline"})]
    _blame(found, place, small(arms=[whole], **around), [(at, small(arms=[fixed], **around)) for at, fixed in repaired])


def _steps(steps: list[Any], place: str, found: Problems) -> None:
    if len(steps) > MOST_STEPS:
        found[f"{place}.doses"] = f"{len(steps)} entries are more than a page can show: give {MOST_STEPS} at most."
        return
    for number, step in enumerate(steps):
        _step(step, f"{place}.doses.{number}", found)


def _step(step: object, place: str, found: Problems) -> None:
    if not isinstance(step, Mapping):
        _try(found, place, _dosed(step))
        return
    usual: dict[str, Any] = {"route": "im", "mg": 1}
    route = step.get("route")
    for key in dict.fromkeys(("route", *step)):
        tried = usual | {key: step.get(key)}
        if key == "mg_per_kg":
            tried.pop("mg")
        if key == "duration" or (key == "route" and route == "iv_infusion"):
            tried = {
                "route": "iv_infusion",
                "mg": 1,
                "duration": step.get("duration") if key == "duration" else "40min",
            }
        if key == "times":
            tried["every"] = "1d"
        _try(found, f"{place}.{key}", _dosed(tried))
    if any(key.startswith(f"{place}.") for key in found):
        return
    _whole_step(step, place, found)


def _dosed(step: object) -> dict[str, Any]:
    return small(arms=[small_arm(doses=[step])])


def _whole_step(step: Mapping[str, Any], place: str, found: Problems) -> None:
    amount = {key: value for key, value in step.items() if key not in ("mg", "mg_per_kg")} | {"mg": 1}
    still = {key: value for key, value in step.items() if key != "duration"}
    repairs = [
        (f"{place}.mg", _dosed(amount)),
        (f"{place}.duration", _dosed({**step, "duration": "40min"})),
        (f"{place}.duration", _dosed(still)),
        (f"{place}.every", _dosed({**step, "every": "1d"})),
    ]
    if _blame(found, place, _dosed(step), repairs):
        arm = model.outline(_dosed(step))["arms"][0]
        _not_too_late(arm["doses"][0]["at_h"], place, found)


def _blame(found: Problems, place: str, whole: Mapping[str, Any], repairs: list[tuple[str, dict[str, Any]]]) -> bool:
    """Put the whole to the parser; a refusal goes to the place whose repair would end it. Whether it was taken."""
    if not model.refusal(whole):
        return True
    cured = next((at for at, repaired in repairs if not model.refusal(repaired)), place)
    return _try(found, cured, whole)


def _not_too_late(times_h: list[float], place: str, found: Problems) -> None:
    if times_h and not (math.isfinite(max(times_h)) and max(times_h) <= LATEST_H):
        found.setdefault(place, "This goes on more than two years after the first dose, longer than was checked.")


def _hours(content: object) -> list[float]:
    """The times that a list or a pattern means; none where it cannot be read."""
    tried = small(arms=[small_arm(psychotherapy=content)])
    return [] if content is None or model.refusal(tried) else list(model.outline(tried)["arms"][0]["psychotherapy"])


def _all(content: Mapping[str, Any], found: Problems) -> None:
    sentence = model.refusal(content)
    if sentence:
        found[""] = said(sentence)
