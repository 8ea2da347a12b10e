"""Medicines are understood as their source means them, or left out whole with the reason."""

from datetime import date

import pytest

from daybreak.clinic.imports.statements import Medicine
from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles
from tests.interop.fhir.translated import said, why


def test_a_prescription_is_a_medicine():
    assert said(bundles.request()) == [
        Medicine(
            "Sertraline 50 mg",
            "http://www.nlm.nih.gov/research/umls/rxnorm",
            "312940",
            "1 tablet in the morning",
            "active",
            date(2025, 11, 2),
        )
    ]


def test_a_medicine_taken_is_a_medicine():
    statement = bundles.about(
        "MedicationStatement",
        "s1",
        status="stopped",
        medicationCodeableConcept={"text": "St John's wort"},
        effectivePeriod={"start": "2024-01-01", "end": "2024-06-01"},
        dosage=[{"text": "300 mg twice daily"}],
    )
    assert said(statement) == [
        Medicine("St John's wort", dosage="300 mg twice daily", status="stopped", started=date(2024, 1, 1))
    ]


def referring(reference, **fields):
    request = bundles.request(**fields)
    del request["medicationCodeableConcept"]
    return request | {"medicationReference": reference}


def test_a_contained_medicine_is_found():
    inside = [{"resourceType": "Medication", "id": "med", "code": {"text": "Lamotrigine 100 mg"}}]
    (found,) = said(referring({"reference": "#med"}, contained=inside))
    assert found.text == "Lamotrigine 100 mg"


def test_a_medicine_of_its_own_is_read_as_part_of_the_prescription():
    medication = {"resourceType": "Medication", "id": "med", "code": {"text": "Lamotrigine 100 mg"}}
    file = translate(bundles.bundle(bundles.patient(), medication, referring({"reference": "Medication/med"})))
    assert [fact.said.text for fact in file.facts] == ["Lamotrigine 100 mg"]
    assert [(line.resource, line.outcome, line.why) for line in file.lines] == [
        ("Medication/med", "part", "Read as part of entry 3.")
    ]


def test_a_medicine_that_is_nowhere_is_told_and_one_with_a_name_is_taken():
    assert why(referring({"reference": "Medication/gone"})) == "The medicine it points at is not in the file."
    assert why(referring({"reference": "#gone"})) == "The medicine it points at is not contained in it."
    (found,) = said(referring({"reference": "Medication/gone", "display": "Lithium"}))
    assert found.text == "Lithium"


def test_a_medicine_that_nobody_takes_is_told():
    assert why({"resourceType": "Medication", "id": "med", "code": {"text": "Lithium"}}) == (
        "No prescription or statement of the file points at this medicine."
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"doNotPerform": True}, "must not be given"),
        ({"status": "draft"}, "draft"),
        ({"status": "whatever"}, 'The status "whatever"'),
    ],
)
def test_what_is_no_medicine_taken_is_left_out(fields, sentence):
    assert sentence in why(bundles.request(**fields))


def test_a_plan_is_not_yet_a_medicine_taken():
    (found,) = said(bundles.request(intent="plan"))
    assert found.status == "intended"


@pytest.mark.parametrize(
    ("dosage", "words"),
    [
        ([{"text": "one"}, {"text": "two"}], "one; two"),
        (
            [
                {
                    "doseAndRate": [{"doseQuantity": {"value": 20, "unit": "mg"}}],
                    "route": {"text": "by mouth"},
                    "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                    "asNeededBoolean": True,
                }
            ],
            "20 mg, by mouth, 2 × every day, as needed",
        ),
        (
            [
                {
                    "doseAndRate": [
                        {"doseRange": {"low": {"value": 1, "unit": "mg"}, "high": {"value": 2, "unit": "mg"}}}
                    ],
                    "timing": {"repeat": {"frequency": 1, "frequencyMax": 2, "period": 8, "periodUnit": "h"}},
                    "asNeededCodeableConcept": {"text": "sleep"},
                }
            ],
            "1 mg to 2 mg, 1 to 2 × every 8 hours, as needed for sleep",
        ),
        (
            [{"maxDosePerAdministration": {"value": 4, "unit": "mg"}}],
            "dosage given in a form that is not read here: see the source",
        ),
        ([], ""),
    ],
)
def test_a_dosage_is_told_in_words(dosage, words):
    (found,) = said(bundles.request(dosageInstruction=dosage) if dosage else _undosed())
    assert found.dosage == words


def _undosed():
    request = bundles.request()
    del request["dosageInstruction"]
    return request
