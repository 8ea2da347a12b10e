"""Knows what is believed of the population parameters: draws, kept as data, with a hash that goes with every result."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np

from daybreak.science.compartments import Array

SHIPPED = "posterior.npz"
HETEROGENEITY = ("trials.setting_sd", "trials.treatment_sd")


class PosteriorError(ValueError):
    """Draws that cannot be used. Its text is one sentence saying what to do."""


@dataclass(frozen=True)
class Posterior:
    """Equally weighted draws: `values` has shape (draws, parameters), in the order of `names`."""

    names: tuple[str, ...]
    values: Array
    name: str
    sha256: str

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.names) or not self.values.shape[0]:
            raise PosteriorError("The draws do not fit the parameters' names: run `daybreak calibrate` again.")
        if not np.isfinite(self.values).all() or not set(HETEROGENEITY) <= set(self.names):
            raise PosteriorError("The draws are not complete: run `daybreak calibrate` again.")

    def draws(self, first: int, n: int) -> dict[str, Array]:
        """The draws numbered from `first`, each parameter (n,); the list starts over where it ends."""
        rows = np.arange(first, first + n) % self.values.shape[0]
        return {name: self.values[rows, at] for at, name in enumerate(self.names)}

    def of(self, name: str) -> Array:
        """Every draw of one parameter."""
        return np.asarray(self.values[:, self.names.index(name)])

    @property
    def label(self) -> Mapping[str, str]:
        """What is shown beside every result."""
        return {"posterior": self.name, "posterior_sha256": self.sha256, "draws": str(self.values.shape[0])}


@cache
def shipped() -> Posterior:
    """The draws in the package. Raises `PosteriorError` when there are none."""
    found = resources.files(__package__).joinpath(SHIPPED)
    if not found.is_file():
        raise PosteriorError("No calibrated parameters are in this installation: run `daybreak calibrate` first.")
    with resources.as_file(found) as path:
        return read(path)


def read(path: Path) -> Posterior:
    """The draws in a file written by `write`. Raises `PosteriorError` when it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            names, values = tuple(str(name) for name in stored["names"]), stored["values"].astype(np.float64)
            said = str(stored["sha256"])
            title = str(stored["name"])
    except (OSError, KeyError, ValueError) as problem:
        raise PosteriorError(f"{path} holds no draws of parameters: run `daybreak calibrate` again.") from problem
    if said != digest(names, values):
        raise PosteriorError(f"{path} was changed after it was written: run `daybreak calibrate` again.")
    return Posterior(names, values, title, said)


def write(path: Path, posterior: Posterior) -> None:
    """Write the draws to `path` (.npz)."""
    np.savez_compressed(
        path,
        names=np.array(posterior.names),
        values=posterior.values.astype(np.float32),
        name=np.array(posterior.name),
        sha256=np.array(posterior.sha256),
    )


def made(names: Sequence[str], values: Array, name: str) -> Posterior:
    """A posterior of these draws, rounded as they are stored, with their hash."""
    rounded = values.astype(np.float32).astype(np.float64)
    return Posterior(tuple(names), rounded, name, digest(names, rounded))


def digest(names: Sequence[str], values: Array) -> str:
    """SHA-256 of names and draws."""
    content = "\n".join(names).encode() + b"\0" + np.ascontiguousarray(values, dtype="<f4").tobytes()
    return hashlib.sha256(content).hexdigest()
