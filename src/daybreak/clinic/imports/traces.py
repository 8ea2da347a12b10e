"""What is remembered of foreign resources: under which key which content became which row."""

import hashlib
from dataclasses import dataclass

from daybreak.clinic.imports import queries
from daybreak.clinic.imports.models import Import, ImportedResource
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.record import Record

_LONGEST_KEY = 300


def fitting(key: str) -> str:
    """The key itself, or its hash where it is too long to be kept."""
    return key if len(key) <= _LONGEST_KEY else f"sha256 {hashlib.sha256(key.encode()).hexdigest()}"


@dataclass(frozen=True)
class Traces:
    """The traces of one kind of resource in one patient's chart."""

    patient: Patient
    resource_type: str

    def of(self, key: str) -> ImportedResource | None:
        """The trace that a resource of this key left earlier."""
        return queries.taken_for(self.patient, self.resource_type).filter(resource_key=fitting(key)).first()

    def have(self, content: str) -> bool:
        """Whether the same content is on record under any key: some systems name everything anew in every export."""
        return queries.taken_for(self.patient, self.resource_type).filter(content_sha256=content).exists()

    def elsewhere(self, key: str) -> bool:
        """Whether a resource of this key was taken in for another patient."""
        return queries.taken_for_another(self.patient, self.resource_type, fitting(key))

    def keep(self, key: str, content: str, row: Record, taken_in: Import) -> None:
        """Remembers the latest content and row of a key."""
        ImportedResource.objects.update_or_create(
            patient_key=str(self.patient.public_id),
            resource_type=self.resource_type,
            resource_key=fitting(key),
            defaults={
                "content_sha256": content,
                "kind": type(row).__name__,
                "row_id": row.public_id,
                "taken_in": taken_in,
            },
        )
