"""Knows how the density that a calibration found is kept: the emulator of every trial, to draw from it again."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.trials.calibrated import Space
from daybreak.science.trials.calibration import Emulated, Target
from daybreak.science.trials.emulator import Emulator
from daybreak.science.trials.evidence import PublishedTrial
from daybreak.science.trials.likelihood import counted
from daybreak.science.trials.relevance import relevant

SHIPPED = "emulators.npz"
_FIELDS = ("centre", "width", "coefficients", "error")


class TargetError(ValueError):
    """Emulators that cannot be used. Its text is one sentence saying what to do."""


def write(path: Path, target: Target, correlations: dict[str, Array], version: str) -> None:
    """Write the emulators of `target` and the correlations of each trial to `path` (.npz)."""
    arrays: dict[str, Array] = {}
    for name, emulated in target.emulated.items():
        for field in _FIELDS:
            arrays[f"{name}|{field}"] = getattr(emulated.emulator, field).astype(np.float32)
        arrays[f"{name}|correlation"] = correlations[name].astype(np.float32)
    np.savez_compressed(
        path, allow_pickle=False, version=np.array(version), names=np.array(target.space.names), **arrays
    )


def read(path: Path, trials: Sequence[PublishedTrial], space: Space, version: str) -> Target:
    """The density kept in `path`. Raises `TargetError` when it was made for other trials or another mechanism."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            known = {key: stored[key] for key in stored.files}
    except (OSError, ValueError) as problem:
        raise TargetError(f"{path} holds no emulators: run `daybreak calibrate` again.") from problem
    if str(known.get("version")) != version or tuple(known.get("names", ())) != space.names:
        raise TargetError("The mechanism has changed since it was calibrated: run `daybreak calibrate` again.")
    missing = [
        trial.id for trial in trials if known.get(f"{trial.id}|error", np.zeros(0)).size != 3 * len(trial.observed)
    ]
    if missing:
        raise TargetError(
            f"Trial {missing[0]} was not there when the model was calibrated: run `daybreak calibrate` again."
        )
    emulated = {trial.id: _emulated(known, trial, space) for trial in trials}
    correlations = {trial.id: known[f"{trial.id}|correlation"].astype(np.float64) for trial in trials}
    return Target(space, emulated, counted(trials, correlations))


def shipped(trials: Sequence[PublishedTrial], space: Space, version: str) -> Target:
    """The density in the package. Raises `TargetError` when there is none."""
    found = resources.files(__package__).joinpath(SHIPPED)
    if not found.is_file():
        raise TargetError("No calibration is in this installation: run `daybreak calibrate` first.")
    with resources.as_file(found) as path:
        return read(path, trials, space, version)


def _emulated(known: dict[str, Array], trial: PublishedTrial, space: Space) -> Emulated:
    emulator = Emulator(*(known[f"{trial.id}|{field}"].astype(np.float64) for field in _FIELDS))
    percent = tuple(at for at, observed in enumerate(trial.observed) if observed.measure.percent)
    return Emulated(emulator, relevant(trial, space), len(trial.observed), percent)
