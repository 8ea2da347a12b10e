"""What a FHIR Observation says, where it is a body weight, a height, a blood pressure or a part of one."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from daybreak.clinic.imports.statements import Measure, Measurement, PressureReading
from daybreak.clinic.patients.models import ObservationKind
from daybreak.interop.fhir import codes, times
from daybreak.interop.fhir.validation import Unclear

UCUM = "http://unitsofmeasure.org"
_FINAL = ("final", "amended", "corrected")


class Kind(Enum):
    """The Observations that are taken in, by their LOINC codes."""

    WEIGHT = frozenset({"29463-7", "3141-9"})
    HEIGHT = frozenset({"8302-2", "3137-7"})
    PRESSURE = frozenset({"85354-9", "55284-4"})
    SYSTOLIC = frozenset({"8480-6"})
    DIASTOLIC = frozenset({"8462-4"})
    PHQ9_PANEL = frozenset({"44249-1"})
    PHQ9_TOTAL = frozenset({"44261-6"})
    PHQ9_ITEM = frozenset(
        {"44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"}
    )


_MEASURED = {
    Kind.WEIGHT: ObservationKind.BODY_WEIGHT,
    Kind.HEIGHT: ObservationKind.BODY_HEIGHT,
    Kind.SYSTOLIC: ObservationKind.SYSTOLIC,
    Kind.DIASTOLIC: ObservationKind.DIASTOLIC,
}


def kind_of(code: Any) -> Kind:
    """Which of the kinds a code (CodeableConcept) means. Raises Unclear for none, or for several at once."""
    stated = codes.loinc_codes(code)
    kinds = [kind for kind in Kind if kind.value & stated]
    if len(kinds) == 1:
        return kinds[0]
    called = f' "{codes.label(code)}"' if codes.label(code) else ""
    if kinds:
        raise Unclear(f"Its codes mean different things at once{called}.")
    if not stated:
        raise Unclear(f"It has no LOINC code{called}, so what was measured is not certain.")
    raise Unclear(f"Observations of this kind{called} (LOINC {', '.join(sorted(stated))}) are not taken in.")


def refuse_unfinished(observation: Any) -> None:
    """Raises Unclear unless the observation is final and about the patient."""
    if observation.status not in _FINAL:
        raise Unclear(f'Its status is "{observation.status}": only {", ".join(_FINAL)} values are taken in.')
    if observation.focus:
        raise Unclear("It is about someone or something other than the patient (focus).")


def effective(observation: Any) -> datetime | date:
    """When the value held. Raises Unclear."""
    if observation.effectiveTiming is not None:
        raise Unclear("It holds for a repeated timing, not for a moment.")
    return times.moment(observation, "effectiveDateTime", "effectiveInstant", "effectivePeriod")


def measurement(kind: Kind, observation: Any) -> Measurement:
    """A weight, a height, or one pressure that stands alone. Raises Unclear."""
    return Measurement(_MEASURED[kind], quantity(observation), effective(observation))


def pressure(panel: Any, members: Sequence[Any]) -> PressureReading:
    """Both pressures, from the panel's components or, where it has none, from its members. Raises Unclear."""
    systolic, diastolic = (_part([*(panel.component or members)], kind) for kind in (Kind.SYSTOLIC, Kind.DIASTOLIC))
    if systolic.unit != diastolic.unit:
        raise Unclear(f"Systolic and diastolic are given in different units, {systolic.unit} and {diastolic.unit}.")
    return PressureReading(systolic.value, diastolic.value, systolic.unit, effective(panel))


def quantity(part: Any) -> Measure:
    """The value and unit (a UCUM code where one is given) of an Observation or a component. Raises Unclear."""
    _refuse_absent(part)
    given = part.valueQuantity
    if given is None or given.value is None:
        raise Unclear("It holds no value with a unit.")
    if given.comparator:
        raise Unclear(f'Its value is only known to be "{given.comparator} {given.value}".')
    unit = given.code if given.code and given.system == UCUM else given.unit or given.code
    if not unit:
        raise Unclear(f"Its value {given.value} has no unit.")
    return Measure(Decimal(given.value), str(unit))


def _refuse_absent(part: Any) -> None:
    if part.dataAbsentReason is not None:
        raise Unclear(f"Its value is absent: {codes.label(part.dataAbsentReason) or 'no reason is given'}.")


def _part(parts: Sequence[Any], kind: Kind) -> Measure:
    found = [part for part in parts if codes.loinc_codes(part.code) & kind.value]
    if len(found) != 1:
        raise Unclear(f"It holds {'no' if not found else 'more than one'} {kind.name.lower()} pressure.")
    return quantity(found[0])
