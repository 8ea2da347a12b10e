"""Knows how a virtual trial is run: many simulated trials of one protocol, in chunks, that can stop and go on.

A simulated trial follows from the seed and its number alone. So the result is the same for any number of workers and
any size of chunk, a run that was stopped goes on where it was, and memory does not grow with the number of trials.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.mechanism.quantified import shipped
from daybreak.science.population import Population
from daybreak.science.trials.cohort import enrol
from daybreak.science.trials.heterogeneity import draw_shifts
from daybreak.science.trials.outcomes import ArmOutcome, TrialOutcome, summarise
from daybreak.science.trials.posterior import Posterior
from daybreak.science.trials.protocol import Arm, Protocol
from daybreak.science.trials.ratings import Ratings, rate
from daybreak.science.trials.scales import scale
from daybreak.science.trials.simulator import Simulator

PEOPLE_AT_ONCE = 8192
"""People simulated side by side: enough to keep a core busy, few enough to keep memory small."""
TRIALS_IN_A_CHUNK = 25
FEWEST_TRIALS, MOST_TRIALS = 2, 100_000

Shown = dict[str, Array]
"""A measure of one arm in some trials: (trials, visits)."""


class RunError(ValueError):
    """A run that cannot start or go on. Its text is one sentence saying what to change."""


@dataclass(frozen=True)
class Run:
    """What is run: a protocol, the parameters' posterior, the mechanism, and the seed."""

    protocol: Protocol
    posterior: Posterior
    simulator: Simulator
    seed: int = 1
    trials: int = 200

    def __post_init__(self) -> None:
        if not FEWEST_TRIALS <= self.trials <= MOST_TRIALS:
            raise RunError(f"{self.trials} simulated trials: use {FEWEST_TRIALS} to {MOST_TRIALS:,}.")
        if not 0 <= self.seed < 2**63:
            raise RunError(f"A seed of {self.seed} cannot be used: use 0 or more.")

    @property
    def fingerprint(self) -> str:
        """What the chunks of this run, and no other, are kept under; the number of trials is not in it."""
        written = json.dumps(asdict(self.protocol), sort_keys=True, default=str)
        known = f"{shipped().sha256}|{self.posterior.sha256}"
        return hashlib.sha256(f"{written}|{known}|{self.seed}".encode()).hexdigest()[:16]

    @property
    def chunks(self) -> tuple[range, ...]:
        """The trials' numbers, cut so that a chunk does not depend on how many trials are asked for."""
        starts = range(0, self.trials, TRIALS_IN_A_CHUNK)
        return tuple(range(start, min(start + TRIALS_IN_A_CHUNK, self.trials)) for start in starts)


def run(
    asked: Run,
    *,
    executor: Executor | None = None,
    keep_in: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> TrialOutcome:
    """All simulated trials. With `executor` the chunks are shared out; with `keep_in` each is kept as it ends."""
    parts: list[list[Shown]] = []
    for chunk, shown in _each_chunk(asked, executor, keep_in):
        parts.append(shown)
        progress(chunk.stop, asked.trials)
    arms = tuple(
        ArmOutcome(arm, asked.protocol.visits_h, _joined([part[number] for part in parts]))
        for number, arm in enumerate(asked.protocol.arms)
    )
    return TrialOutcome(asked.protocol, arms, asked.trials, asked.seed, asked.posterior.label)


def run_chunk(asked: Run, trials: range) -> list[Shown]:
    """What the trials numbered `trials` show, for each arm."""
    values = asked.posterior.draws(trials.start, len(trials))
    shifts = draw_shifts(values["trials.setting_sd"], values["trials.treatment_sd"], asked.seed, trials.start)
    return [
        _arm(asked, number, arm, trials, values, shifts.of(arm.active))
        for number, arm in enumerate(asked.protocol.arms)
    ]


def _arm(asked: Run, number: int, arm: Arm, trials: range, values: Mapping[str, Array], shift: Array) -> Shown:
    """One arm of some trials: whole trials side by side, as many as fit, and a large trial in parts."""
    together = max(1, PEOPLE_AT_ONCE // arm.n)
    shown: list[Shown] = []
    for start in range(0, len(trials), together):
        some = range(start, min(start + together, len(trials)))
        ratings = _rated(asked, number, arm, trials, some, values, shift)
        for at in range(len(some)):
            shown.append(_one(asked.protocol, ratings, slice(at * arm.n, (at + 1) * arm.n)))
    return _stacked(shown)


def _rated(
    asked: Run, number: int, arm: Arm, trials: range, some: range, values: Mapping[str, Array], shift: Array
) -> Ratings:
    """Ratings of all people of `arm` in the trials `some` of the chunk, in parts that keep memory small."""
    which = np.repeat(np.arange(some.start, some.stop), arm.n)
    first = _first_person(asked.protocol, number, trials.start + some.start)
    whole: list[Ratings] = []
    for start in range(0, which.size, PEOPLE_AT_ONCE):
        mine = which[start : start + PEOPLE_AT_ONCE]
        whole.append(_part(asked, arm, Population(mine.size, asked.seed, first + start), mine, values, shift))
    return _together(whole)


def _part(
    asked: Run,
    arm: Arm,
    population: Population,
    mine: np.typing.NDArray[np.int64],
    values: Mapping[str, Array],
    shift: Array,
) -> Ratings:
    people = enrol(asked.protocol.enrolment, scale(asked.protocol.scale), population)
    theirs = {name: value[mine] for name, value in values.items()}
    return rate(asked.protocol, arm, people, theirs, shift[mine], asked.simulator)


def _first_person(protocol: Protocol, number: int, trial: int) -> int:
    """The number of the first person of an arm: arms follow one another, with room for every trial there can be."""
    return sum(arm.n for arm in protocol.arms[:number]) * MOST_TRIALS + trial * protocol.arms[number].n


def _each_chunk(asked: Run, executor: Executor | None, keep_in: Path | None) -> Iterator[tuple[range, list[Shown]]]:
    known = {chunk: _kept(asked, chunk, keep_in) for chunk in asked.chunks}
    missing = [chunk for chunk, shown in known.items() if shown is None]
    computed = _computed(asked, missing, executor)
    for chunk in asked.chunks:
        shown = known.pop(chunk)
        if shown is None:
            shown = next(computed)
            _keep(asked, chunk, shown, keep_in)
        yield chunk, shown


def _computed(asked: Run, chunks: list[range], executor: Executor | None) -> Iterator[list[Shown]]:
    if executor is None:
        return (run_chunk(asked, chunk) for chunk in chunks)
    return iter(executor.map(run_chunk, [asked] * len(chunks), chunks))


def _path(asked: Run, chunk: range, keep_in: Path) -> Path:
    return keep_in / f"{asked.fingerprint}-{chunk.start}-{chunk.stop}.npz"


def _kept(asked: Run, chunk: range, keep_in: Path | None) -> list[Shown] | None:
    path = None if keep_in is None else _path(asked, chunk, keep_in)
    if path is None or not path.exists():
        return None
    with np.load(path, allow_pickle=False) as stored:
        shown: list[Shown] = [{} for _ in asked.protocol.arms]
        for key in stored.files:
            number, measure = key.split("|")
            shown[int(number)][measure] = stored[key]
    return shown


def _keep(asked: Run, chunk: range, shown: list[Shown], keep_in: Path | None) -> None:
    """Written beside and moved into place, so that a killed run leaves whole chunks only."""
    if keep_in is None:
        return
    keep_in.mkdir(parents=True, exist_ok=True)
    path = _path(asked, chunk, keep_in)
    beside = path.with_suffix(".part.npz")
    arrays = {f"{number}|{name}": value for number, arm in enumerate(shown) for name, value in arm.items()}
    np.savez(beside, allow_pickle=False, **arrays)
    beside.replace(path)


def _one(protocol: Protocol, ratings: Ratings, who: slice) -> Shown:
    of = Ratings(ratings.baseline[who], ratings.score[who], ratings.seen[who], ratings.suicidal[who])
    return summarise(protocol, of)


def _stacked(shown: list[Shown]) -> Shown:
    return {name: np.stack([one[name] for one in shown]) for name in shown[0]}


def _joined(shown: list[Shown]) -> Shown:
    return {name: np.concatenate([one[name] for one in shown]) for name in shown[0]}


def _together(parts: list[Ratings]) -> Ratings:
    return Ratings(
        baseline=np.concatenate([part.baseline for part in parts]),
        score=np.concatenate([part.score for part in parts]),
        seen=np.concatenate([part.seen for part in parts]),
        suicidal=np.concatenate([part.suicidal for part in parts]),
    )
