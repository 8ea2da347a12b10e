"""Reads FHIR's coded values: the text to show, the code to keep, the status words that are understood."""

from typing import Any

from daybreak.interop.fhir.validation import Unclear

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
_KNOWN_SYSTEMS = (SNOMED, RXNORM, ICD_10_CM, "http://hl7.org/fhir/sid/icd-10")


def text_and_code(concept: Any, called: str) -> dict[str, str]:
    """``text``, ``system`` and ``code`` of a CodeableConcept. Raises Unclear when it says nothing a person can read."""
    coding = _chosen_coding(concept) if concept is not None else None
    text = (concept.text if concept is not None else "") or (coding.display if coding else "") or ""
    if not text.strip():
        raise Unclear(f"The {called} has neither a text nor a display name: its bare code says nothing to a reader.")
    system, code = (coding.system or "", coding.code or "") if coding else ("", "")
    return {"text": text, "system": system if code else "", "code": code}


def loinc_codes(concept: Any) -> set[str]:
    """The LOINC codes of a CodeableConcept."""
    codings = (concept.coding if concept else None) or ()
    return {coding.code for coding in codings if coding.system == LOINC and coding.code}


def status(concept: Any) -> str:
    """The first code of a status concept, "" when there is none."""
    return next((coding.code for coding in (concept.coding if concept else None) or () if coding.code), "")


def label(concept: Any) -> str:
    """What a reader would call the concept: its text, a display name, or its code."""
    codings = (concept.coding if concept else None) or ()
    said = [
        concept.text if concept else None,
        *(coding.display for coding in codings),
        *(coding.code for coding in codings),
    ]
    return next((str(one) for one in said if one), "")


def _chosen_coding(concept: Any) -> Any:
    """The one the user chose, else of a system known here, else the first."""
    codings = [coding for coding in concept.coding or () if coding.code or coding.display]
    ranked = sorted(codings, key=lambda coding: (not coding.userSelected, coding.system not in _KNOWN_SYSTEMS))
    return ranked[0] if ranked else None
