"""What FHIR's MedicationRequest and MedicationStatement say: which medicine, how taken, since when, if still."""

from typing import Any

from daybreak.clinic.imports.statements import Medicine
from daybreak.clinic.patients.facts import MEDICATION_STATUSES
from daybreak.interop.fhir import codes, times
from daybreak.interop.fhir.directory import Directory
from daybreak.interop.fhir.dosages import in_words
from daybreak.interop.fhir.reading import Resource
from daybreak.interop.fhir.validation import Unclear, valid

_ONLY_MEANT = ("proposal", "plan", "option")


def requested(resource: Resource, request: Any, directory: Directory) -> Medicine | None:
    """The medicine prescribed, or None when it was entered in error. Raises Unclear."""
    if request.status == "entered-in-error":
        return None
    if request.doNotPerform:
        raise Unclear("It says that the medicine must not be given, which is not a medicine that is taken.")
    if request.status == "draft":
        raise Unclear("It is a draft, not yet a prescription.")
    status = "intended" if request.status == "active" and request.intent in _ONLY_MEANT else request.status
    return Medicine(
        **_medicine(resource, request, directory),
        dosage=in_words(request.dosageInstruction),
        status=_understood(status),
        started=times.day(request.authoredOn),
    )


def stated(resource: Resource, statement: Any, directory: Directory) -> Medicine | None:
    """The medicine taken, or None when it was entered in error. Raises Unclear."""
    if statement.status == "entered-in-error":
        return None
    return Medicine(
        **_medicine(resource, statement, directory),
        dosage=in_words(statement.dosage),
        status=_understood(statement.status),
        started=times.day(statement.effectiveDateTime) or times.day(statement.effectivePeriod),
    )


def medication_of(resource: Resource, request: Any, directory: Directory) -> Resource | None:
    """The Medication resource of the file that is pointed at, if one is."""
    reference = request.medicationReference
    if reference is None or (reference.reference or "").startswith("#"):
        return None
    return directory.find(reference, resource, "Medication")


def _medicine(resource: Resource, request: Any, directory: Directory) -> dict[str, str]:
    if request.medicationCodeableConcept is not None:
        return codes.text_and_code(request.medicationCodeableConcept, "medicine")
    reference = request.medicationReference
    target = reference.reference or ""
    if target.startswith("#"):
        for inner in request.contained or ():
            if inner.id == target[1:] and type(inner).__name__ == "Medication":
                return codes.text_and_code(inner.code, "medicine")
        raise Unclear("The medicine it points at is not contained in it.")
    found = medication_of(resource, request, directory)
    if found is not None:
        return codes.text_and_code(valid(found.body).code, "medicine")
    if reference.display:
        return {"text": reference.display, "system": "", "code": ""}
    raise Unclear("The medicine it points at is not in the file.")


def _understood(status: str) -> str:
    if status not in MEDICATION_STATUSES:
        raise Unclear(f'The status "{status}" is not one FHIR R4 knows.')
    return status
