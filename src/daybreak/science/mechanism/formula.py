"""Knows the small language in which the mechanism is written: names, numbers, + - * / **, exp, log and hill.

`hill(x, half, steepness)` is x^steepness / (x^steepness + half^steepness), for x of 0 and more. One formula is read by
Python's own parser and then becomes an array expression, compiled code, MathML or a line of documentation.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any

import numpy as np

FUNCTIONS = {"exp": 1, "log": 1, "hill": 3}
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


class FormulaError(ValueError):
    """A formula that cannot be read. Its text says which and what is wrong with it."""


@dataclass(frozen=True)
class Formula:
    """One expression, checked when it is made."""

    text: str

    def __post_init__(self) -> None:
        _check(self.tree, self.text)

    @cached_property
    def tree(self) -> ast.expr:
        """The parsed expression."""
        try:
            return ast.parse(self.text, mode="eval").body
        except SyntaxError as problem:
            raise FormulaError(f"The formula {self.text!r} cannot be read: {problem.msg}.") from problem

    @cached_property
    def names(self) -> frozenset[str]:
        """Everything it refers to, functions aside."""
        found = {node.id for node in ast.walk(self.tree) if isinstance(node, ast.Name)}
        return frozenset(found - FUNCTIONS.keys())

    @cached_property
    def code(self) -> CodeType:
        """The expression compiled for `value`."""
        return compile(self.text.strip(), f"<{self.text}>", "eval")

    def value(self, known: Mapping[str, Any]) -> Any:
        """The value for numbers or arrays by name."""
        return eval(self.code, {"__builtins__": {}, **_NUMPY}, known)  # noqa: S307

    def with_names(self, replacements: Mapping[str, "Formula"]) -> "Formula":
        """The same formula with names replaced by formulas, all the way down."""
        used = self.names & replacements.keys()
        if not used:
            return self
        tree = _Replace({name: replacements[name].with_names(replacements).tree for name in used})
        return Formula(ast.unparse(tree.visit(ast.parse(self.text.strip(), mode="eval").body)))

    def with_values(self, replacements: Mapping[str, "Formula"]) -> "Formula":
        """The same formula with names replaced by formulas once: a name may stand in its own replacement."""
        tree = _Replace({name: other.tree for name, other in replacements.items()})
        return Formula(ast.unparse(tree.visit(ast.parse(self.text.strip(), mode="eval").body)))


class _Replace(ast.NodeTransformer):
    def __init__(self, trees: Mapping[str, ast.expr]) -> None:
        self.trees = trees

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.trees.get(node.id, node)


def hill(x: Any, half: Any, steepness: Any) -> Any:
    """x^s / (x^s + half^s) for numbers or arrays."""
    power = (np.maximum(x, 0.0) / half) ** steepness
    return power / (1.0 + power)


_NUMPY = {"exp": np.exp, "log": np.log, "hill": hill}


def _check(node: ast.expr, text: str) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            _check(left, text)
            _check(right, text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, text)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if FUNCTIONS.get(name) == len(args):
            for argument in args:
                _check(argument, text)
        case ast.Name() | ast.Constant(value=int() | float()):
            return
        case _:
            raise FormulaError(f"The formula {text!r} uses {ast.unparse(node)!r}, which the language does not know.")
