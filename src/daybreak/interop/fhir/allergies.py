"""What a FHIR AllergyIntolerance says: to what, with which reaction, how critical."""

from typing import Any

from daybreak.clinic.imports.statements import Intolerance
from daybreak.clinic.patients.facts import ALLERGY_STATUSES, CRITICALITIES
from daybreak.interop.fhir import codes
from daybreak.interop.fhir.validation import Unclear


def intolerance(allergy: Any) -> Intolerance | None:
    """The allergy or intolerance, or None when it was entered in error. Raises Unclear."""
    verification = codes.status(allergy.verificationStatus)
    if verification == "entered-in-error":
        return None
    if verification == "refuted":
        raise Unclear("The allergy was refuted: the patient does not have it.")
    said = codes.text_and_code(allergy.code, "allergy")
    if verification in ("unconfirmed", "presumed"):
        said["text"] += f" ({verification})"
    criticality = allergy.criticality or ""
    if criticality not in CRITICALITIES:
        raise Unclear(f'The criticality "{criticality}" is not one FHIR R4 knows.')
    return Intolerance(
        **said, reaction=_reactions(allergy), criticality=criticality, clinical_status=_clinical_status(allergy)
    )


def _clinical_status(allergy: Any) -> str:
    stated = codes.status(allergy.clinicalStatus) or "unknown"
    if stated not in ALLERGY_STATUSES:
        raise Unclear(f'The clinical status "{stated}" is not one of {", ".join(ALLERGY_STATUSES)}.')
    return stated


def _reactions(allergy: Any) -> str:
    told = []
    for reaction in allergy.reaction or ():
        signs = ", ".join(filter(None, (codes.label(sign) for sign in reaction.manifestation or ())))
        words = signs or reaction.description or ""
        told.append(f"{words} ({reaction.severity})" if words and reaction.severity else words)
    return "; ".join(dict.fromkeys(filter(None, told)))
