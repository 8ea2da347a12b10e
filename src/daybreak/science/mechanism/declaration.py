"""Knows what it means to declare a stage of the mechanism: states, quantities, jumps; and how stages make one model.

Every state x obeys, with time in hours,

    dx/dt = gain - loss x

where gain and loss are formulas of parameters, inputs and other states. A quantity is a formula with a name. A jump
sets a state anew at each event of a kind (a dosing session, a psychotherapy session, an ECT session). The same
declaration is read by the engines, by the SBML export and by the documentation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from daybreak.science.mechanism.formula import Formula


class DeclarationError(ValueError):
    """Stages that do not make a model. Its text names the entry and what is wrong with it."""


class EventKind(StrEnum):
    """What may happen to a patient at a moment."""

    SESSION = "session"
    THERAPY = "therapy"
    CBT = "cbt"
    ECT = "ect"

    @property
    def words(self) -> str:
        """The event as a person says it."""
        return _EVENT_WORDS[self]


_EVENT_WORDS = {
    EventKind.SESSION: "dosing session, sham or real",
    EventKind.THERAPY: "integration session",
    EventKind.CBT: "session of CBT",
    EventKind.ECT: "treatment with ECT",
}


@dataclass(frozen=True)
class State:
    """dx/dt = gain - loss x, from `initial`."""

    name: str
    meaning: str
    unit: str
    gain: Formula
    loss: Formula
    initial: float = 0.0

    @classmethod
    def of(cls, name: str, meaning: str, *, gain: str, loss: str, unit: str = "1", initial: float = 0.0) -> "State":
        """A state from formulas as text."""
        return cls(name, meaning, unit, Formula(gain), Formula(loss), initial)


@dataclass(frozen=True)
class Quantity:
    """A formula with a name; never part of the state."""

    name: str
    meaning: str
    unit: str
    formula: Formula

    @classmethod
    def of(cls, name: str, meaning: str, formula: str, unit: str = "1") -> "Quantity":
        """A quantity from a formula as text."""
        return cls(name, meaning, unit, Formula(formula))


@dataclass(frozen=True)
class Jump:
    """At each event of `kind` the state `state` becomes `becomes`, computed from the values just before."""

    kind: EventKind
    state: str
    becomes: Formula

    @classmethod
    def of(cls, kind: EventKind, state: str, becomes: str) -> "Jump":
        """A jump from a formula as text."""
        return cls(kind, state, Formula(becomes))


@dataclass(frozen=True)
class Input:
    """Something the model is given: a concentration in time, or a fact about the patient or the course."""

    name: str
    meaning: str
    unit: str


@dataclass(frozen=True)
class Stage:
    """One stage of the mechanism, as its file declares it."""

    name: str
    title: str
    plainly: str
    states: tuple[State, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True)
class Model:
    """All stages, checked to fit together."""

    stages: tuple[Stage, ...]
    courses: tuple[Input, ...]
    facts: tuple[Input, ...]
    parameters: frozenset[str]
    varied: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        every = [*self.states, *self.quantities, *(i.name for i in (*self.courses, *self.facts)), *self.parameters]
        twice = sorted({name for name in every if every.count(name) > 1})
        if twice:
            raise DeclarationError(f"Declared more than once: {', '.join(twice)}.")
        for where, formula in self._formulas():
            unknown = sorted(formula.names - set(every))
            if unknown:
                raise DeclarationError(f"{where} refers to {', '.join(unknown)}, which nothing declares.")

    def _formulas(self) -> list[tuple[str, Formula]]:
        found = [(name, q.formula) for name, q in self.quantities.items()]
        found += [(f"The gain of {name}", s.gain) for name, s in self.states.items()]
        found += [(f"The loss of {name}", s.loss) for name, s in self.states.items()]
        return found + [(f"The jump of {j.state}", j.becomes) for j in self.jumps]

    @cached_property
    def states(self) -> dict[str, State]:
        """States by name, in the order of the stages."""
        return {state.name: state for stage in self.stages for state in stage.states}

    @cached_property
    def quantities(self) -> dict[str, Quantity]:
        """Quantities by name, in the order of the stages."""
        return {quantity.name: quantity for stage in self.stages for quantity in stage.quantities}

    @cached_property
    def jumps(self) -> tuple[Jump, ...]:
        """Every jump."""
        return tuple(jump for stage in self.stages for jump in stage.jumps)

    @cached_property
    def solved(self) -> dict[str, State]:
        """The states with every quantity written out, so that only states, inputs and parameters remain."""
        names = {name: quantity.formula for name, quantity in self.quantities.items()}
        return {
            name: State(name, s.meaning, s.unit, s.gain.with_names(names), s.loss.with_names(names), s.initial)
            for name, s in self.states.items()
        }

    @cached_property
    def solved_jumps(self) -> tuple[Jump, ...]:
        """The jumps with every quantity written out."""
        names = {name: quantity.formula for name, quantity in self.quantities.items()}
        return tuple(Jump(jump.kind, jump.state, jump.becomes.with_names(names)) for jump in self.jumps)

    @cached_property
    def shared(self) -> frozenset[str]:
        """The parameters that must be one number for all people who are solved together: they set a plain filter."""
        losses = [state.loss.names for state in self.solved.values()]
        return frozenset().union(*(names for names in losses if names <= self.parameters - self.varied))

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """States in the order of cause and effect; states that depend on one another stand in one group."""
        needs = {n: (s.gain.names | s.loss.names) & self.solved.keys() for n, s in self.solved.items()}
        return tuple(_in_order(needs))

    def is_loop(self, group: Sequence[str]) -> bool:
        """Whether the states of a group feed back on one another."""
        return len(group) > 1

    def known_by(self, quantity: str) -> frozenset[str]:
        """The states, inputs, facts and parameters that a quantity depends on, through whatever other quantities."""
        names = {name: entry.formula for name, entry in self.quantities.items()}
        return names[quantity].with_names(names).names


def _in_order(needs: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Strongly connected groups, causes first: two states share a group when each reaches the other."""
    reach = {name: _reached(name, needs) for name in needs}
    groups: list[tuple[str, ...]] = []
    placed: set[str] = set()
    while len(placed) < len(needs):
        ready = next(n for n in needs if n not in placed and _outside(n, reach) <= placed)
        group = tuple(n for n in needs if n == ready or (n in reach[ready] and ready in reach[n]))
        groups.append(group)
        placed |= set(group)
    return groups


def _reached(name: str, needs: Mapping[str, frozenset[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for cause in needs[waiting.pop()] - seen:
            seen.add(cause)
            waiting.append(cause)
    return seen


def _outside(name: str, reach: Mapping[str, set[str]]) -> set[str]:
    """The causes of `name` that it does not itself cause."""
    return {cause for cause in reach[name] if name not in reach[cause] and cause != name}
