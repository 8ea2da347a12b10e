"""Knows how a researcher works with a virtual trial: run it, compare its arms, ask how large it has to be.

outcome = run_trial(read_protocol(Path("protocols/one-infusion.yaml")))
for difference in compare(outcome): ...
for power in assurance(outcome.protocol, sizes=(20, 40, 80), at="24h"): ...
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from daybreak.science.trials import posterior as posteriors
from daybreak.science.trials.clock import read_hours, words
from daybreak.science.trials.course_simulator import simulate
from daybreak.science.trials.outcomes import ArmOutcome, Spread, TrialOutcome, spread_of
from daybreak.science.trials.posterior import Posterior
from daybreak.science.trials.power import Power, power
from daybreak.science.trials.protocol import Protocol, ProtocolError
from daybreak.science.trials.run import Run, run
from daybreak.science.trials.simulator import Simulator


@dataclass(frozen=True)
class Difference:
    """One arm minus another at one visit (h): mean change in points, response and remission in % points."""

    arm: str
    against: str
    visit_h: float
    change: Spread
    response: Spread
    remission: Spread

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "arm": self.arm,
            "time_h": self.visit_h,
            "when": words(self.visit_h),
            "change": self.change.as_dict(),
            "response": self.response.as_dict(),
            "remission": self.remission.as_dict(),
        }


def run_trial(
    protocol: Protocol,
    *,
    trials: int = 200,
    seed: int = 1,
    posterior: Posterior | None = None,
    simulator: Simulator = simulate,
    executor: Executor | None = None,
    keep_in: Path | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> TrialOutcome:
    """Simulate `protocol` `trials` times with draws of `posterior` and the mechanism, the shipped ones unless told.

    The result follows from the seed alone: `executor` only shares the work out, and `keep_in` keeps finished parts so
    that a stopped run goes on. `progress` is called with how many trials are done, of how many. Raises `RunError`,
    `PosteriorError` and `GridError`, each with a sentence.
    """
    asked = Run(protocol, posterior or posteriors.shipped(), simulator, seed=seed, trials=trials)
    return run(asked, executor=executor, keep_in=keep_in, progress=progress)


def compare(outcome: TrialOutcome, against: str = "") -> tuple[Difference, ...]:
    """Every arm minus the arm called `against` (the last unless told), at every visit. Raises `ProtocolError`."""
    other = outcome.arm(against or outcome.protocol.arms[-1].name)
    arms = [arm for arm in outcome.arms if arm.arm.name != other.arm.name]
    return tuple(_apart(arm, other, hours) for arm in arms for hours in outcome.protocol.visits_h)


def assurance(
    protocol: Protocol,
    *,
    sizes: Sequence[int] = (20, 40, 80, 160),
    arm: str = "",
    against: str = "",
    measure: str = "change",
    at: str | float = "",
    trials: int = 400,
    seed: int = 1,
    posterior: Posterior | None = None,
    simulator: Simulator = simulate,
    executor: Executor | None = None,
) -> tuple[Power, ...]:
    """How often the trial would show its effect with each size of arm: power, averaged over all that is not known.

    `arm` (the first unless told) is hoped to be better than `against` (the last) in `measure`: change, response or
    remission; `at` a visit such as "24h", or in hours; the last unless told. Raises as `run_trial` and `power` do.
    """
    first, second = arm or protocol.arms[0].name, against or protocol.arms[-1].name
    hours = _hours(at) if at != "" else protocol.last_h
    found = []
    for size in sizes:
        planned = resized(protocol, size)
        outcome = run_trial(
            planned, trials=trials, seed=seed, posterior=posterior, simulator=simulator, executor=executor
        )
        found.append(power(outcome.arm(first), outcome.arm(second), measure, hours))
    return tuple(found)


def resized(protocol: Protocol, n: int) -> Protocol:
    """The same trial with `n` people in every arm."""
    if n < 2:
        raise ProtocolError(f"An arm of {n} people shows nothing: use 2 or more.")
    return replace(protocol, arms=tuple(replace(arm, n=n) for arm in protocol.arms))


def _apart(arm: ArmOutcome, other: ArmOutcome, hours: float) -> Difference:
    change, response, remission = (
        spread_of(arm.at(measure, hours) - other.at(measure, hours)) for measure in ("change", "response", "remission")
    )
    return Difference(arm.arm.name, other.arm.name, hours, change, response, remission)


def _hours(at: str | float) -> float:
    return read_hours(at) if isinstance(at, str) else float(at)
