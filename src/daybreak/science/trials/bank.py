"""Knows the runs of the mechanism that a calibration rests on: every trial at many points of the parameters.

A run that was kept is not run again: it is found by the trial, the points, the mechanism's numbers and the seed.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.calibrated import Space
from daybreak.science.trials.evidence import PublishedTrial
from daybreak.science.trials.predicted import FIELDS, Predicted, joined, predict
from daybreak.science.trials.simulator import Simulator

BLOCK = 50
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Workshop:
    """What runs are made with: the simulator, the people an arm has in each run, and who does the work."""

    simulator: Simulator
    people: int
    seed: int
    version: str
    executor: Executor | None = None
    keep_in: Path | None = None


def run_bank(
    workshop: Workshop, trials: Sequence[PublishedTrial], space: Space, points: Array, progress: Progress
) -> dict[str, Predicted]:
    """What every trial is expected to show at `points` (runs, coordinates), by trial."""
    tasks = [(trial, start) for trial in trials for start in range(0, points.shape[0], BLOCK)]
    found: dict[str, list[Predicted]] = {trial.id: [] for trial in trials}
    for done, ((trial, _), part) in enumerate(zip(tasks, _each(workshop, tasks, space, points), strict=True), start=1):
        found[trial.id].append(part)
        progress(done, len(tasks))
    return {name: joined(parts) for name, parts in found.items()}


def run_block(workshop: Workshop, trial: PublishedTrial, values: Mapping[str, Array], seed: int) -> Predicted:
    """Some runs of one trial, at `values`."""
    mechanism = {name: value for name, value in values.items() if not name.startswith("trials.")}
    return predict(trial, mechanism, workshop.people, workshop.simulator, seed)


def _each(
    workshop: Workshop, tasks: Sequence[tuple[PublishedTrial, int]], space: Space, points: Array
) -> "Sequence[Predicted] | map[Predicted]":
    alone = Workshop(workshop.simulator, workshop.people, workshop.seed, workshop.version, None, workshop.keep_in)
    asked = [
        (alone, trial, space.values(points[start : start + BLOCK]), workshop.seed + start) for trial, start in tasks
    ]
    if workshop.executor is None:
        return map(_kept_or_run, *zip(*asked, strict=True))
    return workshop.executor.map(_kept_or_run, *zip(*asked, strict=True))  # type: ignore[return-value]


def _kept_or_run(workshop: Workshop, trial: PublishedTrial, values: Mapping[str, Array], seed: int) -> Predicted:
    if workshop.keep_in is None:
        return run_block(workshop, trial, values, seed)
    path = workshop.keep_in / f"{trial.id}-{_name(workshop, trial, values, seed)}.npz"
    if path.exists():
        with np.load(path, allow_pickle=False) as stored:
            return Predicted(*(stored[field] for field in FIELDS))
    made = run_block(workshop, trial, values, seed)
    beside = path.with_suffix(".part.npz")
    np.savez(beside, allow_pickle=False, **{field: getattr(made, field) for field in FIELDS})
    beside.replace(path)
    return made


def _name(workshop: Workshop, trial: PublishedTrial, values: Mapping[str, Array], seed: int) -> str:
    content = hashlib.sha256(f"{workshop.version}|{workshop.people}|{seed}|{trial}".encode())
    for name, value in values.items():
        content.update(name.encode() + np.ascontiguousarray(value).tobytes())
    return content.hexdigest()[:20]
