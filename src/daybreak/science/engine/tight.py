"""Knows the plain reference: the declared equations and the flows of the kinetics, integrated by SciPy at 1e-11.

Nothing is shared with the fast engines but the declaration: no grid, no filters, no modes. One patient at a time, slow,
and used to check the others. scipy is imported inside the function.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from daybreak.science.compartments import Array, Release, System
from daybreak.science.disposition import Enantiomer
from daybreak.science.engine.inputs import check, compartments_of, inputs_of, is_given, wanted
from daybreak.science.mechanism.course import Course, People
from daybreak.science.mechanism.individuals import Cohort, cohort, formula_values
from daybreak.science.mechanism.model import mechanism
from daybreak.science.units import MINUTES_PER_HOUR

RTOL, ATOL = 1e-11, 1e-13


@dataclass(frozen=True)
class Drug:
    """One enantiomer of one patient: its compartments, its releases, and how the inputs are read from it."""

    enantiomer: Enantiomer
    system: System
    releases: tuple[Release, ...]
    reading: Mapping[str, Array]

    @property
    def rates(self) -> Array:
        """Compartments by compartments, 1/h."""
        return np.asarray(self.system.rates[0] * MINUTES_PER_HOUR)

    @property
    def moments(self) -> set[float]:
        """When a release begins or ends, h."""
        return {edge for start, duration in map(_hours, self.releases) for edge in (start, start + duration)}

    def put_at(self, hour: float) -> Array:
        """What enters at once at `hour`, mg by compartment."""
        put = np.zeros(self.rates.shape[0])
        for release in self.releases:
            if _hours(release)[1] == 0 and abs(_hours(release)[0] - hour) < 1e-9:
                put[self.system.place[release.into]] += float(np.ravel(release.amount)[0])
        return put

    def flowing_at(self, hour: float) -> Array:
        """What enters per hour at `hour`, mg/h by compartment."""
        flow = np.zeros(self.rates.shape[0])
        for release in self.releases:
            start, duration = _hours(release)
            if duration > 0 and start <= hour < start + duration:
                flow[self.system.place[release.into]] += float(np.ravel(release.amount)[0]) / duration
        return flow


def _hours(release: Release) -> tuple[float, float]:
    return release.start / MINUTES_PER_HOUR, float(np.ravel(release.duration)[0]) / MINUTES_PER_HOUR


def solve_tightly(
    course: Course,
    people: People,
    parameters: Mapping[str, float | Array],
    times_h: Sequence[float] | Array,
    *,
    seed: int | None,
) -> dict[str, Array]:
    """Every state of the first of `people` at `times_h`, shape (times,) by name; before anything at that moment."""
    who = cohort(people.part(0, 1), seed, parameters)
    values = formula_values(course, people.part(0, 1), who, parameters, seed)
    known = {name: float(np.ravel(value)[0]) for name, value in values.items()}
    return _Tight(course, drugs_of(course, who, bool(known["ampa_hnk_switch"])), known).solve(
        np.asarray(times_h, float)
    )


def drugs_of(course: Course, who: Cohort, hydroxy: bool) -> list[Drug]:
    """The drugs of a course in the one person of `who`."""
    check(course, hydroxy)
    found = []
    for enantiomer in Enantiomer:
        if is_given(course, enantiomer):
            flows, releases, volumes = compartments_of(course, who, enantiomer)
            places = inputs_of(enantiomer, wanted(hydroxy, vessels=True))
            plain = [replace(release, duration=0.0) for release in releases]
            system = System.declared(flows, plain, [held for held, _ in places.values()], 1)
            kept = tuple(release for release in releases if release.into in system.place)
            found.append(
                Drug(enantiomer, system, kept, {n: _row(system, held, volumes[v]) for n, (held, v) in places.items()})
            )
    return found


def _row(system: System, held: str, volume: float | Array) -> Array:
    row = np.zeros(len(system.place))
    row[system.place[held]] = 1000.0 / float(np.ravel(volume)[0])
    return row


class _Tight:
    def __init__(self, course: Course, drugs: list[Drug], known: Mapping[str, float]) -> None:
        self.course, self.drugs, self.known = course, drugs, known
        self.model = mechanism()
        self.sizes = [drug.rates.shape[0] for drug in drugs]

    def solve(self, times: Array) -> dict[str, Array]:
        """March from event to event."""
        state = np.array([s.initial for s in self.model.solved.values()] + [0.0] * sum(self.sizes))
        stops = sorted({0.0, *self._moments(float(times[-1])), float(times[-1])})
        found = np.zeros((times.size, len(self.model.solved)))
        found[times == 0.0] = state[: found.shape[1]]
        for begin, end in pairwise(stops):
            state = self._after_events(state, begin)
            inside = (times > begin + 1e-12) & (times <= end + 1e-12)
            state, curve = self._advance(state, begin, end, times[inside])
            found[inside] = curve[:, : found.shape[1]]
        return {name: found[:, k] for k, name in enumerate(self.model.solved)}

    def _moments(self, horizon: float) -> list[float]:
        moments = [hour for hours in self.course.events.values() for hour in hours]
        moments += [self.course.antidepressant_from_h or 0.0, self.course.antidepressant_until_h or 0.0]
        moments += [edge for drug in self.drugs for edge in drug.moments]
        return [round(moment, 9) for moment in moments if moment < horizon - 1e-9]

    def _after_events(self, state: Array, hour: float) -> Array:
        after = state.copy()
        states = len(self.model.solved)
        for kind, hours in self.course.events.items():
            for _ in [moment for moment in hours if abs(moment - hour) < 1e-9]:
                before = {**self.known, **dict(zip(self.model.solved, after[:states], strict=True))}
                for jump in self.model.solved_jumps:
                    if jump.kind is kind:
                        after[list(self.model.solved).index(jump.state)] = jump.becomes.value(before)
        place = states
        for drug, size in zip(self.drugs, self.sizes, strict=True):
            after[place : place + size] += drug.put_at(hour)
            place += size
        return after

    def _advance(self, state: Array, begin: float, end: float, times: Array) -> tuple[Array, Array]:
        from scipy.integrate import solve_ivp

        if end - begin < 1e-12:
            return state, np.tile(state, (times.size, 1))
        right = self._equations((begin + end) / 2)
        asked = np.unique(np.append(times, end).clip(begin, end))
        found = solve_ivp(right, (begin, end), state, "LSODA", asked, rtol=RTOL, atol=ATOL, first_step=1e-6)
        if not found.success:
            raise RuntimeError(f"The reference did not get from {begin:g} to {end:g} h: {found.message}")
        at = np.searchsorted(asked, times.clip(begin, end))
        return found.y[:, -1], found.y.T[at]

    def _equations(self, middle: float) -> Callable[[float, Array], Array]:
        flowing = [drug.flowing_at(middle) for drug in self.drugs]
        taken = self.course.antidepressant_taken(middle)
        solved, states = list(self.model.solved.values()), len(self.model.solved)

        def right(_: float, y: Array) -> Array:
            rate = np.empty_like(y)
            now = {**self.known, **{s.name: y[k] for k, s in enumerate(solved)}, "antidepressant_taken": taken}
            now |= dict.fromkeys((entry.name for entry in self.model.courses[:-1]), 0.0)
            place = states
            for drug, flow, size in zip(self.drugs, flowing, self.sizes, strict=True):
                held = y[place : place + size]
                rate[place : place + size] = drug.rates @ held + flow
                for name, row in drug.reading.items():
                    now[name] += float(row @ held)
                place += size
            for k, s in enumerate(solved):
                rate[k] = s.gain.value(now) - s.loss.value(now) * y[k]
            return rate

        return right
