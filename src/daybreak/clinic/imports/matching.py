"""Which of our patients a foreign patient is: by an identifier, by our own record number, never by a name alone."""

from dataclasses import dataclass

from daybreak.clinic.imports import queries as imports
from daybreak.clinic.imports.statements import ForeignPatient, Identity
from daybreak.clinic.imports.traces import fitting
from daybreak.clinic.patients import names, queries
from daybreak.clinic.patients.models import Patient


@dataclass(frozen=True)
class Doubt:
    """A person must decide; ``why`` is the sentence that tells them what to compare."""

    why: str
    namesake: bool = False
    """The doubt is only about someone of the same name and birth date."""


def match(foreign: ForeignPatient) -> Patient | Doubt | None:
    """The patient, or None for someone new, or a doubt that keeps the file's statements out until a person decides."""
    known = {found for system, value in foreign.identifiers if (found := queries.by_identifier(system, value))}
    if len(known) > 1:
        charts = ", ".join(sorted(patient.mrn for patient in known))
        return Doubt(f"Its identifiers belong to different patients here ({charts}): find out which one is meant.")
    if known:
        return checked(known.pop(), foreign.identity)
    return _by_key(foreign) or _by_record_number(foreign) or _doubt_about_namesakes(foreign.identity)


def checked(patient: Patient, said: Identity) -> Patient | Doubt:
    """The patient, unless both name and birth date are another's: that is rather a mix-up than a correction."""
    if patient.birth_date != said.birth_date and not _same_name(patient, said):
        return Doubt(
            f"Its identifier is known here as that of {patient.mrn}, who has another name and another birth date: "
            "compare the two before anything is taken."
        )
    return patient


def _by_key(foreign: ForeignPatient) -> Patient | None:
    """Without any identifier: by what the file calls the patient, together with name and birth date."""
    if foreign.identifiers:
        return None
    return imports.patient_called(fitting(foreign.key))


def _by_record_number(foreign: ForeignPatient) -> Patient | None:
    """Our number in a foreign file counts only with the same birth date and a like name: others count too."""
    for _, value in foreign.identifiers:
        patient = queries.by_mrn(value)
        if patient and patient.birth_date == foreign.identity.birth_date and _same_name(patient, foreign.identity):
            return patient
    return None


def _doubt_about_namesakes(said: Identity) -> Doubt | None:
    alike = queries.alike(said.given_name, said.family_name, said.birth_date)
    if not alike:
        return None
    charts = ", ".join(patient.mrn for patient in alike)
    return Doubt(
        f"Someone born on the same day with a similar name is on record ({charts}), under no identifier of this file: "
        "compare the two, then import again and say whether this is the same person or another.",
        namesake=True,
    )


def _same_name(patient: Patient, said: Identity) -> bool:
    return names.similar((patient.given_name, patient.family_name), (said.given_name, said.family_name))
