"""A FHIR Dosage in words: the text the prescriber wrote, or what its parts say."""

from collections.abc import Sequence
from typing import Any

from daybreak.interop.fhir import codes

_UNREAD = "dosage given in a form that is not read here: see the source"
_PERIODS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}


def in_words(dosages: Sequence[Any] | None) -> str:
    """One line for all dosages, "" when there are none; a dosage that cannot be put in words says that it is there."""
    return "; ".join(_one(dosage) for dosage in dosages or ())


def _one(dosage: Any) -> str:
    if dosage.text:
        return str(dosage.text)
    parts = [_amount(dosage), codes.label(dosage.route), _timing(dosage.timing), _as_needed(dosage)]
    return ", ".join(filter(None, [*parts, dosage.patientInstruction])) or _UNREAD


def _amount(dosage: Any) -> str:
    for part in dosage.doseAndRate or ():
        if part.doseQuantity is not None:
            return _quantity(part.doseQuantity)
        if part.doseRange is not None:
            ends = [_quantity(end) for end in (part.doseRange.low, part.doseRange.high) if end is not None]
            return " to ".join(ends)
    return ""


def _quantity(quantity: Any) -> str:
    if quantity.value is None:
        return ""
    return f"{quantity.comparator or ''}{quantity.value:f} {quantity.unit or quantity.code or ''}".strip()


def _timing(timing: Any) -> str:
    if timing is None:
        return ""
    repeat = timing.repeat
    if timing.code is not None or repeat is None or not repeat.period or repeat.periodUnit not in _PERIODS:
        return codes.label(timing.code)
    unit = _PERIODS[repeat.periodUnit]
    every = unit if repeat.period == 1 else f"{repeat.period:f} {unit}s"
    often = f"{repeat.frequency or 1} to {repeat.frequencyMax}" if repeat.frequencyMax else str(repeat.frequency or 1)
    return f"{often} × every {every}"


def _as_needed(dosage: Any) -> str:
    if dosage.asNeededCodeableConcept is not None:
        return f"as needed for {codes.label(dosage.asNeededCodeableConcept)}"
    return "as needed" if dosage.asNeededBoolean else ""
