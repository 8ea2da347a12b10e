"""Knows how to solve linear compartments exactly: no time step, no tolerance, no eigenvalues.

A system is declared as flows between named compartments:

    dx/dt = A x,    A[to, from] >= 0 off the diagonal.

A constant (zero-order) input is a compartment that does not empty while its tap is open, so the declared system is
always homogeneous and the whole solution is x(t + h) = exp(A h) x(t): exact for any h.

exp(A h) is computed with nothing but additions and multiplications of non-negative numbers. With q = max |A[i, i]|
the matrix N = A + q I has no negative entry, and

    exp(A h) = ( exp(-q h/2^s) * sum_k (N h/2^s)^k / k! )^(2^s).

Nothing is ever subtracted, so nothing cancels: every entry is accurate to rounding error relative to *itself*, a
metabolite's first picogram as well as the parent's peak (Xue and Ye, Numer. Math. 2008, on essentially non-negative
matrices). Equal or nearly equal rates, where partial fractions and eigenvectors break down, are no special case.

All arrays carry the subjects on their first axis.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Rate = float | Array

_TAYLOR = [1.0 / math.factorial(k) for k in range(17)]
_TAYLOR_NORM = 1.0


@dataclass(frozen=True)
class Flow:
    """Drug leaving `source` at `rate` (1/min): the share `yields` arrives in `target`, the rest is gone.

    With `follows` the target hears of the source without taking from it: an effect site, a delayed sampling site, an
    area under a curve.
    """

    source: str
    rate: Rate
    target: str = ""
    yields: Rate = 1.0
    follows: bool = False


@dataclass(frozen=True)
class Release:
    """`amount` (mg, a number or one a subject) entering `into` at `start`: at once, or evenly over `duration` min."""

    into: str
    amount: Rate
    start: float
    duration: Rate = 0.0


def solve(
    flows: Sequence[Flow], releases: Sequence[Release], times: Array, watch: Sequence[str], subjects: int = 1
) -> dict[str, Array]:
    """The content of each watched compartment, shape (subjects, times); `times` in min, ascending.

    A value at the moment of a bolus includes the bolus. Compartments that cannot reach a watched one are left out.
    """
    ascending = np.asarray(times, dtype=np.float64)
    if ascending.ndim != 1 or ascending.size == 0 or bool(np.any(np.diff(ascending) < 0)):
        raise ValueError("Times must be a list in ascending order with at least one entry.")
    return _March(System.declared(flows, releases, watch, subjects), releases).to(ascending, watch)


def propagator(rates: Array, minutes: Rate) -> Array:
    """exp(rates * minutes) for each subject: rates (n, m, m) with non-negative off-diagonals; minutes one or (n,)."""
    step = np.broadcast_to(np.asarray(minutes, dtype=np.float64), rates.shape[:1])
    shift = np.max(-np.diagonal(rates, axis1=1, axis2=2), axis=1, initial=0.0)
    positive = rates * step[:, None, None]
    corner = np.arange(rates.shape[1])
    positive[:, corner, corner] += (shift * step)[:, None]
    halvings = _halvings(positive.sum(axis=1).max(axis=1, initial=0.0))
    scale = 2.0**-halvings
    part: Array = _taylor(positive * scale[:, None, None]) * np.exp(-shift * step * scale)[:, None, None]
    for done in range(int(halvings.max(initial=0))):
        left = halvings > done
        part[left] = part[left] @ part[left]
    return part


def _halvings(size: Array) -> npt.NDArray[np.int64]:
    """How often each subject's step is halved to bring the norm under that of the series: nobody depends on others."""
    exponent = np.ceil(np.log2(np.maximum(size, _TAYLOR_NORM) / _TAYLOR_NORM))
    return exponent.astype(np.int64)


def _taylor(x: Array) -> Array:
    """sum_{k <= 16} x^k / k! in six products (Paterson and Stockmeyer's grouping by fourth powers)."""
    identity = np.broadcast_to(np.eye(x.shape[1]), x.shape)
    square = x @ x
    powers = (identity, x, square, square @ x)
    fourth = square @ square
    total: Array = _TAYLOR[16] * fourth + _group(powers, 12)
    for first in (8, 4, 0):
        total = total @ fourth + _group(powers, first)
    return total


def _group(powers: Sequence[Array], first: int) -> Array:
    total: Array = _TAYLOR[first] * powers[0]
    for k in (1, 2, 3):
        total = total + _TAYLOR[first + k] * powers[k]
    return total


def reaching(flows: Sequence[Flow], watch: Iterable[str]) -> tuple[str, ...]:
    """Names of the compartments from which a watched one can be reached, in the order of their declaration."""
    wanted = set(watch)
    grew = True
    while grew:
        upstream = {flow.source for flow in flows if flow.target in wanted}
        grew = not upstream <= wanted
        wanted |= upstream
    declared = dict.fromkeys(name for flow in flows for name in (flow.source, flow.target) if name)
    unknown = wanted - declared.keys()
    if unknown:
        raise ValueError(f"No compartment is called {', '.join(sorted(unknown))}.")
    return tuple(name for name in declared if name in wanted)


@dataclass(frozen=True)
class System:
    """Compartments with their places in the state, and the rate matrix (subjects, m, m)."""

    place: dict[str, int]
    taps: dict[str, int]
    rates: Array

    @classmethod
    def declared(
        cls, flows: Sequence[Flow], releases: Sequence[Release], watch: Sequence[str], subjects: int
    ) -> "System":
        kept = reaching(flows, watch)
        tapped = dict.fromkeys(r.into for r in releases if r.into in kept and np.any(np.asarray(r.duration) > 0))
        place = {name: k for k, name in enumerate(kept)}
        taps = {name: len(kept) + k for k, name in enumerate(tapped)}
        rates = np.zeros((subjects, len(kept) + len(taps), len(kept) + len(taps)))
        for flow in flows:
            _write(rates, flow, place)
        for name, tap in taps.items():
            rates[:, place[name], tap] = 1.0
        return cls(place, taps, rates)


def _write(rates: Array, flow: Flow, place: dict[str, int]) -> None:
    if flow.source not in place:
        return
    source = place[flow.source]
    if not flow.follows:
        rates[:, source, source] -= flow.rate
    if flow.target in place:
        rates[:, place[flow.target], source] += np.asarray(flow.rate) * flow.yields


@dataclass
class _March:
    """Walks from event to event, each step exact."""

    system: System
    releases: Sequence[Release]
    known: dict[float, Array] = field(default_factory=dict)

    def to(self, times: Array, watch: Sequence[str]) -> dict[str, Array]:
        subjects, size = self.system.rates.shape[:2]
        drips = [_Drip.of(r, self.system, subjects) for r in self._kept() if np.any(np.asarray(r.duration) > 0)]
        boluses = [r for r in self._kept() if not np.any(np.asarray(r.duration) > 0)]
        clock = _clock(times, boluses, drips)
        out = {name: np.zeros((subjects, times.size)) for name in watch}
        state = np.zeros((subjects, size))
        for k, now in enumerate(clock):
            if k:
                state = self._advance(state, clock[k - 1], now, drips)
            for bolus in boluses:
                if bolus.start == now:
                    state[:, self.system.place[bolus.into]] += bolus.amount
            _record(out, state, times == now, self.system.place)
        return out

    def _kept(self) -> list[Release]:
        return [release for release in self.releases if release.into in self.system.place]

    def _advance(self, state: Array, begin: float, end: float, drips: "Sequence[_Drip]") -> Array:
        """One interval of the shared clock. Subjects whose own input ends inside it take it in parts."""
        inner = [drip.end for drip in drips if not drip.shared]
        cut = np.zeros(state.shape[0], dtype=bool)
        for ends in inner:
            cut |= (ends > begin) & (ends < end)
        self._open_taps(state, drips, np.full(state.shape[0], begin))
        advanced: Array = np.matvec(self._shared(end - begin), state)
        if cut.any():
            advanced[cut] = self._in_parts(state[cut], begin, end, [drip.only(cut) for drip in drips], cut)
        return advanced

    def _in_parts(self, state: Array, begin: float, end: float, drips: "Sequence[_Drip]", who: Array) -> Array:
        rates = self.system.rates[who]
        stops = np.sort(np.clip([drip.end for drip in drips if not drip.shared], begin, end), axis=0)
        now = np.full(state.shape[0], begin)
        for stop in [*stops, np.full(state.shape[0], end)]:
            self._open_taps(state, drips, now)
            state = np.matvec(propagator(rates, stop - now), state)
            now = stop
        return state

    def _open_taps(self, state: Array, drips: "Sequence[_Drip]", now: Array) -> None:
        for tap in self.system.taps.values():
            state[:, tap] = 0.0
        for drip in drips:
            state[:, drip.tap] += np.where((drip.start <= now) & (now < drip.end), drip.rate, 0.0)

    def _shared(self, minutes: float) -> Array:
        key = float(f"{minutes:.12g}")
        if key not in self.known:
            self.known[key] = propagator(self.system.rates, key)
        return self.known[key]


@dataclass(frozen=True)
class _Drip:
    """A release spread over time: its tap, its rate (mg/min) and its end (min) for each subject."""

    tap: int
    start: float
    end: Array
    rate: Array
    shared: bool

    @classmethod
    def of(cls, release: Release, system: System, subjects: int) -> "_Drip":
        duration = np.broadcast_to(np.asarray(release.duration, dtype=np.float64), (subjects,))
        return cls(
            tap=system.taps[release.into],
            start=release.start,
            end=release.start + duration,
            rate=np.broadcast_to(np.asarray(release.amount), (subjects,)) / duration,
            shared=bool(np.all(duration == duration[0])),
        )

    def only(self, who: Array) -> "_Drip":
        return _Drip(self.tap, self.start, self.end[who], self.rate[who], self.shared)


def _clock(times: Array, boluses: Sequence[Release], drips: Sequence[_Drip]) -> list[float]:
    moments = {float(t) for t in times} | {float(b.start) for b in boluses} | {float(d.start) for d in drips}
    moments |= {float(d.end[0]) for d in drips if d.shared}
    return sorted(moment for moment in moments if moment <= float(times[-1]))


def _record(out: dict[str, Array], state: Array, at: npt.NDArray[np.bool_], place: dict[str, int]) -> None:
    if at.any():
        for name, values in out.items():
            values[:, at] = state[:, [place[name]]]
