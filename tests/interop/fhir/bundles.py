"""Synthetic FHIR R4: a patient with a realistic record, as plain dictionaries to be changed and written as JSON."""

import copy
import json
from typing import Any

BASE = "https://fhir.example.org/r4"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
PHQ9_ITEMS = (
    "44250-9",
    "44255-8",
    "44259-0",
    "44254-1",
    "44251-7",
    "44258-2",
    "44252-5",
    "44253-3",
    "44260-8",
)
PHQ9_ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")


def patient(**changes: Any) -> dict[str, Any]:
    """Marta Quince, born 14 March 1985."""
    return {
        "resourceType": "Patient",
        "id": "p1",
        "meta": {"versionId": "1", "lastUpdated": "2026-01-05T10:00:00Z"},
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Marta Quince</div>'},
        "identifier": [
            {
                "use": "usual",
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
                "system": "https://hospital.example.org/mrn",
                "value": "77001",
            },
            {
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "SS"}]},
                "system": "http://hl7.org/fhir/sid/us-ssn",
                "value": "999-00-1234",
            },
        ],
        "active": True,
        "name": [
            {"use": "maiden", "family": "Pear", "given": ["Marta"]},
            {"use": "official", "family": "Quince", "given": ["Marta", "Luz"]},
        ],
        "telecom": [
            {"system": "phone", "value": "+1 555 0142", "use": "mobile"},
            {"system": "email", "value": "marta@example.org"},
        ],
        "gender": "female",
        "birthDate": "1985-03-14",
    } | changes


def about(kind: str, own_id: str, patient_id: str = "p1", **fields: Any) -> dict[str, Any]:
    """A resource of that patient."""
    element = "patient" if kind == "AllergyIntolerance" else "subject"
    return {"resourceType": kind, "id": own_id, element: {"reference": f"Patient/{patient_id}"}} | fields


def concept(system: str, code: str, display: str) -> dict[str, Any]:
    """A CodeableConcept of one coding."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def condition(own_id: str = "c1", **fields: Any) -> dict[str, Any]:
    """A moderate recurrent depression since May 2019."""
    return (
        about("Condition", own_id)
        | {
            "clinicalStatus": concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"),
            "verificationStatus": concept(
                "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "Yes"
            ),
            "code": concept("http://hl7.org/fhir/sid/icd-10-cm", "F33.1", "Recurrent depression, moderate"),
            "onsetDateTime": "2019-05-01",
        }
        | fields
    )


def request(own_id: str = "m1", **fields: Any) -> dict[str, Any]:
    """Sertraline as prescribed."""
    return (
        about("MedicationRequest", own_id)
        | {
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": concept(
                "http://www.nlm.nih.gov/research/umls/rxnorm", "312940", "Sertraline 50 mg"
            ),
            "authoredOn": "2025-11-02",
            "dosageInstruction": [{"text": "1 tablet in the morning"}],
        }
        | fields
    )


def allergy(own_id: str = "a1", **fields: Any) -> dict[str, Any]:
    """Penicillin, hives, critical."""
    return (
        about("AllergyIntolerance", own_id)
        | {
            "clinicalStatus": concept(
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active", "Active"
            ),
            "code": concept("http://snomed.info/sct", "764146007", "Penicillin"),
            "criticality": "high",
            "reaction": [{"manifestation": [{"text": "Hives"}], "severity": "moderate"}],
        }
        | fields
    )


def observation(own_id: str, loinc: str, display: str, **fields: Any) -> dict[str, Any]:
    """A final observation of 5 January 2026."""
    return (
        about("Observation", own_id)
        | {
            "status": "final",
            "code": concept(LOINC, loinc, display),
            "effectiveDateTime": "2026-01-05T09:30:00+01:00",
        }
        | fields
    )


def quantity(value: float, unit: str, code: str = "") -> dict[str, Any]:
    """A UCUM quantity."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code or unit}


def weight(own_id: str = "w1", value: float = 80.5, unit: str = "kg", **fields: Any) -> dict[str, Any]:
    """A body weight."""
    return observation(own_id, "29463-7", "Body weight", valueQuantity=quantity(value, unit)) | fields


def height(own_id: str = "h1", value: float = 172, unit: str = "cm", **fields: Any) -> dict[str, Any]:
    """A body height."""
    return observation(own_id, "8302-2", "Body height", valueQuantity=quantity(value, unit)) | fields


def pressure(own_id: str = "b1", systolic: float = 128, diastolic: float = 82, **fields: Any) -> dict[str, Any]:
    """A blood pressure panel with components."""
    return (
        observation(
            own_id,
            "85354-9",
            "Blood pressure panel",
            component=[
                {"code": concept(LOINC, "8480-6", "Systolic"), "valueQuantity": quantity(systolic, "mmHg", "mm[Hg]")},
                {"code": concept(LOINC, "8462-4", "Diastolic"), "valueQuantity": quantity(diastolic, "mmHg", "mm[Hg]")},
            ],
        )
        | fields
    )


def phq9(own_id: str = "q1", answers: tuple[int, ...] = (2, 2, 1, 2, 1, 2, 1, 1, 1), **fields: Any) -> dict[str, Any]:
    """A PHQ-9 panel: nine components with LOINC answers, and the total."""
    items = [
        {"code": concept(LOINC, code, f"Item {code}"), "valueCodeableConcept": concept(LOINC, PHQ9_ANSWERS[value], "")}
        for code, value in zip(PHQ9_ITEMS, answers, strict=True)
    ]
    for item in items:
        del item["valueCodeableConcept"]["coding"][0]["display"]
    total = {"code": concept(LOINC, "44261-6", "Total"), "valueInteger": sum(answers)}
    return observation(own_id, "44249-1", "PHQ-9", component=[*items, total]) | fields


def whole_record() -> list[dict[str, Any]]:
    """One of each that is taken in."""
    return [patient(), condition(), request(), allergy(), weight(), height(), pressure(), phq9()]


def bundle(*resources: dict[str, Any], kind: str = "collection", base: str = BASE, **fields: Any) -> bytes:
    """A Bundle as JSON; with a base, every entry has a full address on that server."""
    entries = []
    for resource in resources:
        entry: dict[str, Any] = {"resource": copy.deepcopy(resource)}
        if base and resource.get("id"):
            entry["fullUrl"] = f"{base}/{resource['resourceType']}/{resource['id']}"
        entries.append(entry)
    return as_json({"resourceType": "Bundle", "type": kind, "entry": entries} | fields)


def as_json(document: Any) -> bytes:
    """UTF-8 JSON."""
    return json.dumps(document, ensure_ascii=False).encode()
