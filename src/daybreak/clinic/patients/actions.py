"""Registers patients, opens their charts, keeps their identity right; the only writer of who a patient is."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from daybreak.care import plausibility
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Entries, already
from daybreak.clinic.patients import names, queries
from daybreak.clinic.patients.facts import (
    keep_version,
    record_allergy,
    record_condition,
    record_medication,
    retract,
    same_act,
)
from daybreak.clinic.patients.models import Patient, PatientIdentifier, RecordNumber, Sex, SoughtWord
from daybreak.clinic.patients.observations import record_observation, record_pressure
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

__all__ = [
    "amend_identity",
    "keep_version",
    "link_identifier",
    "read_chart",
    "record_allergy",
    "record_condition",
    "record_medication",
    "record_observation",
    "record_pressure",
    "register",
    "retract",
    "same_act",
]

IDENTITY = ("given_name", "family_name", "birth_date", "sex", "mrn", "phone", "email", "address")
"""What says who a patient is. It is kept right in place; the log keeps what it was before."""


@transaction.atomic
def register(
    *,
    by: Person,
    given_name: str,
    family_name: str,
    birth_date: date,
    sex: str,
    mrn: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    source: str = "",
    client_id: uuid.UUID | None = None,
    confirmed: Collection[str] = (),
) -> Patient:
    """Adds a patient; a record number like DB-000123 is given where none is entered. ``source``: where it came from.

    Asks (field ``duplicate``) when someone of the same birth date and a similar name is on record.
    Raises Refused, Invalid.
    """
    permit(by, "patient.register")
    known = already(Patient, client_id)
    if known is not None:
        return known
    entries = Entries(confirmed)
    patient = _valid(
        entries, Patient(), given_name=given_name, family_name=family_name, birth_date=birth_date, sex=sex, mrn=mrn,
        phone=phone, email=email, address=address,
    )  # fmt: skip
    _ask_about_duplicates(entries, patient)
    entries.settle()
    patient.mrn = patient.mrn or _next_record_number()
    patient.client_id, patient.recorded_by = client_id, by
    patient.save(force_insert=True)
    _index(patient)
    detail = _identity(patient) | ({"source": source} if source else {})
    audit.append(by=by, act="patient.register", subject=patient, patient=patient, detail=detail)
    return patient


@transaction.atomic
def amend_identity(
    *, by: Person, patient: Patient, source: str = "", confirmed: Collection[str] = (), **changes: Any
) -> Patient:
    """Puts right who the patient is: any of given_name, family_name, birth_date, sex, mrn, phone, email, address.

    The log keeps the earlier values. Nothing is written when nothing differs. Raises Refused, Invalid.
    """
    permit(by, "patient.register")
    if unknown := set(changes) - set(IDENTITY):
        raise TypeError(f"These are not parts of a patient's identity: {', '.join(sorted(unknown))}")
    row = Patient.objects.select_for_update().get(pk=patient.pk)
    before = _identity(row)
    entries = Entries(confirmed)
    _valid(entries, row, **{name: changes.get(name, getattr(row, name)) for name in IDENTITY})
    entries.settle()
    row.mrn = row.mrn or before["mrn"]
    differing = {name: [before[name], now] for name, now in _identity(row).items() if now != before[name]}
    if differing:
        row.save(update_fields=list(differing))
        _index(row)
        detail: dict[str, Any] = {"changed": differing} | ({"source": source} if source else {})
        audit.append(by=by, act="patient.amend", subject=row, patient=row, detail=detail)
    return row


@transaction.atomic
def link_identifier(*, by: Person, patient: Patient, system: str, value: str) -> PatientIdentifier:
    """Notes the number under which another system knows the patient. Raises Refused, Invalid, Conflict."""
    permit(by, "patient.register")
    entries = Entries()
    system = entries.text("system", system, longest=200, called="The system of the identifier")
    value = entries.text("value", value, longest=200, called="The identifier")
    entries.settle()
    known = PatientIdentifier.objects.select_related("patient").filter(system=system, value=value).first()
    if known is not None:
        if known.patient != patient:
            raise Conflict("Another patient is on record under this identifier: compare the two charts.")
        return known
    link = PatientIdentifier.objects.create(patient=patient, system=system, value=value)
    audit.append(
        by=by, act="patient.identifier", subject=patient, patient=patient, detail={"system": system, "value": value}
    )
    return link


@transaction.atomic
def read_chart(*, by: Person, patient_id: uuid.UUID, page: str) -> Patient:
    """Opens a chart's page for someone who may read it, and writes down that they did. Raises Refused, Absent."""
    permit(by, "patient.read")
    patient = queries.by_public_id(patient_id)
    audit.append(by=by, act="patient.read", subject=patient, patient=patient, detail={"page": page})
    return patient


def _valid(
    entries: Entries,
    patient: Patient,
    *,
    given_name: str,
    family_name: str,
    birth_date: date,
    sex: str,
    mrn: str,
    phone: str,
    email: str,
    address: str,
) -> Patient:
    """Writes the entries into ``patient``, unsaved, and notes in ``entries`` what is wrong with them."""
    patient.given_name = entries.text("given_name", given_name, longest=120, called="The given name")
    patient.family_name = entries.text("family_name", family_name, longest=120, called="The family name")
    patient.mrn = entries.text("mrn", mrn, longest=40, required=False, called="The record number")
    patient.phone = entries.text("phone", phone, longest=40, required=False, called="The phone number")
    patient.email = entries.email("email", email)
    patient.address = entries.text("address", address, longest=300, required=False, called="The postal address")
    patient.birth_date = birth_date
    patient.sex = sex
    entries.judge("birth_date", plausibility.check_birth_date(birth_date, timezone.localdate(clock.now())))
    if sex not in Sex.values:
        entries.refuse("sex", f"Please choose one of {', '.join(Sex.values)}.")
    if patient.mrn and Patient.objects.filter(mrn__iexact=patient.mrn).exclude(pk=patient.pk).exists():
        entries.refuse("mrn", f"Another patient has the record number {patient.mrn}: check it, or leave it empty.")
    return patient


def _ask_about_duplicates(entries: Entries, patient: Patient) -> None:
    alike = queries.alike(patient.given_name, patient.family_name, patient.birth_date)
    if alike:
        charts = "; ".join(f"{one.name}, {one.mrn}" for one in alike)
        entries.ask(
            "duplicate",
            f"Someone born on the same day with a similar name is on record: {charts}. "
            "Open that chart, or confirm that this is another person.",
        )


def _next_record_number() -> str:
    """The next free number; people who type one of their own in this form may have taken it already."""
    RecordNumber.objects.get_or_create(pk=1)
    counter = RecordNumber.objects.select_for_update().get(pk=1)
    while True:
        counter.last += 1
        number = f"DB-{counter.last:06d}"
        if not Patient.objects.filter(mrn__iexact=number).exists():
            counter.save(update_fields=["last"])
            return number


def _index(patient: Patient) -> None:
    wanted = names.sought_words(patient.given_name, patient.family_name, patient.mrn, patient.birth_date.isoformat())
    SoughtWord.objects.filter(patient=patient).exclude(word__in=wanted).delete()
    SoughtWord.objects.bulk_create([SoughtWord(patient=patient, word=word) for word in wanted], ignore_conflicts=True)


def _identity(patient: Patient) -> dict[str, str]:
    return {name: str(getattr(patient, name)) for name in IDENTITY}
