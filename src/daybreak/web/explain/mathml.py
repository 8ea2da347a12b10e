"""Knows how the formulas of the mechanism are set as mathematics: MathML, from the text that the model declares."""

import ast

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_ADDED, _MULTIPLIED, _SIGNED, _RAISED = 1, 2, 3, 4
"""How tightly the parts of a formula hold together; looser parts inside tighter ones stand in brackets."""
_OPEN, _CLOSE = mark_safe('<mo stretchy="true">(</mo>'), mark_safe('<mo stretchy="true">)</mo>')


def equation(left: str, right: str, *, own: str = "", change: bool = False, sign: str = "=") -> SafeString:
    """``left = right``; with ``change`` the rate of change of ``left``. ``own`` is the stage whose names are shortened.

    The text as declared goes with it, for those who copy it. Raises SyntaxError for what Python cannot read.
    """
    rate = f"d {left} / dt" if change else left
    shown = _rate(_name(left, own)) if change else _name(left, own)
    body = format_html("<mrow>{}<mo>{}</mo>{}</mrow>", shown, sign, mathml(right, own))
    return format_html(
        '<math display="block"><semantics>{}<annotation encoding="text/plain">{}</annotation></semantics></math>',
        body,
        f"{rate} {sign} {right}",
    )


def mathml(formula: str, own: str = "") -> SafeString:
    """A formula in the model's language (names, numbers, + - * / **, exp, log, hill) as a row of MathML."""
    return _set(ast.parse(formula.strip(), mode="eval").body, own)[0]


def short(name: str, own: str) -> str:
    """A name as it is read: without the stage it belongs to, words apart."""
    return name.removeprefix(f"{own}_").replace("_", " ") if own else name.replace("_", " ")


def _name(name: str, own: str) -> SafeString:
    return format_html('<mi mathvariant="normal">{}</mi>', short(name, own))


def _rate(shown: SafeString) -> SafeString:
    return format_html(
        "<mfrac><mrow><mi>d</mi><mspace width='0.15em'/>{}</mrow><mrow><mi>d</mi><mi>t</mi></mrow></mfrac>", shown
    )


def _row(*parts: SafeString | str) -> SafeString:
    return format_html("<mrow>{}</mrow>", SafeString("".join(parts)))


def _set(node: ast.expr, own: str) -> tuple[SafeString, int]:
    """A part of a formula and how tightly it holds together."""
    match node:
        case ast.Name(id=name):
            return _name(name, own), _RAISED
        case ast.Constant(value=int() | float() as number):
            return format_html("<mn>{}</mn>", f"{number:g}"), _RAISED
        case ast.UnaryOp(operand=operand):
            return _row("<mo>−</mo>", _within(operand, own, _MULTIPLIED)), _SIGNED
        case ast.BinOp():
            return _combined(node, own)
        case ast.Call(func=ast.Name(id=name), args=args):
            return _called(name, args, own)
    raise SyntaxError(f"The formula part {ast.unparse(node)!r} is not in the language of the mechanism.")


def _within(node: ast.expr, own: str, least: int) -> SafeString:
    shown, holds = _set(node, own)
    return shown if holds >= least else _row(_OPEN, shown, _CLOSE)


def _combined(node: ast.BinOp, own: str) -> tuple[SafeString, int]:
    left, right = node.left, node.right
    match node.op:
        case ast.Add():
            return _row(_within(left, own, _ADDED), "<mo>+</mo>", _within(right, own, _ADDED)), _ADDED
        case ast.Sub():
            return _row(_within(left, own, _ADDED), "<mo>−</mo>", _within(right, own, _MULTIPLIED)), _ADDED
        case ast.Mult():
            return _row(_within(left, own, _MULTIPLIED), "<mo>·</mo>", _within(right, own, _MULTIPLIED)), _MULTIPLIED
        case ast.Div():
            return format_html("<mfrac>{}{}</mfrac>", _row(_set(left, own)[0]), _row(_set(right, own)[0])), _RAISED
        case _:
            return format_html("<msup>{}{}</msup>", _within(left, own, _RAISED), _row(_set(right, own)[0])), _RAISED


def _called(name: str, args: list[ast.expr], own: str) -> tuple[SafeString, int]:
    if name == "hill":
        return _hill(*args, own=own), _RAISED
    function = {"log": "ln", "exp": "exp"}[name]
    return _row(f"<mi>{function}</mi>", _OPEN, _set(args[0], own)[0], _CLOSE), _RAISED


def _hill(x: ast.expr, half: ast.expr, steepness: ast.expr, *, own: str) -> SafeString:
    """Saturation, written out: x to the power over the sum of both powers."""
    plain = isinstance(steepness, ast.Constant) and steepness.value == 1

    def raised(node: ast.expr) -> SafeString:
        if plain:
            return _within(node, own, _ADDED)
        return format_html("<msup>{}{}</msup>", _within(node, own, _RAISED), _set(steepness, own)[0])

    return format_html("<mfrac>{}{}</mfrac>", _row(raised(x)), _row(raised(half), "<mo>+</mo>", raised(x)))
