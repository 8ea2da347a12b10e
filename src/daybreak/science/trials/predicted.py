"""Knows what the model expects of each published number, for many draws of the parameters side by side.

For each draw every arm of the trial is simulated with people of its own. Next to the expected value stand its
sensitivities to a shift of the trial (heterogeneity.py), and, once for a trial, how its numbers go together in the same
patients: the correlation of their influence functions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.population import Population
from daybreak.science.trials.cohort import People, enrol
from daybreak.science.trials.evidence import Measure, Observed, PublishedTrial
from daybreak.science.trials.protocol import Among, Arm, Protocol, Relapse
from daybreak.science.trials.ratings import Ratings, rated
from daybreak.science.trials.scales import scale
from daybreak.science.trials.simulator import Simulator

STEP = 0.04
"""The shift (of relative severity) over which sensitivities are taken, to either side."""
_RARE = 0.01
PEOPLE_AT_ONCE = 8192
FIELDS = ("mean", "setting", "treatment", "noise")
Who = np.typing.NDArray[np.bool_]


@dataclass(frozen=True)
class Predicted:
    """Of each observation, on the scale of comparison, (draws, observations): expectation, sensitivities, and `noise`,
    how far half of the simulated people were from the other half, halved: the size of chance in the expectation.
    """

    mean: Array
    setting: Array
    treatment: Array
    noise: Array

    def chosen(self, which: Who | np.typing.NDArray[np.int64]) -> "Predicted":
        """The draws for which `which` is true, or whose numbers it lists."""
        return Predicted(*(getattr(self, field)[which] for field in FIELDS))


Table = dict[str, Array]
"""Of one arm: `baseline` (draws, people) and `score` (draws, people, visits)."""


def predict(
    trial: PublishedTrial, values: Mapping[str, Array], people: int, simulator: Simulator, seed: int = 1
) -> Predicted:
    """What is expected of every observation of `trial`; `people` are simulated for each arm and draw."""
    draws = next(iter(values.values())).size
    together = max(1, PEOPLE_AT_ONCE // people)
    parts = [
        _some(trial, {k: v[at : at + together] for k, v in values.items()}, people, simulator, seed, at * people)
        for at in range(0, draws, together)
    ]
    return joined(parts)


def joined(parts: Sequence[Predicted]) -> Predicted:
    """Draws after draws."""
    return Predicted(*(np.concatenate([getattr(part, field) for part in parts]) for field in FIELDS))


def correlation(
    trial: PublishedTrial, values: Mapping[str, Array], people: int, simulator: Simulator, seed: int = 1
) -> Array:
    """How the sampling errors of the observations go together, (observations, observations), at one draw."""
    tables, _, _ = _tables(trial, values, people, simulator, seed, 0)
    columns = [_influence(trial, one, tables) for one in trial.observed]
    return _correlated(columns)


def expected(observed: Observed, protocol: Protocol, tables: Mapping[str, Table]) -> Array:
    """The expected value of one observation for each draw, on the scale on which it is compared."""
    of = np.mean([_of_arm(observed, protocol, tables[name]) for name in observed.arms], axis=0)
    if not observed.measure.contrast:
        return np.asarray(of)
    against = _of_arm(observed, protocol, tables[observed.than])
    if observed.measure is Measure.DIFFERENCE:
        return np.asarray(of - against)
    if observed.measure is Measure.D:
        first, second = (
            _change(protocol, tables[n], observed.at_h).var(axis=1) for n in (observed.arms[0], observed.than)
        )
        return np.asarray((of - against) / np.sqrt((first + second) / 2.0))
    if observed.measure is Measure.RATIO:
        return np.asarray(np.log(np.maximum(of, 1e-3)) - np.log(np.maximum(against, 1e-3)))
    return np.asarray(np.log(-np.log1p(-_inside(of))) - np.log(-np.log1p(-_inside(against))))


def _of_arm(observed: Observed, protocol: Protocol, table: Table) -> Array:
    """Mean change, SD, or share of one arm, whichever the measure rests on, (draws,)."""
    change = _change(protocol, table, observed.at_h)
    if observed.measure in (Measure.CHANGE, Measure.DIFFERENCE, Measure.D):
        return np.asarray(change.mean(axis=1))
    if observed.measure is Measure.SD:
        return np.asarray(change.std(axis=1))
    if observed.measure in (Measure.RELAPSE, Measure.HAZARD):
        well, again = _relapse(protocol, table, observed.at_h)
        return np.asarray((again.sum(axis=1) + 0.5) / (well.sum(axis=1) + 1.0))
    return np.asarray(_reached(observed.measure, protocol, table, observed.at_h).mean(axis=1))


def _change(protocol: Protocol, table: Table, at_h: float) -> Array:
    return np.asarray(table["score"][:, :, protocol.visits_h.index(at_h)] - table["baseline"])


def _reached(measure: Measure, protocol: Protocol, table: Table, at_h: float) -> Who:
    """Who responded or remitted at `at_h`."""
    if measure is Measure.REMISSION:
        return np.asarray(table["score"][:, :, protocol.visits_h.index(at_h)] <= protocol.remission_at_most)
    gained = -100.0 * _change(protocol, table, at_h)
    return np.asarray(gained >= protocol.response_percent * table["baseline"])


def _relapse(protocol: Protocol, table: Table, by_h: float) -> tuple[Who, Who]:
    """Who was well when relapse began to be counted, and who of them had relapsed by `by_h`."""
    rule = protocol.relapse or Relapse(score_at_least=np.inf, from_h=protocol.visits_h[0])
    kind = Measure.RESPONSE if rule.among is Among.RESPONDERS else Measure.REMISSION
    well = _reached(kind, protocol, table, rule.from_h)
    start, stop = protocol.visits_h.index(rule.from_h) + 1, protocol.visits_h.index(by_h) + 1
    high = table["score"][:, :, start:stop] >= rule.score_at_least
    in_a_row = high
    for step in range(1, rule.visits_in_a_row):
        in_a_row = in_a_row[:, :, :-1] & high[:, :, step:]
    return well, well & in_a_row.any(axis=2)


def _some(
    trial: PublishedTrial, values: Mapping[str, Array], people: int, simulator: Simulator, seed: int, first: int
) -> Predicted:
    as_is, better, worse = _tables(trial, values, people, simulator, seed, first)
    mean = _all(trial, as_is)
    setting = (_all(trial, better) - _all(trial, worse)) / (2.0 * STEP)
    helped = {name: better[name] if trial.protocol.arm(name).active else as_is[name] for name in as_is}
    harmed = {name: worse[name] if trial.protocol.arm(name).active else as_is[name] for name in as_is}
    half = people // 2
    halves = [_all(trial, {name: _cut(table, who) for name, table in as_is.items()}) for who in _halves(half)]
    treatment = (_all(trial, helped) - _all(trial, harmed)) / (2.0 * STEP)
    return Predicted(mean, setting, treatment, np.abs(halves[0] - halves[1]) / 2.0)


def _halves(half: int) -> tuple[slice, slice]:
    return slice(0, half), slice(half, 2 * half)


def _cut(table: Table, who: slice) -> Table:
    return {name: value[:, who] for name, value in table.items()}


def _all(trial: PublishedTrial, tables: Mapping[str, Table]) -> Array:
    """Every observation, (draws, observations); not-a-number for draws that could not be simulated."""
    found = np.stack([expected(one, trial.protocol, tables) for one in trial.observed], axis=1)
    failed = np.any([np.isnan(table["score"]).any(axis=(1, 2)) for table in tables.values()], axis=0)
    return np.where(failed[:, None], np.nan, found)


def _tables(
    trial: PublishedTrial, values: Mapping[str, Array], people: int, simulator: Simulator, seed: int, first: int
) -> tuple[dict[str, Table], dict[str, Table], dict[str, Table]]:
    """Every arm as it is, and with everybody shifted by one step to the better and to the worse."""
    found: tuple[dict[str, Table], dict[str, Table], dict[str, Table]] = ({}, {}, {})
    for number, arm in enumerate(trial.protocol.arms):
        everyone, severities = _simulated(trial.protocol, arm, values, people, simulator, seed, first + number * 10**8)
        for tables, by in zip(found, (0.0, STEP, -STEP), strict=True):
            ratings = rated(trial.protocol, everyone, severities, np.full(everyone.n, by))
            tables[arm.name] = _table(ratings, people)
    return found


def _simulated(
    protocol: Protocol, arm: Arm, values: Mapping[str, Array], people: int, simulator: Simulator, seed: int, first: int
) -> tuple[People, Mapping[str, Array]]:
    each = {name: np.repeat(value, people) for name, value in values.items()}
    n = next(iter(each.values())).size
    everyone = enrol(protocol.enrolment, scale(protocol.scale), Population(n, seed, first))
    return everyone, simulator(arm, everyone, each, np.array(protocol.visits_h))


def _table(ratings: Ratings, people: int) -> Table:
    visits = ratings.score.shape[1]
    return {"baseline": ratings.baseline.reshape(-1, people), "score": ratings.score.reshape(-1, people, visits)}


def _influence(trial: PublishedTrial, observed: Observed, tables: Mapping[str, Table]) -> dict[str, Array]:
    """How each person of each arm pulls the observation, at the first draw: (people,) by arm."""
    protocol = trial.protocol
    pull = {name: _pull(observed, protocol, tables[name]) / len(observed.arms) for name in observed.arms}
    if observed.measure.contrast:
        pull[observed.than] = -_pull(observed, protocol, tables[observed.than])
    return pull


def _pull(observed: Observed, protocol: Protocol, table: Table) -> Array:
    change = _change(protocol, table, observed.at_h)[0]
    if observed.measure in (Measure.CHANGE, Measure.DIFFERENCE, Measure.D):
        return np.asarray(change - change.mean())
    if observed.measure is Measure.SD:
        squares = (change - change.mean()) ** 2
        return np.asarray(squares - squares.mean())
    if observed.measure in (Measure.RELAPSE, Measure.HAZARD):
        well, again = (who[0].astype(np.float64) for who in _relapse(protocol, table, observed.at_h))
        return np.asarray(again - again.sum() / max(well.sum(), 1.0) * well)
    kind = Measure.RESPONSE if observed.measure is Measure.RATIO else observed.measure
    reached = _reached(kind, protocol, table, observed.at_h)[0].astype(np.float64)
    return np.asarray(reached - reached.mean())


def _correlated(columns: list[dict[str, Array]]) -> Array:
    n = len(columns)
    found = np.eye(n)
    for i in range(n):
        for j in range(i):
            shared = sum(float((columns[i][arm] * columns[j][arm]).mean()) for arm in columns[i] if arm in columns[j])
            size = [np.sqrt(sum(float((pull**2).mean()) for pull in columns[k].values())) for k in (i, j)]
            found[i, j] = found[j, i] = shared / (size[0] * size[1]) if min(size) > 0 else 0.0
    return found


def _inside(share: Array) -> Array:
    return np.clip(share, _RARE, 1.0 - _RARE)
