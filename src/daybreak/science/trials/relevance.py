"""Knows which parameters can matter to a trial at all, from what its arms are given: only those are emulated."""

from collections.abc import Callable, Mapping, Sequence

from daybreak.science.trials.calibrated import Space
from daybreak.science.trials.evidence import PublishedTrial
from daybreak.science.trials.posterior import HETEROGENEITY
from daybreak.science.trials.protocol import Arm, Control

_DRUG = ("glutamate.", "plasticity.", "symptoms.")
_ONLY: Mapping[str, Callable[[Arm], bool]] = {
    "comparators.ect": lambda arm: bool(arm.ect_h),
    "comparators.antidepressant": lambda arm: arm.antidepressant_from_h is not None,
    "expectancy.inert": lambda arm: _sham(arm) and arm.control is Control.SALINE,
    "expectancy.midazolam": lambda arm: _sham(arm) and arm.control is Control.MIDAZOLAM,
    "expectancy.open": lambda arm: arm.open_label and _sessions(arm),
    "expectancy.": lambda arm: _sessions(arm),
}


def relevant(trial: PublishedTrial, space: Space) -> tuple[int, ...]:
    """The coordinates, by number, that can change what `trial` shows."""
    names = [name for name in space.names if name not in HETEROGENEITY]
    return tuple(at for at, name in enumerate(names) if _matters(name, trial.protocol.arms))


def _matters(name: str, arms: Sequence[Arm]) -> bool:
    if name == "symptoms.age" and any(arm.antidepressant_from_h is not None for arm in arms):
        return True
    if name.startswith(_DRUG):
        return any(arm.active for arm in arms)
    for prefix, of in _ONLY.items():
        if name.startswith(prefix):
            return any(of(arm) for arm in arms)
    return True


def _sessions(arm: Arm) -> bool:
    return arm.active or bool(arm.sham_h)


def _sham(arm: Arm) -> bool:
    return bool(arm.sham_h) and not arm.active and not arm.open_label
