"""How a rule's value is written down and read again: exact numbers as text, lists as lists, tables as tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from daybreak.care.rules import ClinicValue, Value


def stored(value: Value) -> Any:
    """The value as JSON keeps it without losing a digit."""
    if isinstance(value, Decimal | int):
        return {"number": str(value)}
    if isinstance(value, tuple):
        return [stored(part) for part in value]
    if isinstance(value, Mapping):
        return {"table": {name: stored(part) for name, part in value.items()}}
    return value


def restored(kept: Any) -> Any:
    """The inverse of ``stored``."""
    if isinstance(kept, list):
        return tuple(restored(part) for part in kept)
    if isinstance(kept, dict) and "number" in kept:
        number = Decimal(kept["number"])
        return int(number) if "." not in kept["number"] and "E" not in kept["number"] else number
    if isinstance(kept, dict):
        return {name: restored(part) for name, part in kept["table"].items()}
    return kept


def own_values(kept: Mapping[str, Any]) -> dict[str, ClinicValue]:
    """The clinic's values of a version, each with who signed it and when."""
    return {
        rule_id: ClinicValue(restored(one["value"]), one["signed_by"], date.fromisoformat(one["signed_on"]))
        for rule_id, one in kept.items()
    }


def typed(text: str, like: Value) -> Any:
    """What was typed for a rule whose value is ``like``: a number, a word, a list with commas, or ``name: number;``.

    ValueError with a sentence when it cannot be that.
    """
    text = text.strip()
    if isinstance(like, Mapping):
        return _table(text, like)
    if isinstance(like, tuple):
        return tuple(typed(part, like[0]) for part in text.split(",") if part.strip())
    if isinstance(like, Decimal | int) and not isinstance(like, bool):
        return _number(text)
    return text


def _number(text: str) -> Decimal | int:
    try:
        number = Decimal(text.replace(" ", "").replace("\u2212", "-"))
    except InvalidOperation:
        raise ValueError(f"“{text}” is not a number: write digits, with a point before decimals.") from None
    if not number.is_finite():
        raise ValueError(f"“{text}” is not a number: write digits, with a point before decimals.")
    return int(number) if number == number.to_integral_value() and "." not in text else number


def _table(text: str, like: Mapping[str, Value]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, colon, rest = part.partition(":")
        if not colon or name.strip() not in like:
            raise ValueError(f"“{part}” is not one of {', '.join(like)} with a colon and a value.")
        found[name.strip()] = typed(rest, like[name.strip()])
    return found
