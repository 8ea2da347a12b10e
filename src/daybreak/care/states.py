"""How something moves from state to state: its states, the moves between them and what each allows, from data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from daybreak.care.findings import Certainty, Finding, Refused, Severity
from daybreak.care.rules import read_toml
from daybreak.care.sentences import either, one


@dataclass(frozen=True)
class State:
    """One state: its words, what may be done in it, and where it leads: `next` maps a state's id to why one moves."""

    id: str
    label: str
    means: str
    allows: tuple[str, ...]
    next: Mapping[str, str]

    @property
    def is_final(self) -> bool:
        """True when nothing follows."""
        return not self.next


@dataclass(frozen=True)
class Machine:
    """The states of one kind of thing. The first state is where it starts."""

    id: str
    noun: str
    title: str
    states: Mapping[str, State]

    @property
    def start(self) -> str:
        """The state a new one is in."""
        return next(iter(self.states))

    def state(self, state_id: str) -> State:
        """The state with this id. ValueError when there is none."""
        try:
            return self.states[state_id]
        except KeyError:
            raise ValueError(f"{state_id!r} is not a state of a {self.noun}: {', '.join(self.states)}.") from None

    def may_move(self, start: str, to: str) -> bool:
        """True when a move from `start` to `to` exists. ValueError when either is not a state."""
        return self.state(to).id in self.state(start).next

    def permit_move(self, start: str, to: str) -> None:
        """Raises Refused, naming where it may go instead, unless the move exists."""
        if not self.may_move(start, to):
            raise Refused([self._no_move(self.state(start), self.state(to))])

    def allows(self, state_id: str, act: str) -> bool:
        """True when the act may be done in this state."""
        return act in self.state(state_id).allows

    def permit(self, state_id: str, act: str, doing: str) -> None:
        """Raises Refused unless the state allows the act. `doing` opens the sentence: "Charting an injection"."""
        if not self.allows(state_id, act):
            raise Refused([self._not_now(self.state(state_id), act, doing)])

    def _no_move(self, start: State, to: State) -> Finding:
        onward = [self.states[state_id].label for state_id in start.next]
        may_do = f"From here it may go on to {either(onward)}." if onward else "It stays as it is."
        what = f"{one(self.noun).capitalize()} in “{start.label}” cannot move to “{to.label}”."
        return self._finding(f"{self.id}.{start.id}.{to.id}", what, may_do)

    def _not_now(self, state: State, act: str, doing: str) -> Finding:
        when = [f"“{other.label}”" for other in self.states.values() if act in other.allows]
        may_do = f"It can be done while the {self.noun} is in {either(when)}." if when else "It is never done."
        what = f"{doing} is not possible: the {self.noun} is in “{state.label}”."
        return self._finding(f"{self.id}.{state.id}", what, may_do)

    def _finding(self, rule: str, what: str, may_do: str) -> Finding:
        source = f"When something may be done, policy/{self.id}.toml"
        return Finding(rule, Severity.STOP, what, self.title, source, Certainty.DESIGN, may_do)


@cache
def machine(name: str) -> Machine:
    """The machine in policy/<name>.toml, read once."""
    raw = read_toml(f"policy/{name}.toml")
    states = {part["id"]: _state(part) for part in raw["state"]}
    return Machine(id=name, noun=raw["noun"], title=raw["title"], states=states)


def _state(raw: Mapping[str, Any]) -> State:
    return State(**{**raw, "allows": tuple(raw["allows"])})
