"""How far a clinic may move a rule's value: bounds, choices, and values that must keep their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from daybreak.care.sentences import written


def same_kind(value: Any, shipped: Any) -> bool:
    """True when a value has the shape of the shipped one: number for number, list for list, table for table."""
    if isinstance(shipped, Mapping):
        return (
            isinstance(value, Mapping)
            and value.keys() == shipped.keys()
            and all(same_kind(value[name], part) for name, part in shipped.items())
        )
    if isinstance(shipped, tuple):
        return isinstance(value, tuple) and bool(value) and all(same_kind(part, shipped[0]) for part in value)
    if _is_number(shipped):
        return _is_number(value) and Decimal(value).is_finite()
    return type(value) is type(shipped)


def outside(value: Any, minimum: Any, maximum: Any, choices: Sequence[str]) -> str:
    """What lies outside the safe bounds, as words without a full stop; empty when nothing does.

    Lists and tables are bounded part by part by lists and tables of the same shape.
    """
    if choices:
        unknown = [str(part) for part in (value if isinstance(value, tuple) else (value,)) if part not in choices]
        return f"{', '.join(unknown)} is not among {', '.join(choices)}" if unknown else ""
    if isinstance(value, Mapping):
        parts = (outside(part, minimum[name], maximum[name], ()) for name, part in value.items())
        return next(filter(None, parts), "")
    if isinstance(value, tuple):
        return _outside_list(value, minimum, maximum)
    return (
        ""
        if minimum <= value <= maximum
        else f"{written(value)} is outside the safe bounds {written((minimum, maximum))}"
    )


def out_of_order(values: Mapping[str, tuple[Any, str]]) -> list[tuple[str, str]]:
    """The pairs (rule, the rule it must not exceed) that are out of order. `values` is id to (value, not_above)."""
    return [(rule, upper) for rule, (value, upper) in values.items() if upper and value > values[upper][0]]


def _outside_list(value: tuple[Any, ...], minimum: Sequence[Any], maximum: Sequence[Any]) -> str:
    if len(value) != len(minimum):
        return f"{len(value)} numbers were given where {len(minimum)} are needed"
    parts = (outside(part, low, high, ()) for part, low, high in zip(value, minimum, maximum, strict=True))
    return next(filter(None, parts), "")


def _is_number(value: Any) -> bool:
    return isinstance(value, Decimal | int) and not isinstance(value, bool)
