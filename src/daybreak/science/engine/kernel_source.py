"""Knows how to write the declared mechanism as one compiled function: the source text, and what it must be fed.

Whatever depends on parameters and facts alone is taken out of the formulas and computed once for each patient; the
rest becomes a loop over the points of an interval with the patients of a block side by side. The text is a function of
the declaration, so a changed declaration is a different kernel.
"""

import ast
from dataclasses import dataclass
from typing import Any

from daybreak.science.engine.filters import POINTS
from daybreak.science.mechanism.declaration import EventKind, Model
from daybreak.science.mechanism.formula import Formula

_HEAD = '''"""Written by daybreak.science.engine.kernel_source from the declared mechanism: change that, not this."""

from numba import njit

from daybreak.science.engine.vector_math import vexp, vhill, vlog


@njit(cache=True, nogil=True, error_model="numpy", fastmath={{"contract", "nsz", "arcp"}})
def march(kinds, decays, gathers, base, reach, tail, constants, courses, jumps, first_output, weights, wanted_states,
          wanted_courses, now, x, d, out, tails, sweeps, agreed):
    points = decays.shape[2]
    abreast = now.shape[1]
    for k in range(kinds.shape[0]):
        kind = kinds[k]
        u = courses[k]
        for j in range(jumps.shape[1]):
{jumps}
{groups}
        for s in range(now.shape[0]):
            for l in range(abreast):
                now[s, l] = x[s, points - 1, l]
        for t in range(first_output[k], first_output[k + 1]):
            for s in range(out.shape[1]):
                for l in range(abreast):
                    out[t, s, l] = 0.0
            for p in range(points):
                if weights[t, p] == 0.0:
                    continue
                for s in range(wanted_states.shape[0]):
                    for l in range(abreast):
                        out[t, s, l] += weights[t, p] * x[wanted_states[s], p, l]
                for s in range(wanted_courses.shape[0]):
                    for l in range(abreast):
                        out[t, wanted_states.shape[0] + s, l] += weights[t, p] * u[wanted_courses[s], p, l]
    return -1
'''
_DRIVE = """
for p in range(points):
    for l in range(abreast):
        d[p, l] = {drive}
"""
_FILTER = """
for p in range(points):
    fade = decays[kind, {s}, p]
    {weights}
    for l in range(abreast):
        x[{target}, p, l] = fade * now[{s}, l] + {gathered}
"""
_TAIL = """
for l in range(abreast):
    low = {low}
    high = {high}
    tails[k, l] = max(tails[k, l], reach[kind, {s}] * (abs(high) + abs(low)))
"""
_FILTER = _FILTER.replace("{weights}", "; ".join(f"g{q} = gathers[kind, {{s}}, p, {q}]" for q in range(POINTS)))
_FILTER = _FILTER.replace("{gathered}", " + ".join(f"g{q} * d[{q}, l]" for q in range(POINTS)))
_TAIL = _TAIL.replace("{low}", " + ".join(f"tail[0, {q}] * d[{q}, l]" for q in range(POINTS)))
_TAIL = _TAIL.replace("{high}", " + ".join(f"tail[1, {q}] * d[{q}, l]" for q in range(POINTS)))
_HOLD = """
for p in range(points):
    for l in range(abreast):
        x[{s}, p, l] = now[{s}, l]
"""
_COMPARE = """
for p in range(points):
    for l in range(abreast):
        moved = max(moved, abs(x[{spare}, p, l] - x[{s}, p, l]))
        x[{s}, p, l] = x[{spare}, p, l]
"""
_LOOP = """{hold}
settled = False
for sweep in range(sweeps):
    moved = 0.0
{body}
    if moved <= agreed:
        settled = True
        break
if not settled:
    return k
{tails}
"""
_JUMP = """
if jumps[k, j] == {number}:
    for l in range(abreast):
        {target} = {becomes}
"""


@dataclass(frozen=True)
class KernelSource:
    """The text, and the order of what it is fed: constants by formula, inputs and states by name."""

    text: str
    constants: tuple[Formula, ...]
    courses: tuple[str, ...]
    states: tuple[str, ...]
    kinds: tuple[EventKind, ...]


def kernel_source(model: Model) -> KernelSource:
    """The compiled form of `model`."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.states = tuple(model.solved)
        self.courses = tuple(entry.name for entry in model.courses)
        self.constants: dict[str, Formula] = {}

    def write(self) -> KernelSource:
        """The whole text."""
        groups = _indented("".join(self._group(group) for group in self.model.groups), 8)
        jumps = _indented("".join(self._jumps()), 12)
        text = _HEAD.format(groups=groups, jumps=jumps)
        return KernelSource(text, tuple(self.constants.values()), self.courses, self.states, self.kinds)

    @property
    def kinds(self) -> tuple[EventKind, ...]:
        """The kinds of event, by the number they have in the kernel."""
        return tuple(dict.fromkeys(jump.kind for jump in self.model.jumps))

    def _jumps(self) -> list[str]:
        return [
            _JUMP.format(
                number=self.kinds.index(jump.kind),
                target=self._now(jump.state),
                becomes=self._expression(jump.becomes, points=False),
            )
            for jump in self.model.solved_jumps
        ]

    def _group(self, group: tuple[str, ...]) -> str:
        places = [self._place(name) for name in group]
        if not self.model.is_loop(group):
            drive = _DRIVE.format(drive=self._expression(self.model.solved[group[0]].gain))
            return drive + _FILTER.format(target=places[0], s=places[0]) + _TAIL.format(s=places[0])
        hold = "".join(_HOLD.format(s=place) for place in places)
        body = "".join(self._swept(name) for name in group)
        tails = "".join(self._drive(name) + _TAIL.format(s=place) for name, place in zip(group, places, strict=True))
        return _LOOP.format(hold=hold, body=_indented(body, 4), tails=tails)

    def _swept(self, name: str) -> str:
        spare, place = len(self.states), self._place(name)
        return self._drive(name) + _FILTER.format(target=spare, s=place) + _COMPARE.format(spare=spare, s=place)

    def _drive(self, name: str) -> str:
        state, place = self.model.solved[name], self._place(name)
        drive = self._expression(state.gain)
        if not state.loss.names <= self.model.parameters - self.model.varied:
            drive += f" - (({self._expression(state.loss)}) - base[{place}]) * x[{place}, p, l]"
        return _DRIVE.format(drive=drive)

    def _place(self, name: str) -> int:
        return self.states.index(name)

    def _now(self, name: str) -> str:
        return f"now[{self._place(name)}, l]"

    def _expression(self, formula: Formula, points: bool = True) -> str:
        return ast.unparse(_Compiled(self, points).visit(ast.parse(formula.text.strip(), mode="eval").body))

    def constant(self, node: ast.expr) -> ast.expr:
        """A place among the constants for a part that no state and no input in time enters."""
        formula = Formula(ast.unparse(node))
        self.constants.setdefault(formula.text, formula)
        place = list(self.constants).index(formula.text)
        return ast.parse(f"constants[{place}, l]", mode="eval").body

    def moving(self, name: str, points: bool) -> ast.expr | None:
        """How a state or an input in time is read; None for anything else."""
        if name in self.states:
            text = f"x[{self._place(name)}, p, l]" if points else self._now(name)
        elif name in self.courses and points:
            text = f"u[{self.courses.index(name)}, p, l]"
        else:
            return None
        return ast.parse(text, mode="eval").body


class _Compiled(ast.NodeTransformer):
    """Turns a formula into the kernel's own words."""

    def __init__(self, writer: _Writer, points: bool) -> None:
        self.writer = writer
        self.points = points

    def visit(self, node: ast.AST) -> Any:
        """A constant where nothing moves, else the node in the kernel's words."""
        if isinstance(node, ast.expr) and not isinstance(node, ast.Constant) and self._is_still(node):
            return self.writer.constant(node)
        return super().visit(node)

    def _is_still(self, node: ast.expr) -> bool:
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return not names & {*self.writer.states, *self.writer.courses}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.writer.moving(node.id, self.points) or node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        arguments = [self.visit(argument) for argument in node.args]
        if name == "hill" and isinstance(node.args[2], ast.Constant) and node.args[2].value == 1:
            x, half = (ast.unparse(argument) for argument in arguments[:2])
            return ast.parse(f"({x}) / ({x} + {half})", mode="eval").body
        known = {"exp": "vexp", "log": "vlog", "hill": "vhill"}[name]
        return ast.Call(ast.Name(known, ast.Load()), arguments, [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Pow):
            return ast.parse(f"vexp(({ast.unparse(right)}) * vlog({ast.unparse(left)}))", mode="eval").body
        return ast.BinOp(left, node.op, right)


def _indented(text: str, spaces: int) -> str:
    return "\n".join(" " * spaces + line for line in text.splitlines() if line.strip())
