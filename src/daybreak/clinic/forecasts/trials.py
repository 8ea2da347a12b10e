"""The second door between the record and the model: virtual trials, from the text of a protocol to numbers as JSON.

No patient passes here: a trial's people are simulated. Everything of the model is imported inside the functions, so
that pages are served without it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from daybreak.science.trials.outcomes import ArmOutcome, TrialOutcome
    from daybreak.science.trials.protocol import Arm, Protocol, Step

Progress = Callable[[int, int], None]
"""Hears how many simulated trials are done, and of how many."""

CONTRASTED = ("change", "response", "remission")


class TrialRefused(ValueError):  # noqa: N818 (a sentence for a person)
    """A trial that cannot be run as asked. Its text is a sentence for a person."""


@cache
def scales() -> tuple[dict[str, Any], ...]:
    """Every rating scale: ``id``, ``title``, ``maximum`` points, ``remission_at_most``."""
    from daybreak.science.trials.scales import scales as known

    return tuple(
        {"id": one.id, "title": one.title, "maximum": one.maximum, "remission_at_most": one.remission_at_most}
        for one in known().values()
    )


@cache
def words() -> dict[str, dict[str, str]]:
    """What may stand where a word is chosen, by field: the word of the file → the words of a person."""
    from daybreak.science.dosing import Route
    from daybreak.science.trials.outcomes import LABELS, UNITS

    return {
        "route": {route.value: route.words for route in Route},
        "measure": dict(LABELS),
        "unit": dict(UNITS),
    }


def refusal(content: object) -> str:
    """Why the protocol cannot be run as written, said by the parser or by what simulates; empty when it can."""
    from daybreak.science.dosing import DosingError
    from daybreak.science.trials.course_simulator import course_of
    from daybreak.science.trials.protocol import ProtocolError

    try:
        for arm in _protocol(content).arms:
            course_of(arm)
            _check_spray(arm)
    except (ProtocolError, DosingError) as problem:
        return str(problem)
    except (TypeError, ValueError, OverflowError):
        return "This cannot be read: write plain words and numbers, as docs/trials.md shows."
    return ""


def same(one: object, other: object) -> bool:
    """Whether two protocols, both without a refusal, mean the same trial."""
    return _protocol(one) == _protocol(other)


def outline(content: object) -> dict[str, Any]:
    """When what happens in each arm, in hours from the first dose. ``content`` must be without a refusal."""
    protocol = _protocol(content)
    return {"visits_h": list(protocol.visits_h), "arms": [_arm_outline(arm) for arm in protocol.arms]}


def size(content: object) -> dict[str, Any]:
    """How large a trial is: ``people`` in all arms, ``visits_h``, ``arms`` by name, ``scale``, ``title``."""
    protocol = _protocol(content)
    return {
        "title": protocol.title,
        "scale": protocol.scale,
        "arms": [arm.name for arm in protocol.arms],
        "people": sum(arm.n for arm in protocol.arms),
        "visits_h": list(protocol.visits_h),
        "last_h": max((protocol.last_h, *(arm.given_h[-1] for arm in protocol.arms if arm.given_h))),
    }


def hours(text: object) -> float:
    """Hours in "40min", "2h", "3d" or "4wk". TrialRefused with the parser's sentence on anything else."""
    from daybreak.science.trials.clock import TimeError, read_hours

    try:
        return read_hours(text)
    except TimeError as problem:
        raise TrialRefused(str(problem)) from problem


def when(hours_from_first: float) -> str:
    """The time as a person says it."""
    from daybreak.science.trials.clock import words as said

    return said(hours_from_first)


def posterior() -> dict[str, str]:
    """What a run would use now: name and SHA-256 of the posterior, SHA-256 of the mechanism's numbers."""
    from daybreak.science.mechanism.quantified import shipped as mechanism
    from daybreak.science.trials.posterior import shipped

    return {**shipped().label, "mechanism_sha256": mechanism().sha256}


def simulate(content: object, *, seed: int, trials: int, keep_in: Path, progress: Progress) -> dict[str, Any]:
    """What `daybreak trial run --json` and `compare --json` say of the protocol, with every pair of arms.

    Finished parts are kept in ``keep_in``; a run that was killed goes on there and ends with the same numbers.
    Raises TrialRefused.
    """
    outcome = _run(_protocol(content), seed=seed, trials=trials, keep_in=keep_in, progress=progress)
    result = {**outcome.as_dict(), "acute": _acute(outcome.protocol), "contrasts": _contrasts(outcome)}
    return _plain(result)


def power_over(
    content: object,
    *,
    sizes: Sequence[int],
    arm: str,
    against: str,
    measure: str,
    at_h: float,
    seed: int,
    trials: int,
    keep_in: Path,
    progress: Progress,
) -> dict[str, Any]:
    """What `daybreak trial power --json` says: how often the effect would be shown with so many people in each arm."""
    from daybreak.science.trials.power import power

    protocol, found = _protocol(content), []
    for number, people in enumerate(sizes):
        before = number * trials

        def here(done: int, of: int, before: int = before) -> None:
            progress(before + done, trials * len(sizes))

        outcome = _run(_sized(protocol, people), seed=seed, trials=trials, keep_in=keep_in, progress=here)
        result = power(outcome.arm(arm), outcome.arm(against), measure, at_h)
        found.append(
            {
                "n": people,
                "power": round(result.assurance, 4),
                "error": round(result.error, 4),
                "difference": result.difference.as_dict(),
            }
        )
    asked = {"arm": arm, "against": against, "measure": measure, "at_h": at_h, "when": when(at_h), "sizes": found}
    return _plain({"title": protocol.title, "scale": protocol.scale, "trials": trials, "seed": seed, **asked})


def _protocol(content: object) -> "Protocol":
    from daybreak.science.trials.protocol_file import as_protocol

    return as_protocol(content)


def _run(protocol: "Protocol", *, seed: int, trials: int, keep_in: Path, progress: Progress) -> "TrialOutcome":
    from daybreak.science.trials import posterior as draws
    from daybreak.science.trials.course_simulator import simulate as simulator
    from daybreak.science.trials.run import Run
    from daybreak.science.trials.run import run as run_trials

    try:
        asked = Run(protocol, draws.shipped(), simulator, seed=seed, trials=trials)
        return run_trials(asked, keep_in=keep_in, progress=progress)
    except ValueError as problem:
        raise TrialRefused(str(problem)) from problem


def _check_spray(arm: "Arm") -> None:
    """What the engine would refuse only once it runs."""
    from daybreak.science.dosing import DosingError, Route

    if any(step.amount.route is Route.INTRANASAL and step.amount.mg is None for step in arm.steps):
        raise DosingError("A nasal spray is given in mg, not in mg/kg: write the dose in mg.")


def _sized(protocol: "Protocol", n: int) -> "Protocol":
    from dataclasses import replace

    return replace(protocol, arms=tuple(replace(arm, n=n) for arm in protocol.arms))


def _acute(protocol: "Protocol") -> dict[str, Any]:
    from daybreak.science.trials.acute import acute

    found = {arm.name: acute(arm, protocol.enrolment) for arm in protocol.arms}
    return {name: effects.as_dict() for name, effects in found.items() if effects is not None}


def _contrasts(outcome: "TrialOutcome") -> list[dict[str, Any]]:
    """Each later arm against each earlier one is the earlier against the later, mirrored: one of the two is kept."""
    return [
        {"arm": first.arm.name, "against": second.arm.name, "visits": _contrast(first, second)}
        for number, first in enumerate(outcome.arms)
        for second in outcome.arms[number + 1 :]
    ]


def _contrast(first: "ArmOutcome", second: "ArmOutcome") -> list[dict[str, Any]]:
    from daybreak.science.trials.clock import words as said
    from daybreak.science.trials.outcomes import spread_of

    return [
        {
            "time_h": visit,
            "when": said(visit),
            **{name: spread_of(first.at(name, visit) - second.at(name, visit)).as_dict() for name in CONTRASTED},
            "power": {name: _shown_either_way(first, second, name, visit) for name in CONTRASTED},
        }
        for visit in first.visits_h
    ]


def _shown_either_way(first: "ArmOutcome", second: "ArmOutcome", measure: str, visit: float) -> list[float]:
    """How often the first arm is shown to be better than the second, and the second than the first."""
    from daybreak.science.trials.power import power

    return [round(power(one, other, measure, visit).assurance, 4) for one, other in ((first, second), (second, first))]


def _arm_outline(arm: "Arm") -> dict[str, Any]:
    return {
        "name": arm.name,
        "n": arm.n,
        "doses": [_step_outline(step) for step in arm.steps],
        "sham": list(arm.sham_h),
        "psychotherapy": list(arm.therapy_h),
        "cbt": list(arm.cbt_h),
        "ect": list(arm.ect_h),
        "antidepressant_from": arm.antidepressant_from_h,
        "benzodiazepine": arm.benzodiazepine,
        "vr": arm.vr,
        "control": arm.control.value,
        "open_label": arm.open_label,
    }


def _step_outline(step: "Step") -> dict[str, Any]:
    return {"words": step.amount.words, "every_h": step.every_h, "at_h": list(step.times_h)}


def _plain(result: Mapping[str, Any]) -> dict[str, Any]:
    """The same as JSON has words for: a number that nobody could show is null, and nothing is not-a-number."""
    plain: dict[str, Any] = json.loads(json.dumps(result, allow_nan=False))
    return plain
