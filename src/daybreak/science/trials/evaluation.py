"""Knows how well the shipped calibration foretells trials it has not seen: kept as data beside the posterior.

validation.json is written by `daybreak validate trials --write FOLDER`, calibration.json by `daybreak calibrate`; both
carry the SHA-256 of the draws they are of, and the former that of the published trials.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from daybreak.science.trials.evidence import Measure

if TYPE_CHECKING:
    from daybreak.science.trials.posterior import Posterior
    from daybreak.science.trials.validation import Foretold, Score

VALIDATION, CALIBRATION = "validation.json", "calibration.json"


class EvaluationError(ValueError):
    """An evaluation that is missing or of something else. Its text is one sentence saying what to do."""


@dataclass(frozen=True)
class Judged:
    """One published number and its forecast, on the scale of comparison: ratios as logarithms, shares of 1."""

    observation: str
    study: str
    source: str
    arms: tuple[str, ...]
    than: str
    active: bool
    measure: Measure
    at_h: float
    unit: str
    published: float
    median: float
    interval_50: tuple[float, float]
    interval_90: tuple[float, float]
    inside_50: bool
    inside_90: bool
    crps: float
    crps_pooled: float | None
    crps_carried: float | None

    @property
    def error(self) -> float:
        """Foretold minus published."""
        return self.median - self.published


@dataclass(frozen=True)
class Evaluation:
    """What leaving one trial out after the other gave.

    `foretold`: numbers of calibration trials, each from the others alone. `never_fitted`: numbers of trials that had no
    part in the calibration. `scores`: by group, in points or % points, as validation.py computes them. `calibration`:
    the sampler's and the emulator's diagnostics, and every parameter before and after.
    """

    posterior_sha256: str
    evidence_sha256: str
    covered_50: float
    covered_90: float
    meets_target: bool
    scores: tuple[Mapping[str, Any], ...]
    foretold: tuple[Judged, ...]
    never_fitted: tuple[Judged, ...]
    calibration: Mapping[str, Any]

    @property
    def missed(self) -> tuple[Judged, ...]:
        """Every number outside its 90 % interval."""
        return tuple(one for one in (*self.foretold, *self.never_fitted) if not one.inside_90)

    def check(self, posterior_sha256: str, evidence_sha256: str) -> None:
        """Raise `EvaluationError` unless this is of those draws, and of those published trials."""
        of = str(self.calibration["posterior"]["posterior_sha256"])
        if of != posterior_sha256:
            raise EvaluationError(f"{CALIBRATION} is of other draws than the shipped: run `daybreak calibrate` again.")
        if (self.posterior_sha256, self.evidence_sha256) != (posterior_sha256, evidence_sha256):
            raise EvaluationError(
                f"{VALIDATION} is of other draws or other published trials than the shipped: "
                "run `daybreak validate trials --write src/daybreak/science/trials`."
            )


@cache
def shipped() -> Evaluation:
    """The evaluation in the package. Raises `EvaluationError` when there is none."""
    folder = resources.files(__package__)
    with resources.as_file(folder) as path:
        return read(path)


def read(folder: Path) -> Evaluation:
    """The evaluation kept in `folder`. Raises `EvaluationError` when it is missing or damaged."""
    try:
        validation = json.loads((folder / VALIDATION).read_text(encoding="utf-8"))
        calibration = json.loads((folder / CALIBRATION).read_text(encoding="utf-8"))
        return Evaluation(
            posterior_sha256=validation["posterior_sha256"],
            evidence_sha256=validation["evidence_sha256"],
            covered_50=validation["covered_50"],
            covered_90=validation["covered_90"],
            meets_target=validation["meets_target"],
            scores=tuple(validation["scores"]),
            foretold=tuple(_judged(one) for one in validation["foretold"]),
            never_fitted=tuple(_judged(one) for one in validation["never_fitted"]),
            calibration=calibration,
        )
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise EvaluationError(
            f"{folder} holds no evaluation that can be read ({problem}): "
            f"run `daybreak validate trials --write {folder}`."
        ) from problem


def write(folder: Path, content: Mapping[str, Any]) -> Path:
    """Write what `as_dict` gave to `folder`, and say where."""
    path = folder / VALIDATION
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def as_dict(
    foretold: "Sequence[Foretold]", never_fitted: "Sequence[Foretold]", posterior: "Posterior"
) -> dict[str, Any]:
    """The whole validation as JSON-ready data, with the versions of what it is of."""
    from daybreak.science.trials.validation import coverage, meets_target, scores

    half, nine_tenths = coverage(foretold)
    return {
        "posterior_sha256": posterior.sha256,
        "evidence_sha256": evidence_sha256(),
        "covered_50": round(half, 4),
        "covered_90": round(nine_tenths, 4),
        "meets_target": meets_target(foretold),
        "scores": [_score_dict(score) for score in scores(foretold)],
        "foretold": [one.as_dict() for one in foretold],
        "never_fitted": [one.as_dict() for one in never_fitted],
    }


def evidence_sha256() -> str:
    """SHA-256 of the published trials in the package."""
    return hashlib.sha256(resources.files(__package__).joinpath("published_trials.toml").read_bytes()).hexdigest()


def judged(one: "Foretold") -> Judged:
    """What is kept of a forecast, without its draws."""
    return _judged(one.as_dict())


def _score_dict(score: "Score") -> dict[str, Any]:
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(score).items()}
    return {**rounded, "better_by": round(score.better_by, 4)}


def _judged(entry: Mapping[str, Any]) -> Judged:
    lists = {name: tuple(entry[name]) for name in ("arms", "interval_50", "interval_90")}
    return Judged(**{**entry, **lists, "measure": Measure(entry["measure"])})
