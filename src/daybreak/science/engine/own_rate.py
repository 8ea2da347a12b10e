"""Knows how a state stands in its own rate: linearly, dx/dt = free - own x, where neither part knows x.

A gain such as signal (1 - x / ceiling) is taken apart into what does not know x and what multiplies it. So a state that
feeds back on itself, or whose loss changes in time or from person to person, is solved at once and not by sweeps.
"""

import ast
from dataclasses import dataclass

from daybreak.science.mechanism.declaration import DeclarationError, Model
from daybreak.science.mechanism.formula import Formula


@dataclass(frozen=True)
class OwnRate:
    """dx/dt = free - own x. `even`: own is one number for all people and times, so that x is a plain filter."""

    free: Formula
    own: Formula
    even: bool


def own_rate(model: Model, name: str) -> OwnRate:
    """The rate of one state; quantities that know the state are written out, all others are left by name.

    Raises `DeclarationError` for a state that does not stand linearly in its own rate.
    """
    written = {q: entry.formula for q, entry in model.quantities.items() if name in model.known_by(q)}
    gain, loss = (formula.with_names(written) for formula in (model.states[name].gain, model.states[name].loss))
    if _degree(gain.tree, name) > 1 or _degree(loss.tree, name) > 0:
        raise DeclarationError(f"The rate of {name} must be linear in {name} itself, and its loss must not know it.")
    even = name not in gain.names and model.solved[name].loss.names <= model.parameters - model.varied
    if name not in gain.names:
        return OwnRate(gain, loss, even)
    free, whole = (gain.with_values({name: Formula(value)}) for value in ("0", "1"))
    return OwnRate(free, Formula(f"({loss.text}) - (({whole.text}) - ({free.text}))"), even)


def _degree(node: ast.expr, name: str) -> int:
    """The power in which `name` stands; 2 for anything that is not a polynomial of it."""
    match node:
        case ast.Name(id=found):
            return int(found == name)
        case ast.UnaryOp(operand=operand):
            return _degree(operand, name)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return max(_degree(left, name), _degree(right, name))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _degree(left, name) + _degree(right, name)
        case ast.BinOp(left=left, op=ast.Div(), right=right) if _degree(right, name) == 0:
            return _degree(left, name)
    return 2 * any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))
