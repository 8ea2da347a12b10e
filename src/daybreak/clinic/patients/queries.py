"""Finds patients as one types, and tells what is currently known of one."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from daybreak.care.plausibility import age_on
from daybreak.clinic import clock
from daybreak.clinic.entry import Absent
from daybreak.clinic.patients import names
from daybreak.clinic.patients.models import (
    Allergy,
    Condition,
    Fact,
    Medication,
    Observation,
    ObservationKind,
    Patient,
    PatientIdentifier,
    SoughtWord,
)

AnyFact = TypeVar("AnyFact", bound=Fact)


@dataclass(frozen=True)
class Pressure:
    """One blood pressure in mm[Hg]; a part that was not taken is None."""

    systolic: Observation | None
    diastolic: Observation | None
    effective_at: datetime


@dataclass(frozen=True)
class Facts:
    """What is currently known: the latest versions only, nothing retracted."""

    conditions: tuple[Condition, ...]
    medications: tuple[Medication, ...]
    allergies: tuple[Allergy, ...]
    weight: Observation | None
    height: Observation | None
    pressures: tuple[Pressure, ...]


def find(text: str, limit: int = 20) -> list[Patient]:
    """Patients each of whose sought words starts with a word of ``text``: names, record number, ISO birth date."""
    typed = names.words(text)[:6]
    if not typed:
        return []
    # The longest word parts the most patients from the rest, so the index is entered by it.
    first, *others = sorted(typed, key=len, reverse=True)
    found = Patient.objects.filter(pk__in=SoughtWord.objects.filter(_starts_with(first)).values("patient"))
    for word in others:
        found = found.filter(Exists(SoughtWord.objects.filter(_starts_with(word), patient=OuterRef("pk"))))
    return list(found[:limit])


def recent(limit: int = 10) -> list[Patient]:
    """The patients registered last, newest first."""
    return list(Patient.objects.order_by("-recorded_at", "-pk")[:limit])


def by_public_id(public_id: uuid.UUID) -> Patient:
    """The patient of this public name, for acts that are audited themselves. Raises Absent with a sentence."""
    patient = Patient.objects.filter(public_id=public_id).first()
    if patient is None:
        raise Absent("There is no such patient here: go back to the list of patients and look again.")
    return patient


def by_identifier(system: str, value: str) -> Patient | None:
    """The patient whom another system knows under this number."""
    known = PatientIdentifier.objects.select_related("patient").filter(system=system, value=value).first()
    return known.patient if known else None


def by_mrn(mrn: str) -> Patient | None:
    """The patient of this record number, whatever its case."""
    return Patient.objects.filter(mrn__iexact=mrn.strip()).first()


def alike(given_name: str, family_name: str, birth_date: date) -> list[Patient]:
    """Patients born on the same day whose name is so similar that they may be the same person."""
    born_then = Patient.objects.filter(birth_date=birth_date)
    name = (given_name, family_name)
    return [patient for patient in born_then if names.similar(name, (patient.given_name, patient.family_name))]


def age(patient: Patient, on: date | None = None) -> int:
    """Completed years of life on a day, today (where the clinic is) by default."""
    return age_on(on or timezone.localdate(clock.now()), patient.birth_date)


def latest(patient: Patient, kind: str) -> Observation | None:
    """The latest current observation of a kind, or None: no value is ever assumed."""
    return _current(Observation.objects.filter(patient=patient, kind=kind)).first()


def current_facts(patient: Patient) -> Facts:
    """Everything currently known of the patient outside courses and questionnaires."""
    return Facts(
        conditions=tuple(_current(Condition.objects.filter(patient=patient))),
        medications=tuple(_current(Medication.objects.filter(patient=patient))),
        allergies=tuple(_current(Allergy.objects.filter(patient=patient))),
        weight=latest(patient, ObservationKind.BODY_WEIGHT),
        height=latest(patient, ObservationKind.BODY_HEIGHT),
        pressures=_pressures(patient),
    )


def versions(fact: Fact) -> list[Fact]:
    """The fact and all the versions before it, newest first."""
    found = [fact]
    while (earlier := found[-1].supersedes) is not None:
        found.append(earlier)
    return found


def _current(facts: QuerySet[AnyFact]) -> QuerySet[AnyFact]:
    return facts.filter(superseded_by__isnull=True, retracted=False)


def _pressures(patient: Patient, limit: int = 10) -> tuple[Pressure, ...]:
    kinds = (ObservationKind.SYSTOLIC, ObservationKind.DIASTOLIC)
    found = _current(Observation.objects.filter(patient=patient, kind__in=kinds))
    rows = found.order_by("-effective_at", "panel", "-pk")[: 2 * limit]
    readings = []
    for (at, _), parts in groupby(rows, key=lambda row: (row.effective_at, row.panel or row.public_id)):
        by_kind = {part.kind: part for part in parts}
        readings.append(Pressure(by_kind.get(ObservationKind.SYSTOLIC), by_kind.get(ObservationKind.DIASTOLIC), at))
    return tuple(readings[:limit])


def _starts_with(word: str) -> Q:
    """A prefix in the form that each database answers from its index."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=word)
    return Q(word__gte=word, word__lt=word + "\U0010ffff")
