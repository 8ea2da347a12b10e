"""What happens when in each arm, for a picture and in words: also of a protocol that is not finished yet."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials.problems import Problems, small, small_arm

SESSIONS = {
    "sham": "sham session",
    "psychotherapy": "psychotherapy session",
    "cbt": "session of cognitive behavioural therapy",
    "ect": "session of electroconvulsive therapy",
}
MOST_MARKS = 400
"""Marks of one kind in one arm that a picture can show."""


def picture(content: object, found: Problems) -> dict[str, Any]:
    """``visits_h`` and ``arms``, each with its times in hours and its ``said`` sentences. What is wrong is left out."""
    if not isinstance(content, Mapping):
        return {"visits_h": [], "arms": []}
    visits = content.get("visits")
    tried = small(visits=visits)
    visits_h = [] if "visits" in found or model.refusal(tried) else model.outline(tried)["visits_h"]
    arms = content.get("arms")
    return {
        "visits_h": visits_h[:MOST_MARKS],
        "arms": [
            _arm(arm, f"arms.{number}", found) for number, arm in enumerate(arms if isinstance(arms, list) else [])
        ],
    }


def _arm(arm: object, place: str, found: Problems) -> dict[str, Any]:
    given = arm if isinstance(arm, Mapping) else {}
    name = given.get("name")
    sound = {key: value for key, value in given.items() if not _is_wrong(f"{place}.{key}", found) and key != "doses"}
    steps = given.get("doses", [])
    listed = steps if isinstance(steps, list) else [steps]
    doses = [step for number, step in enumerate(listed) if not _is_wrong(f"{place}.doses.{number}", found)]
    tried = small(arms=[small_arm(**sound, doses=doses) | {"control": "saline"}])
    if model.refusal(tried):  # parts that are right alone and wrong together: the doses are shown without the rest
        tried = small(arms=[small_arm(doses=doses)])
    shown = model.outline(tried if not model.refusal(tried) else small())["arms"][0]
    shown |= {"name": name if isinstance(name, str) else "", "n": sound.get("n")}
    return {**_cut(shown), "said": list(_said(shown))}


def _is_wrong(place: str, found: Problems) -> bool:
    return any(key == place or key.startswith(f"{place}.") for key in found)


def _cut(arm: dict[str, Any]) -> dict[str, Any]:
    short = {kind: arm[kind][:MOST_MARKS] for kind in SESSIONS}
    return arm | short | {"doses": [step | {"at_h": step["at_h"][:MOST_MARKS]} for step in arm["doses"]]}


def _said(arm: Mapping[str, Any]) -> Iterator[str]:
    for step in arm["doses"]:
        yield f"{_times(len(step['at_h']), step['words'])}{_pattern(step['at_h'])}"
    for kind, words in SESSIONS.items():
        if arm[kind]:
            yield f"{_times(len(arm[kind]), words, plural=True)}{_pattern(arm[kind])}"
    if arm["antidepressant_from"] is not None:
        yield f"a new antidepressant from {_moment(arm['antidepressant_from'])}"
    if arm["benzodiazepine"]:
        yield "a benzodiazepine throughout"
    if arm["vr"]:
        yield "virtual reality"


def _times(count: int, words: str, *, plural: bool = False) -> str:
    if not plural:
        return words if count == 1 else f"{count} × {words}"
    first, _, rest = words.partition("session")
    return f"{count} {first}session{'s' if count > 1 else ''}{rest}"


def _pattern(times_h: Sequence[float]) -> str:
    """ ", every 3.5 days from day 1": how often, and from when."""
    if len(times_h) == 1:
        return f", at {_moment(times_h[0])}"
    gaps = [late - early for early, late in pairwise(times_h)]
    if max(gaps) - min(gaps) < 1e-6:
        return f", every {length(gaps[0]).removeprefix('1 ')} from {_moment(times_h[0])}"
    shown = ", ".join(_moment(hour) for hour in times_h[:8])
    return f", at {shown}{' and later' if len(times_h) > 8 else ''}"


def _moment(hour: float) -> str:
    return "the start" if hour == 0 else model.when(hour)


def length(hours: float) -> str:
    """A length of time as people say it: "40 min", "6 h", "3.5 days", "2 weeks"."""
    if hours < 1:
        return f"{60 * hours:g} min"
    if hours < 48:
        return f"{hours:g} h"
    if hours % 168 == 0:
        return f"{hours / 168:g} week{'s' if hours > 168 else ''}"
    return f"{hours / 24:.3g} days"
