"""Records how a patient has agreed to be asked: by e-mail, text message or only in the clinic; in which language."""

from uuid import UUID

from daybreak.care.instrument_files import LANGUAGES
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Entries
from daybreak.clinic.measures.models import Reach, Way
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit


def set_reach(*, by: Person, patient: Patient, way: str, language: str = "en", client_id: UUID | None = None) -> Reach:
    """From now on the patient is asked this way. Invalid without the address it needs, or in an unknown language."""
    permit(by, "measure.invite")
    entries = Entries()
    if way not in Way.values:
        entries.refuse("way", "Choose how the patient is asked.")
    if way == Way.EMAIL and not patient.email:
        entries.refuse("way", "There is no e-mail address in the chart. Add it there first.")
    if way == Way.SMS and not patient.phone:
        entries.refuse("way", "There is no telephone number in the chart. Add it there first.")
    if language not in LANGUAGES:
        entries.refuse("language", f"Choose one of {', '.join(LANGUAGES.values())}.")
    entries.settle()
    return once(
        Reach,
        client_id,
        lambda row: (row.patient_id, row.way, row.language) == (patient.pk, way, language),
        lambda: _set(by, patient, way, language, client_id),
    )


def _set(by: Person, patient: Patient, way: str, language: str, client_id: UUID | None) -> Reach:
    row = Reach.objects.create(patient=patient, way=way, language=language, recorded_by=by, client_id=client_id)
    detail = {"way": way, "language": language}
    audit.append(by=by, act="measure.reach", subject=row, patient=patient, detail=detail)
    return row
