"""Knows how a trial is written down: the YAML file described in docs/trials.md, read into a `Protocol`.

Every refusal names the place in the file and what may stand there; an unknown key is refused, never ignored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from daybreak.science.dosing import DosingError, Form, Route
from daybreak.science.trials.clock import TimeError, read_hours
from daybreak.science.trials.protocol import (
    Among,
    Amount,
    Analysis,
    Arm,
    Baseline,
    Control,
    Enrolment,
    Protocol,
    ProtocolError,
    Relapse,
    Step,
)
from daybreak.science.trials.scales import ScaleError, scale

_Word = TypeVar("_Word", bound=StrEnum)
_LARGEST_FILE = 200_000
_PROTOCOL = (
    "title",
    "scale",
    "visits",
    "population",
    "arms",
    "control",
    "open_label",
    "analysis",
    "response_percent",
    "remission_at_most",
    "relapse",
    "notes",
)
_ARM = (
    "name",
    "n",
    "control",
    "open_label",
    "doses",
    "sham",
    "psychotherapy",
    "cbt",
    "antidepressant_from",
    "ect",
    "benzodiazepine",
    "vr",
)
_POPULATION = ("baseline", "age_y", "weight_kg", "female", "resistance_stage", "leaving_per_week", "leaving_follows")


def read_protocol(path: Path) -> Protocol:
    """The protocol in the file at `path`. Raises `ProtocolError` where it cannot be read or run."""
    import yaml

    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ProtocolError(f"{path} is larger than {_LARGEST_FILE // 1000} kB: it is not a protocol.")
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ProtocolError(f"{path} cannot be read: {problem.strerror}.") from problem
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as problem:
        where = str(problem).splitlines()[-1].strip() if str(problem) else "it is nested too deeply"
        raise ProtocolError(f"{path} is not YAML: {where}.") from problem
    return as_protocol(content, id=path.stem)


def as_protocol(content: object, id: str = "") -> Protocol:  # noqa: A002 - the protocol's own name for itself
    """The protocol that `content` (the file as mappings and lists) states. Raises `ProtocolError`."""
    entry = _mapping(content, "the file", _PROTOCOL)
    try:
        found = scale(_text(entry, "scale", "the file"))
        control = _word(Control, entry.get("control", "none"), "control")
        arms = tuple(
            _arm(arm, f"arm {number}", control, bool(entry.get("open_label", False)))
            for number, arm in enumerate(_sequence(entry.get("arms"), "arms"), start=1)
        )
        return Protocol(
            title=_text(entry, "title", "the file"),
            scale=found.id,
            visits_h=_times(entry.get("visits"), "visits"),
            enrolment=_enrolment(entry.get("population")),
            arms=arms,
            analysis=_word(Analysis, entry.get("analysis", "observed"), "analysis"),
            response_percent=_number(entry.get("response_percent", 50), "response_percent", 1, 100),
            remission_at_most=_number(
                entry.get("remission_at_most", found.remission_at_most), "remission_at_most", 0, found.maximum
            ),
            relapse=_relapse(entry.get("relapse")),
            notes=str(entry.get("notes", "")),
            id=id,
        )
    except (TimeError, ScaleError, DosingError) as problem:
        raise ProtocolError(str(problem)) from problem


def _arm(content: object, where: str, control: Control, open_label: bool) -> Arm:
    entry = _mapping(content, where, _ARM)
    name = _text(entry, "name", where)
    given = entry.get("doses", [])
    steps = [given] if isinstance(given, Mapping) else _sequence(given, f"{name}: doses", may_be_empty=True)
    after = entry.get("antidepressant_from")
    return Arm(
        name=name,
        n=_whole(entry.get("n"), f"{name}: n", 2, 100_000),
        control=_word(Control, entry.get("control", control.value), f"{name}: control"),
        steps=tuple(_step(step, f"{name}: doses") for step in steps),
        sham_h=_times(entry.get("sham", []), f"{name}: sham"),
        open_label=_flag(entry.get("open_label", open_label), f"{name}: open_label"),
        therapy_h=_times(entry.get("psychotherapy", []), f"{name}: psychotherapy"),
        cbt_h=_times(entry.get("cbt", []), f"{name}: cbt"),
        antidepressant_from_h=None if after is None else read_hours(after),
        ect_h=_times(entry.get("ect", []), f"{name}: ect"),
        benzodiazepine=_flag(entry.get("benzodiazepine", False), f"{name}: benzodiazepine"),
        vr=_flag(entry.get("vr", False), f"{name}: vr"),
    )


def _step(content: object, where: str) -> Step:
    known = ("drug", "route", "mg", "mg_per_kg", "duration", "from", "every", "times")
    entry = _mapping(content, where, known)
    drugs = {"ketamine": Form.RACEMIC, "esketamine": Form.ESKETAMINE}
    drug = entry.get("drug", "ketamine")
    if not isinstance(drug, str) or drug not in drugs:
        raise ProtocolError(f"{where}: drug {drug!r} is not known: use ketamine or esketamine.")
    amount = Amount(
        route=_word(Route, entry.get("route"), f"{where}: route"),
        form=drugs[drug],
        mg=_maybe(entry, "mg", where, 2000),
        mg_per_kg=_maybe(entry, "mg_per_kg", where, 20),
        minutes=60.0 * read_hours(entry["duration"]) if "duration" in entry else 0.0,
    )
    return Step(
        amount=amount,
        from_h=read_hours(entry.get("from", 0)),
        every_h=read_hours(entry.get("every", 0)),
        times=_whole(entry.get("times", 1), f"{where}: times", 1, 400),
    )


def _enrolment(content: object) -> Enrolment:
    entry = _mapping(content, "population", _POPULATION)
    base = _mapping(entry.get("baseline"), "population: baseline", ("mean", "sd", "at_least"))
    return Enrolment(
        baseline=Baseline(
            mean=_number(base.get("mean"), "baseline: mean", 0, 100),
            sd=_number(base.get("sd"), "baseline: sd", 0, 30),
            at_least=_number(base.get("at_least", 0), "baseline: at_least", 0, 100),
        ),
        age_y=_spread(entry.get("age_y"), "age_y", (45.0, 12.0), 18, 100),
        weight_kg=_spread(entry.get("weight_kg"), "weight_kg", (80.0, 17.0), 35, 250),
        female=_number(entry.get("female", 0.6), "female", 0, 1),
        resistance_stage=_number(entry.get("resistance_stage", 2), "resistance_stage", 0, 10),
        leaving_per_week=_number(entry.get("leaving_per_week", 0.02), "leaving_per_week", 0, 0.9),
        leaving_follows_severity=_number(entry.get("leaving_follows", 0), "leaving_follows", -5, 5),
    )


def _relapse(content: object) -> Relapse | None:
    if content is None:
        return None
    entry = _mapping(content, "relapse", ("score_at_least", "from", "among", "visits_in_a_row"))
    return Relapse(
        score_at_least=_number(entry.get("score_at_least"), "relapse: score_at_least", 0, 100),
        from_h=read_hours(entry.get("from")),
        among=_word(Among, entry.get("among", "responders"), "relapse: among"),
        visits_in_a_row=_whole(entry.get("visits_in_a_row", 1), "relapse: visits_in_a_row", 1, 10),
    )


def _mapping(content: object, where: str, known: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise ProtocolError(f"{where}: write names and values here, each on a line of its own.")
    unknown = [str(key) for key in content if key not in known]
    if unknown:
        raise ProtocolError(f"{where}: {unknown[0]!r} is not known here; use {', '.join(known)}.")
    return content


def _sequence(content: object, where: str, *, may_be_empty: bool = False) -> Sequence[Any]:
    if not isinstance(content, Sequence) or isinstance(content, str) or not (content or may_be_empty):
        raise ProtocolError(f"{where}: write a list here, with a dash before each entry.")
    return content


def _text(entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ProtocolError(f"{where}: {key} is missing; write a few words.")
    return value.strip()


def _number(value: object, where: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ProtocolError(f"{where}: {value!r} is not a number from {low:g} to {high:g}.")
    return float(value)


def _whole(value: object, where: str, low: int, high: int) -> int:
    number = _number(value, where, low, high)
    if number != int(number):
        raise ProtocolError(f"{where}: {value!r} is not a whole number from {low} to {high}.")
    return int(number)


def _maybe(entry: Mapping[str, Any], key: str, where: str, high: float) -> float | None:
    return None if key not in entry else _number(entry[key], f"{where}: {key}", 0, high)


def _flag(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise ProtocolError(f"{where}: {value!r} is neither true nor false.")
    return value


def _word(kind: type[_Word], value: object, where: str) -> _Word:
    words = [word.value for word in kind]
    if value not in words:
        raise ProtocolError(f"{where}: {value!r} is not known; use one of {', '.join(words)}.")
    return kind(str(value))


def _times(content: object, where: str) -> tuple[float, ...]:
    """A list of times, or `{every, times}` and, if not the start, `from`."""
    if isinstance(content, Mapping):
        entry = _mapping(content, where, ("from", "every", "times"))
        first, apart = read_hours(entry.get("from", 0)), read_hours(entry.get("every"))
        count = _whole(entry.get("times"), f"{where}: times", 1, 400)
        return tuple(first + apart * number for number in range(count))
    return tuple(_each(_sequence(content, where, may_be_empty=True), read_hours))


def _each(items: Iterable[Any], read: Callable[[Any], float]) -> list[float]:
    return [read(item) for item in items]


def _spread(content: object, where: str, usual: tuple[float, float], low: float, high: float) -> tuple[float, float]:
    if content is None:
        return usual
    entry = _mapping(content, where, ("mean", "sd"))
    return (
        _number(entry.get("mean"), f"{where}: mean", low, high),
        _number(entry.get("sd"), f"{where}: sd", 0, high / 2),
    )
