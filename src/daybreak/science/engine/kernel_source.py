"""Knows how to write the declared mechanism as one compiled function: the source text, and what it must be fed.

Whatever depends on parameters and facts alone is taken out of the formulas and computed once for each patient. The rest
becomes loops over the points of an interval with the patients of a block side by side (lanes.py); a quantity that moves
is worked out once and read by all who need it. The text is a function of the declaration, so a changed declaration is
a different kernel.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from daybreak.science.engine.collocation import LEAST, judged
from daybreak.science.engine.elimination import elimination
from daybreak.science.engine.filters import LANES
from daybreak.science.engine.own_rate import own_rate
from daybreak.science.mechanism.declaration import EventKind, Model
from daybreak.science.mechanism.formula import Formula

TAKEN = "antidepressant_taken"
"""The one input that is the same for all points of an interval and all patients."""

_HEAD = '''"""Written by daybreak.science.engine.kernel_source from the declared mechanism: change that, not this."""

import numpy as np
from numba import njit

from daybreak.science.engine.kinetics_kernel import add_concentrations, prepared
from daybreak.science.engine.filters import LANES
from daybreak.science.engine.lanes import faded, filtered, left_over, moved, noted, read, worst
from daybreak.science.engine.vector_math import vexp, vhill, vlog

POINTS = 8
compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={{"contract", "nsz", "arcp"}})

{elimination}

@compiled
def march(n, kinds, decays, gathers, base, reach, tail, edges, steps, drugs, exact_of, exact, constants, taken, jumps,
          first_output, weights, start, sweeps, agreed, out, tails):
    c, x = np.empty((constants.shape[0], LANES)), np.empty(({states} + 1, POINTS, LANES))
    d, e, u = np.empty((POINTS, LANES)), np.empty((POINTS, LANES)), np.empty(({inputs}, POINTS, LANES))
    q, now = np.empty(({quantities}, POINTS, LANES)), np.empty(({states}, LANES))
    r = np.empty(({reads} + {outputs}, LANES))
    change, left, lanes = np.empty(LANES), np.empty((kinds.size, LANES)), x.shape[2]
    now_flat, d_flat, e_flat, x_flat = now.ravel(), d.ravel(), e.ravel(), x.ravel()
    for first in range(0, n, LANES):
        here = min(n - first, LANES)
        for row in range(c.shape[0]):
            for l in range(lanes):
                c[row, l] = constants[row, min(first + l, n - 1)]
        held_s, held_r = prepared(first, steps, drugs[0], lanes), prepared(first, steps, drugs[1], lanes)
        left[:] = 0.0
        for s in range(now.shape[0]):
            for l in range(lanes):
                now[s, l] = start[s]
        for k in range(kinds.size):
            kind = kinds[k]
            u[:] = 0.0
            add_concentrations(first, edges[k], edges[k + 1], kind, steps[kind], drugs[0], held_s, u)
            add_concentrations(first, edges[k], edges[k + 1], kind, steps[kind], drugs[1], held_r, u)
            for l in range(here):
                if exact_of[first + l] >= 0:
                    u[:, :, l] = exact[exact_of[first + l], k]
            for j in range(jumps.shape[1]):
{jumps}
{groups}
            for s in range(now.shape[0]):
                for l in range(lanes):
                    now[s, l] = x[s, POINTS - 1, l]
            for t in range(first_output[k], first_output[k + 1]):
{reading}
{writing}
                for row in range({outputs}):
                    for l in range(here):
                        out[first + l, row, t] = r[{reads} + row, l]
            for l in range(here):
                tails[first + l, k] = left[k, l]
        for l in range(here):
            for s in range(now.shape[0]):
                if not abs(now[s, l]) < 1e300:
                    return kinds.size - 1
    return -1
'''
_EACH = """
for p in range(POINTS):
    for l in range(lanes):
        {target}[p, l] = {formula}
"""
_QUANTITY = _EACH.replace("{target}[p, l]", "q[{place}, p, l]")
_FILTER = "filtered(decays, gathers, kind, {s}, now, d, x, {place})\n"
_SOLVE = "solved(decays, gathers, kind, {s}, now_flat, d_flat, e_flat, x_flat, {place}, lanes)\n"
_FADE = "faded(decays, kind, {s}, now, x, {place})\n"
_FADE_OWN = """
for p in range(POINTS):
    for l in range(lanes):
        x[{place}, p, l] = now[{s}, l] * vexp(-({own}) * steps[kind, p])
"""
_LEFT = "left_over(d, e, x, {s})\n"
_NOTE = "noted(tail, reach[kind, {s}], d, x, {s}, {least}, left, k)\n"
_HOLD = """
for p in range(POINTS):
    for l in range(lanes):
        x[{s}, p, l] = now[{s}, l]
"""
_LOOP = """{hold}
settled = False
for sweep in range(sweeps):
    change[:] = 0.0
{body}
    if worst(change) <= agreed * agreed:
        settled = True
        break
if not settled:
    return k
{tails}
"""
_JUMP = """
if jumps[k, j] == {number}:
    for l in range(lanes):
        now[{place}, l] = {becomes}
"""


@dataclass(frozen=True)
class KernelSource:
    """The text, and the order of what it is fed: constants by formula, inputs and states by name."""

    text: str
    constants: tuple[Formula, ...]
    inputs: tuple[str, ...]
    states: tuple[str, ...]
    kinds: tuple[EventKind, ...]


def kernel_source(model: Model, read: tuple[str, ...]) -> KernelSource:
    """The compiled form of `model`, which hands back the states and quantities called `read`."""
    return _Writer(model, read).write()


class _Writer:
    def __init__(self, model: Model, read: tuple[str, ...]) -> None:
        self.model, self.read = model, read
        self.states = tuple(model.solved)
        self.rates = {name: own_rate(model, name) for name in self.states}
        self.moving = {name for name in model.quantities if self._moves(model.known_by(name))}
        self.written = {name: entry.formula for name, entry in model.quantities.items() if name not in self.moving}
        self.constants: dict[str, Formula] = {}
        self.inputs: dict[str, int] = {}
        self.quantities: dict[str, int] = {}
        self.ready: set[str] = set()

    def write(self) -> KernelSource:
        """The whole text."""
        groups = _indented("".join(self._group(group) for group in self.model.groups), 12)
        reading, writing = self._outputs()
        text = _HEAD.format(
            elimination=elimination(LANES),
            groups=groups,
            jumps=_indented("".join(self._jumps()), 16),
            reading=_indented(reading, 16),
            writing=_indented(writing, 16),
            inputs=len(self.inputs),
            states=len(self.states),
            quantities=max(len(self.quantities), 1),
            reads=len(self.states) + len(self.inputs),
            outputs=len(self.read),
        )
        return KernelSource(text, tuple(self.constants.values()), tuple(self.inputs), self.states, self.kinds)

    @property
    def kinds(self) -> tuple[EventKind, ...]:
        """The kinds of event, by the number they have in the kernel."""
        return tuple(dict.fromkeys(jump.kind for jump in self.model.jumps))

    def _moves(self, names: Iterable[str]) -> bool:
        return any(name in self.states or self._is_input(name) for name in names)

    def _is_input(self, name: str) -> bool:
        return any(entry.name == name for entry in self.model.courses)

    def _jumps(self) -> list[str]:
        return [
            _JUMP.format(
                number=self.kinds.index(jump.kind),
                place=self._place(jump.state),
                becomes=self._expression(jump.becomes, _NOW),
            )
            for jump in self.model.solved_jumps
        ]

    def _group(self, group: tuple[str, ...]) -> str:
        """The text for states that feed back on one another, or for one that does not."""
        before = "".join(self._quantities(self._needed(name), group, settled=True) for name in group)
        if not self.model.is_loop(group):
            name, place = group[0], self._place(group[0])
            return before + self._drive(name) + self._answer(name, place) + self._left(name) + self._note(name)
        spare, body, tails = len(self.states), "", ""
        for name in group:
            drive = self._quantities(self._needed(name), group, settled=False) + self._drive(name)
            body += drive + self._answer(name, spare) + f"moved(x, {spare}, {self._place(name)}, change)\n"
            known = drive if name != group[-1] else ""
            tails += known + self._left(name) + self._note(name) if name in judged(self.model) else ""
        self.ready |= self._left_by(group)
        hold = "".join(_HOLD.format(s=self._place(name)) for name in group)
        return before + _LOOP.format(hold=hold, body=_indented(body, 4), tails=tails)

    def _left_by(self, group: tuple[str, ...]) -> set[str]:
        """The quantities that the last sweep leaves as they are to be: those for its last state that do not know it."""
        found, waiting = set[str](), [*self._needed(group[-1])]
        while waiting:
            name = waiting.pop()
            if name in self.moving - self.ready - found:
                found.add(name)
                waiting += self.model.quantities[name].formula.names
        return {name for name in found if group[-1] not in self.model.known_by(name)}

    def _needed(self, name: str) -> frozenset[str]:
        return self.rates[name].free.names | self.rates[name].own.names

    def _drive(self, name: str) -> str:
        """d, and for a state that is not even e: the drive is d - e x."""
        rate = self.rates[name]
        if self._is_fading(name):
            return ""
        text = _EACH.format(target="d", formula=self._expression(rate.free))
        if rate.even:
            return text
        own = f"{self._expression(rate.own)} - base[{self._place(name)}]"
        return text + _EACH.format(target="e", formula=own)

    def _answer(self, name: str, target: int) -> str:
        place = self._place(name)
        if self._is_fading(name):
            own = "" if self.rates[name].even else self._expression(self.rates[name].own)
            return (_FADE_OWN if own else _FADE).format(s=place, place=target, own=own)
        return (_FILTER if self.rates[name].even else _SOLVE).format(s=place, place=target)

    def _is_fading(self, name: str) -> bool:
        """Whether nothing drives the state: it only fades, exactly, at one rate or at each person's own."""
        rate = self.rates[name]
        return rate.free.text == "0" and (rate.even or not self._moves(rate.own.names))

    def _left(self, name: str) -> str:
        still = self.rates[name].even or self._is_fading(name)
        return "" if still else _LEFT.format(s=self._place(name))

    def _note(self, name: str) -> str:
        return _NOTE.format(s=self._place(name), least=LEAST) if name in judged(self.model) else ""

    def _quantities(self, names: Iterable[str], group: tuple[str, ...], *, settled: bool) -> str:
        """Those of `names` that move and are not known yet, after those they need.

        With `settled` those that no state of the group changes, else those that one does.
        """
        text = ""
        for name in [name for name in self.model.quantities if name in names and name in self.moving - self.ready]:
            formula, changed = self.model.quantities[name].formula, bool(self.model.known_by(name) & set(group))
            text += self._quantities(formula.names, group, settled=settled)
            if changed == settled:
                continue
            place = self.quantities.setdefault(name, len(self.quantities))
            text += _QUANTITY.format(place=place, formula=self._expression(formula))
            if settled:
                self.ready.add(name)
        return text

    def _outputs(self) -> tuple[str, str]:
        """The text that reads the curves at a time, and the text that hands back what is asked for of them."""
        formulas = {name: entry.formula for name, entry in self.model.quantities.items()}
        asked = [formulas[name].with_names(formulas) if name in formulas else Formula(name) for name in self.read]
        rows = [self._expression(formula, _READ) for formula in asked]
        below = len(self.states) + len(self.inputs)
        writing = "".join(
            f"for l in range(lanes):\n    r[{below + row}, l] = {value}\n" for row, value in enumerate(rows)
        )
        known = {name for formula in asked for name in formula.names}
        reading = "".join(
            f"read(weights, t, x, {self._place(name)}, r, {self._place(name)})\n"
            for name in self.states
            if name in known
        )
        reading += "".join(
            f"read(weights, t, u, {place}, r, {len(self.states) + place})\n"
            for name, place in self.inputs.items()
            if name in known
        )
        return reading, writing

    def _place(self, name: str) -> int:
        return self.states.index(name)

    def _expression(self, formula: Formula, where: str = "points") -> str:
        tree = ast.parse(formula.with_names(self.written).text.strip(), mode="eval").body
        return ast.unparse(_Compiled(self, where).visit(tree))

    def constant(self, node: ast.expr) -> ast.expr:
        """A place among the constants for a part that no state and no input in time enters."""
        formula = Formula(ast.unparse(node))
        self.constants.setdefault(formula.text, formula)
        return ast.parse(f"c[{list(self.constants).index(formula.text)}, l]", mode="eval").body

    def is_still(self, node: ast.expr) -> bool:
        """Whether no state, no input in time and no quantity that moves stands in it."""
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return not names & self.moving and not self._moves(names)

    def named(self, name: str, where: str) -> ast.expr | None:
        """How what moves is read: at the points, now, or at a time that is asked for; None for anything else."""
        if name in self.states:
            place = self._place(name)
            text = {_POINTS: f"x[{place}, p, l]", _NOW: f"now[{place}, l]", _READ: f"r[{place}, l]"}[where]
        elif name == TAKEN:
            text = "taken[k]"
        elif self._is_input(name):
            place = self.inputs.setdefault(name, len(self.inputs))
            text = f"u[{place}, p, l]" if where == _POINTS else f"r[{len(self.states) + place}, l]"
        elif name in self.moving:
            text = f"q[{self.quantities[name]}, p, l]"
        else:
            return None
        return ast.parse(text, mode="eval").body


_POINTS, _NOW, _READ = "points", "now", "read"


class _Compiled(ast.NodeTransformer):
    """Turns a formula into the kernel's own words."""

    def __init__(self, writer: _Writer, where: str) -> None:
        self.writer = writer
        self.where = where

    def visit(self, node: ast.AST) -> Any:
        """A constant where nothing moves, else the node in the kernel's words."""
        if isinstance(node, ast.expr) and not isinstance(node, ast.Constant) and self.writer.is_still(node):
            return self.writer.constant(node)
        return super().visit(node)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.writer.named(node.id, self.where) or node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        arguments = [self.visit(argument) for argument in node.args]
        if name == "hill" and isinstance(node.args[2], ast.Constant) and node.args[2].value == 1:
            x, half = (ast.unparse(argument) for argument in arguments[:2])
            return ast.parse(f"({x}) / ({x} + {half})", mode="eval").body
        if name == "hill" and isinstance(node.args[2], ast.Constant) and node.args[2].value == 2:
            x, half = (ast.unparse(argument) for argument in arguments[:2])
            return ast.parse(f"({x}) * ({x}) / (({x}) * ({x}) + ({half}) * ({half}))", mode="eval").body
        known = {"exp": "vexp", "log": "vlog", "hill": "vhill"}[name]
        return ast.Call(ast.Name(known, ast.Load()), arguments, [])

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        left, right = self.visit(node.left), self.visit(node.right)
        if isinstance(node.op, ast.Pow):
            return ast.parse(f"vexp(({ast.unparse(right)}) * vlog({ast.unparse(left)}))", mode="eval").body
        return ast.BinOp(left, node.op, right)


def _indented(text: str, spaces: int) -> str:
    return "\n".join(" " * spaces + line for line in text.splitlines() if line.strip())
