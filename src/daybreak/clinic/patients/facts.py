"""Records conditions, medicines and allergies, each as a version of its own, and retracts what was an error."""

import uuid
from datetime import date
from typing import Any, Literal, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Entries, already
from daybreak.clinic.patients.models import Allergy, Condition, Fact, Medication, Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

AnyFact = TypeVar("AnyFact", bound=Fact)
Under = Literal["patient.record", "record.import"]
"""The act that allows it: someone records the fact, or brings it in with a file."""

CONDITION_STATUSES = ("active", "recurrence", "relapse", "inactive", "remission", "resolved", "unknown")
"""FHIR R4 condition-clinical, and "unknown" where the source does not say."""
MEDICATION_STATUSES = ("active", "on-hold", "stopped", "completed", "intended", "not-taken", "cancelled", "unknown")
"""FHIR R4 medication statuses, with "draft" and "entered-in-error" left out: neither is a medicine that is taken."""
ALLERGY_STATUSES = ("active", "inactive", "resolved", "unknown")
"""FHIR R4 allergyintolerance-clinical, and "unknown" where the source does not say."""
CRITICALITIES = ("", "low", "high", "unable-to-assess")
"""FHIR R4 allergy-intolerance-criticality, or nothing said."""


def record_condition(
    *,
    by: Person,
    patient: Patient,
    text: str,
    system: str = "",
    code: str = "",
    clinical_status: str = "active",
    onset: date | None = None,
    onset_text: str = "",
    source: str = "",
    client_id: uuid.UUID | None = None,
    supersedes: Condition | None = None,
    under: Under = "patient.record",
) -> Condition:
    """Records a diagnosis or problem, or a later version of one. Raises Refused, Invalid, Conflict."""
    entries = Entries()
    _one_of(entries, "clinical_status", clinical_status, CONDITION_STATUSES)
    row = Condition(
        text=entries.text("text", text, longest=300, called="The condition"),
        clinical_status=clinical_status,
        onset=onset,
        onset_text=entries.text("onset_text", onset_text, longest=80, required=False, called="The onset"),
        **_coded(entries, system, code, source),
    )
    return _record(by, patient, row, entries, client_id, supersedes, under)


def record_medication(
    *,
    by: Person,
    patient: Patient,
    text: str,
    system: str = "",
    code: str = "",
    dosage: str = "",
    status: str = "active",
    started: date | None = None,
    last_taken: date | None = None,
    source: str = "",
    client_id: uuid.UUID | None = None,
    supersedes: Medication | None = None,
    under: Under = "patient.record",
) -> Medication:
    """Records a medicine, or a later version of one. Raises Refused, Invalid, Conflict."""
    entries = Entries()
    _one_of(entries, "status", status, MEDICATION_STATUSES)
    row = Medication(
        text=entries.text("text", text, longest=300, called="The medicine"),
        dosage=entries.text("dosage", dosage, longest=300, required=False, called="The dosage"),
        status=status,
        started=started,
        last_taken=last_taken,
        **_coded(entries, system, code, source),
    )
    return _record(by, patient, row, entries, client_id, supersedes, under)


def record_allergy(
    *,
    by: Person,
    patient: Patient,
    text: str,
    system: str = "",
    code: str = "",
    reaction: str = "",
    clinical_status: str = "active",
    criticality: str = "",
    source: str = "",
    client_id: uuid.UUID | None = None,
    supersedes: Allergy | None = None,
    under: Under = "patient.record",
) -> Allergy:
    """Records an allergy or intolerance, or a later version of one. Raises Refused, Invalid, Conflict."""
    entries = Entries()
    _one_of(entries, "criticality", criticality, CRITICALITIES)
    _one_of(entries, "clinical_status", clinical_status, ALLERGY_STATUSES)
    row = Allergy(
        text=entries.text("text", text, longest=300, called="The allergy"),
        reaction=entries.text("reaction", reaction, longest=300, required=False, called="The reaction"),
        criticality=criticality,
        clinical_status=clinical_status,
        **_coded(entries, system, code, source),
    )
    return _record(by, patient, row, entries, client_id, supersedes, under)


@transaction.atomic
def retract(*, by: Person, fact: AnyFact, reason: str, under: Under = "patient.record") -> AnyFact:
    """Says that a fact was recorded in error: it and its earlier versions are no longer current, all of them stay.

    Returns the new, retracted version. Raises Refused, Invalid, Conflict.
    """
    permit(by, under)
    entries = Entries()
    why = entries.text("reason", reason, longest=300, called="The reason")
    entries.settle()
    ours = {field.name for field in Fact._meta.get_fields()} | {"id"}
    said = {field.name: getattr(fact, field.name) for field in fact._meta.concrete_fields if field.name not in ours}
    row = type(fact)(**said, source=fact.source, retracted=True, retraction_reason=why)
    return keep_version(by, fact.patient, row, None, fact, act=f"{fact._meta.model_name}.retract")


def keep_version(
    by: Person,
    patient: Patient,
    row: AnyFact,
    client_id: uuid.UUID | None,
    supersedes: AnyFact | None,
    *,
    act: str = "",
) -> AnyFact:
    """Saves ``row`` as a fact of the patient and audits it; inside the transaction of its action."""
    if supersedes is not None:
        _check_supersedable(patient, supersedes)
    row.patient, row.supersedes, row.client_id, row.recorded_by = patient, supersedes, client_id, by
    row.save(force_insert=True)
    audit.append(
        by=by,
        act=act or f"{row._meta.model_name}.record",
        subject=row,
        patient=patient,
        detail=_said(row) | ({"supersedes": str(supersedes.public_id)} if supersedes else {}),
    )
    if isinstance(row, Medication):
        _watch_interactions(by, row)
    return row


def same_act(model: type[AnyFact], patient: Patient, client_id: uuid.UUID | None) -> AnyFact | None:
    """The fact that this very act made when it arrived before. Raises Conflict when that was another patient's."""
    known = already(model, client_id)
    if known is not None and known.patient != patient:
        raise Conflict("This entry was already saved for another patient: reload the page and enter it again.")
    return known


@transaction.atomic
def _record(
    by: Person,
    patient: Patient,
    row: AnyFact,
    entries: Entries,
    client_id: uuid.UUID | None,
    supersedes: AnyFact | None,
    under: Under,
) -> AnyFact:
    permit(by, under)
    entries.settle()
    return same_act(type(row), patient, client_id) or keep_version(by, patient, row, client_id, supersedes)


def _watch_interactions(by: Person, medicine: Medication) -> None:
    """Every change of medicines is looked at, typed or imported. Read late: suitability rests on this app."""
    from daybreak.clinic.suitability import actions as suitability

    suitability.medicine_changed(by=by, medicine=medicine)


def _check_supersedable(patient: Patient, earlier: Fact) -> None:
    if earlier.patient != patient:
        raise Conflict("The version to be replaced belongs to another patient: open the right chart.")
    # Locked, so that of two simultaneous amendments the second sees the first.
    versions: QuerySet[Any] = type(earlier)._default_manager.all()
    versions.select_for_update().get(pk=earlier.pk)
    if versions.filter(supersedes_id=earlier.pk).exists():
        raise Conflict("Someone has already replaced this version: reload the chart and look at the latest one.")


def _one_of(entries: Entries, field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        words = ", ".join(word for word in allowed if word)
        entries.refuse(field, f'"{value}" is not understood here: please choose one of {words}.')


def _coded(entries: Entries, system: str, code: str, source: str) -> dict[str, str]:
    return {
        "system": entries.text("system", system, longest=200, required=False, called="The code system"),
        "code": entries.text("code", code, longest=40, required=False, called="The code"),
        "source": entries.text("source", source, longest=200, required=False, called="The source"),
    }


def _said(row: Fact) -> dict[str, Any]:
    """What the row states, without its place among the rows."""
    left_out = {"id", "public_id", "client_id", "recorded_at", "recorded_by", "patient", "supersedes"}
    fields = [field.name for field in row._meta.concrete_fields if field.name not in left_out]
    return {name: getattr(row, name) for name in fields if getattr(row, name) not in ("", None, False)}
