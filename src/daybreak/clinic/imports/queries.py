"""Reads of what was taken in before: by the key a source used, by patient and kind of resource."""

from django.db.models import QuerySet

from daybreak.clinic.imports.models import ImportedResource
from daybreak.clinic.patients.models import Patient


def taken_for(patient: Patient, resource_type: str) -> QuerySet[ImportedResource]:
    """Everything of this kind that was taken in for ``patient``."""
    return ImportedResource.objects.filter(patient_key=str(patient.public_id), resource_type=resource_type)


def taken_for_another(patient: Patient, resource_type: str, resource_key: str) -> bool:
    """Whether a resource of this key was taken in for somebody else."""
    same = ImportedResource.objects.filter(resource_type=resource_type, resource_key=resource_key)
    return same.exclude(patient_key=str(patient.public_id)).exists()


def patient_called(resource_key: str) -> Patient | None:
    """The patient that a source once called by this key."""
    known = ImportedResource.objects.filter(resource_type="Patient", resource_key=resource_key).first()
    return Patient.objects.filter(public_id=known.row_id).first() if known else None
