"""Records what was measured outside a dosing session: weight, height and blood pressure, each in its one unit."""

import uuid
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from daybreak.care import plausibility
from daybreak.clinic import clock
from daybreak.clinic.entry import Entries
from daybreak.clinic.patients import units
from daybreak.clinic.patients.facts import Under, keep_version, same_act
from daybreak.clinic.patients.models import Observation, ObservationKind, Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

_QUANTITIES = {
    ObservationKind.BODY_WEIGHT: "weight_kg",
    ObservationKind.BODY_HEIGHT: "height_cm",
    ObservationKind.SYSTOLIC: "systolic",
    ObservationKind.DIASTOLIC: "diastolic",
}


@transaction.atomic
def record_observation(
    *,
    by: Person,
    patient: Patient,
    kind: str,
    value: Decimal | float | str,
    unit: str,
    effective_at: datetime | None = None,
    panel: uuid.UUID | None = None,
    source: str = "",
    client_id: uuid.UUID | None = None,
    supersedes: Observation | None = None,
    confirmed: Collection[str] = (),
    under: Under = "patient.record",
) -> Observation:
    """Records one measured value, turned into its one unit (kg, cm, mm[Hg]); errors are under the field ``value``.

    Raises Refused, Invalid, Conflict.
    """
    permit(by, under)
    known = same_act(Observation, patient, client_id)
    if known is not None:
        return known
    entries = Entries(confirmed)
    at = _moment(entries, patient, effective_at)
    row = _measured(entries, "value", kind, value, unit)
    entries.settle()
    row.effective_at, row.panel, row.source = at, panel, source
    return keep_version(by, patient, row, client_id, supersedes)


@transaction.atomic
def record_pressure(
    *,
    by: Person,
    patient: Patient,
    systolic: Decimal | float | str,
    diastolic: Decimal | float | str,
    unit: str = "mm[Hg]",
    effective_at: datetime | None = None,
    source: str = "",
    client_id: uuid.UUID | None = None,
    supersedes: tuple[Observation, Observation] | None = None,
    confirmed: Collection[str] = (),
    under: Under = "patient.record",
) -> tuple[Observation, Observation]:
    """Records one blood pressure as two observations of one panel: (systolic, diastolic).

    ``client_id`` is kept with the systolic. Raises Refused, Invalid, Conflict.
    """
    permit(by, under)
    known = same_act(Observation, patient, client_id)
    if known is not None:
        return known, Observation.objects.get(panel=known.panel, kind=ObservationKind.DIASTOLIC)
    entries = Entries(confirmed)
    at = _moment(entries, patient, effective_at)
    upper = _measured(entries, "systolic", ObservationKind.SYSTOLIC, systolic, unit)
    lower = _measured(entries, "diastolic", ObservationKind.DIASTOLIC, diastolic, unit)
    if not entries.errors:
        entries.judge("diastolic", plausibility.check_pressure(int(upper.value), int(lower.value)))
    entries.settle()
    panel = uuid.uuid4()
    for row in (upper, lower):
        row.effective_at, row.panel, row.source = at, panel, source
    before = supersedes or (None, None)
    return keep_version(by, patient, upper, client_id, before[0]), keep_version(by, patient, lower, None, before[1])


def _measured(entries: Entries, field: str, kind: str, value: Decimal | float | str, unit: str) -> Observation:
    """An unsaved observation; what is wrong with it is noted in ``entries``, and then its value means nothing."""
    row = Observation(kind=kind, value=Decimal(0), unit="")
    if kind not in _QUANTITIES:
        entries.refuse(field, f"{kind} is not measured here: {', '.join(ObservationKind.values)} are.")
        return row
    exact = entries.number(field, value)
    if exact is None:
        return row
    # Beyond this no unit makes sense, and turning it into another could not be exact.
    measured = units.measured(kind, exact, unit) if abs(exact) < 10**7 else units.Measured(exact, "", "")
    if measured is None:
        known = ", ".join(units.accepted(ObservationKind(kind)))
        entries.refuse(field, f'The unit "{unit}" is not understood for this: please use one of {known}.')
        return row
    row.value, row.unit, row.given = measured.value, measured.unit, measured.given
    entries.judge(field, plausibility.check(_QUANTITIES[ObservationKind(kind)], measured.value))
    return row


def _moment(entries: Entries, patient: Patient, effective_at: datetime | None) -> datetime:
    at = effective_at or clock.now()
    if at.tzinfo is None:
        raise ValueError("The moment of a measurement needs a time zone.")
    entries.judge("effective_at", plausibility.check_time(at, clock.now(), birth_date=patient.birth_date))
    return at
