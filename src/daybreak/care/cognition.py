"""Two short browser tasks: how their trials become a score, how good the timing was, and a run against the baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from statistics import median
from typing import Any

from daybreak.care.findings import Refused, Severity
from daybreak.care.rules import Policy, read_toml

DIGIT_SYMBOL = "digit-symbol"
VIGILANCE = "vigilance"
TASKS = (DIGIT_SYMBOL, VIGILANCE)
DIGITS = range(1, 10)
MOST_TRIALS = 2000
LONGEST_TRIAL_MS = 60_000
ENDS_EARLY_MS = 2_000
"""A run may end this much before its time, between two trials."""


@dataclass(frozen=True)
class Task:
    """One task: how long it runs, what its score counts and which way is better."""

    id: str
    title: str
    seconds: int
    unit: str
    higher_is: str
    least_trials: int
    minutes: int
    measures: str


@dataclass(frozen=True)
class Trial:
    """One trial. Digit-symbol: what was shown and pressed. Vigilance: `early` when pressed before the light.

    `rt_ms` is the time from what was shown to the press, in milliseconds; None when nothing was pressed.
    """

    rt_ms: float | None
    shown: int = 0
    pressed: int = 0
    early: bool = False


@dataclass(frozen=True)
class Timing:
    """How well the device kept time: in milliseconds, but for `lost_focus` (times the page was left) and `ran_ms`."""

    frame_median_ms: float
    frame_p95_ms: float
    clock_step_ms: float
    lost_focus: int
    ran_ms: float
    touch: bool = False


@dataclass(frozen=True)
class Result:
    """The score of one run; `limits` are sentences that say why it is less exact or, not usable, not compared."""

    task: str
    value: float
    trials: int
    correct: int
    errors: int
    lapses: int
    false_starts: int
    median_ms: float | None
    limits: tuple[str, ...]
    is_usable: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the record."""
        return {**asdict(self), "limits": list(self.limits)}


@cache
def tasks() -> dict[str, Task]:
    """The tasks by id, in the order of the data."""
    return {raw["id"]: Task(**raw) for raw in read_toml("cognition.toml")["task"]}


def task(task_id: str) -> Task:
    """The task with this id. ValueError when there is none."""
    if task_id not in tasks():
        raise ValueError(f"There is no task {task_id!r}; there are: {', '.join(TASKS)}.")
    return tasks()[task_id]


def honest_words() -> str:
    """What is said wherever a result is shown."""
    return str(read_toml("cognition.toml")["honest"])


def scored(task_id: str, trials: Sequence[Trial], timing: Timing, policy: Policy) -> Result:
    """The score of a run. Refused when the trials cannot have happened."""
    wanted = task(task_id)
    _refuse_the_impossible(trials, timing, policy)
    result = _digit_symbol(wanted, trials) if task_id == DIGIT_SYMBOL else _vigilance(wanted, trials, policy)
    grave = tuple(_grave(wanted, result, timing, policy))
    return Result(**{**asdict(result), "limits": (*grave, *_light(timing, policy)), "is_usable": not grave})


def change(baseline: float, value: float) -> float | None:
    """The change against the baseline in percent of it, positive when the value rose; None from a baseline of 0."""
    return None if baseline == 0 else 100 * (value - baseline) / baseline


def better(task_id: str, baseline: float, value: float) -> bool | None:
    """Whether the value is better than the baseline; None when it is the same."""
    if value == baseline:
        return None
    return (value > baseline) == (task(task_id).higher_is == "better")


def _digit_symbol(wanted: Task, trials: Sequence[Trial]) -> Result:
    answered = [trial for trial in trials if trial.rt_ms is not None]
    right = [trial for trial in answered if trial.pressed == trial.shown]
    times = [trial.rt_ms for trial in right if trial.rt_ms is not None]
    return Result(
        task=wanted.id,
        value=float(len(right)),
        trials=len(answered),
        correct=len(right),
        errors=len(answered) - len(right),
        lapses=0,
        false_starts=0,
        median_ms=round(median(times), 1) if times else None,
        limits=(),
        is_usable=True,
    )


def _vigilance(wanted: Task, trials: Sequence[Trial], policy: Policy) -> Result:
    guess, lapse = float(policy.decimal("cognition.false_start")), float(policy.decimal("cognition.lapse"))
    false_starts = [trial for trial in trials if trial.early or (trial.rt_ms is not None and trial.rt_ms < guess)]
    seen = [trial for trial in trials if trial not in false_starts]
    times = [trial.rt_ms for trial in seen if trial.rt_ms is not None]
    slow = [rt for rt in times if rt >= lapse]
    middle = round(median(times), 1) if times else None
    return Result(
        task=wanted.id,
        value=middle or 0.0,
        trials=len(trials),
        correct=len(times) - len(slow),
        errors=0,
        lapses=len(slow) + sum(trial.rt_ms is None for trial in seen),
        false_starts=len(false_starts),
        median_ms=middle,
        limits=(),
        is_usable=True,
    )


def _grave(wanted: Task, result: Result, timing: Timing, policy: Policy) -> Iterator[str]:
    """Why a run cannot be compared at all."""
    if timing.ran_ms < wanted.seconds * 1000 - ENDS_EARLY_MS:
        yield f"It ran {timing.ran_ms / 1000:.0f} of {wanted.seconds} seconds."
    if result.trials < wanted.least_trials:
        yield f"It has {result.trials} trials; at least {wanted.least_trials} are needed."
    if wanted.id == DIGIT_SYMBOL and result.trials:
        share = 100 * result.correct / result.trials
        if share < policy.decimal("cognition.accuracy"):
            yield f"Only {share:.0f} % of the answers were right."
    if wanted.id == VIGILANCE and result.median_ms is None:
        yield "No light was answered."
    if timing.lost_focus:
        yield f"The page was left {'once' if timing.lost_focus == 1 else f'{timing.lost_focus} times'} while it ran."


def _light(timing: Timing, policy: Policy) -> Iterator[str]:
    """What makes a run less exact."""
    if timing.frame_p95_ms > policy.decimal("cognition.frame"):
        yield f"One picture in twenty took {timing.frame_p95_ms:.0f} ms or longer to appear."
    if timing.clock_step_ms > policy.decimal("cognition.clock"):
        yield f"The browser's clock moves in steps of {timing.clock_step_ms:.0f} ms."


def _refuse_the_impossible(trials: Sequence[Trial], timing: Timing, policy: Policy) -> None:
    """A page cannot send this; whoever does is not answered with a score."""
    numbers = asdict(timing)
    times = [trial.rt_ms for trial in trials if trial.rt_ms is not None]
    honest = (
        len(trials) <= MOST_TRIALS
        and all(0 <= rt <= LONGEST_TRIAL_MS for rt in times)
        and all(0 <= float(number) < 1e7 for number in numbers.values())
        and all(trial.shown in (0, *DIGITS) and trial.pressed in (0, *DIGITS) for trial in trials)
    )
    if not honest:
        rule = policy["cognition.frame"]
        what = "What the page sent cannot have happened."
        raise Refused([rule.finding(what, "Open the link again and repeat the task.", Severity.STOP)])


def trials_from(raw: Sequence[Mapping[str, Any]]) -> tuple[Trial, ...]:
    """Trials read back from the record or from a page. ValueError when they have another form."""
    try:
        return tuple(
            Trial(
                rt_ms=None if part.get("rt_ms") is None else float(part["rt_ms"]),
                shown=int(part.get("shown", 0)),
                pressed=int(part.get("pressed", 0)),
                early=part.get("early") is True,
            )
            for part in raw
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as problem:
        raise ValueError("The trials of the task have a form that is not known.") from problem


def timing_from(raw: Mapping[str, Any]) -> Timing:
    """Timing read from a page. ValueError when it has another form."""
    try:
        numbers = {name: float(raw[name]) for name in ("frame_median_ms", "frame_p95_ms", "clock_step_ms", "ran_ms")}
        return Timing(**numbers, lost_focus=int(raw["lost_focus"]), touch=raw.get("touch") is True)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as problem:
        raise ValueError("The timing of the task has a form that is not known.") from problem
