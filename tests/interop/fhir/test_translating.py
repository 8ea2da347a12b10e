"""Each resource is understood as its source means it, or left out whole with the reason."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from daybreak.clinic.imports.statements import (
    Intolerance,
    Measure,
    Measurement,
    Medicine,
    PressureReading,
    Problem,
    Scale,
)
from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles
from tests.interop.fhir.bundles import LOINC, concept, quantity

MORNING = datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=1)))


def said(*resources, base=bundles.BASE):
    """What the file's facts say, after its one patient."""
    file = translate(bundles.bundle(bundles.patient(), *resources, base=base))
    assert [line.why for line in file.lines if line.outcome == "not taken"] == []
    return [fact.said for fact in file.facts]


def why(*resources, base=bundles.BASE):
    """Why the one resource that was left out is."""
    file = translate(bundles.bundle(bundles.patient(), *resources, base=base))
    (line,) = [line for line in file.lines if line.outcome == "not taken"]
    return line.why


def patient_why(**changes):
    (line,) = translate(bundles.bundle(bundles.patient(**changes))).lines
    return line.why


def identity(**changes):
    (found,) = translate(bundles.bundle(bundles.patient(**changes))).patients
    return found.identity


# patients


def test_the_official_name_is_the_one_kept():
    assert (identity().given_name, identity().family_name) == ("Marta Luz", "Quince")


def test_without_an_official_name_the_usual_one_or_one_without_a_use_is_kept():
    names = [{"family": "Plain", "given": ["P"]}, {"use": "usual", "family": "Usual", "given": ["U"]}]
    assert identity(name=names).family_name == "Usual"
    assert identity(name=names[:1]).family_name == "Plain"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"birthDate": "1985-03"}, "The birth date is missing or not given to the day"),
        ({"birthDate": None}, "The birth date is missing or not given to the day"),
        ({"birthDate": "1985-02-30"}, '"birthDate"'),
        (
            {"name": [{"use": "official", "text": "Marta Quince"}]},
            "no official or usual name with a given and a family",
        ),
        ({"name": [{"use": "old", "family": "Pear", "given": ["M"]}]}, "no official or usual name"),
        ({"gender": "f"}, 'The administrative gender "f" is not one of female, male, other, unknown.'),
        ({"deceasedBoolean": True}, "The patient is said to have died."),
        ({"deceasedDateTime": "2025-01-01"}, "The patient is said to have died."),
        ({"active": False}, "no longer active"),
        ({"link": [{"other": {"reference": "Patient/2"}, "type": "replaced-by"}]}, "replaced by another"),
        ({"modifierExtension": [{"url": "urn:x", "valueBoolean": True}]}, '"modifierExtension"'),
        ({"implicitRules": "urn:rules"}, '"implicitRules"'),
    ],
)
def test_a_patient_who_is_not_certain_is_left_out(changes, sentence):
    changes = {name: value for name, value in changes.items() if value is not None}
    told = patient_why(**changes) if changes else _without_birth_date()
    assert sentence in told


def _without_birth_date():
    nobody = bundles.patient()
    del nobody["birthDate"]
    (line,) = translate(bundles.bundle(nobody)).lines
    return line.why


def test_a_gender_that_is_not_said_is_unknown():
    someone = bundles.patient()
    del someone["gender"]
    (found,) = translate(bundles.bundle(someone)).patients
    assert found.identity.sex == "unknown"


def test_an_address_on_this_machine_is_no_identifier_for_the_world():
    (found,) = translate(bundles.bundle(bundles.patient(), base="http://localhost:8080/fhir")).patients
    assert found.identifiers == (("https://hospital.example.org/mrn", "77001"),)


# references


@pytest.mark.parametrize(
    ("full_url", "reference", "base"),
    [
        ("urn:uuid:6f1c0000-0000-4000-8000-000000000001", "urn:uuid:6f1c0000-0000-4000-8000-000000000001", ""),
        ("https://fhir.example.org/r4/Patient/p1", "Patient/p1", bundles.BASE),
        ("https://fhir.example.org/r4/Patient/p1", "https://fhir.example.org/r4/Patient/p1", ""),
        ("https://fhir.example.org/r4/Patient/p1", "https://fhir.example.org/r4/Patient/p1/_history/3", ""),
        ("", "Patient/p1", ""),
        ("", "Patient?identifier=https://hospital.example.org/mrn|77001", ""),
    ],
)
def test_a_patient_is_found_by_every_kind_of_reference(full_url, reference, base):
    import json

    document = json.loads(
        bundles.bundle(bundles.patient(), bundles.weight(subject={"reference": reference}), base=base)
    )
    if full_url:
        document["entry"][0]["fullUrl"] = full_url
    file = translate(bundles.as_json(document))
    assert [fact.patient_ref for fact in file.facts] == [file.patients[0].ref]


def test_a_reference_that_could_mean_two_patients_is_not_guessed():
    other = bundles.patient(birthDate="1990-01-01")
    file = translate(bundles.bundle(bundles.patient(), other, bundles.weight(), base=""))
    assert [line.why for line in file.lines] == ["Its reference could mean more than one Patient of the file."]


def test_a_reference_to_nobody_is_told():
    assert why(bundles.weight(subject={"reference": "Patient/p9"})) == (
        "The patient it is about (Patient/p9) is not in the file."
    )
    assert why(bundles.weight(subject={"display": "Marta"})) == "Its reference to a Patient is empty."


# conditions


def test_a_condition_is_a_problem():
    assert said(bundles.condition()) == [
        Problem(
            "Recurrent depression, moderate",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "F33.1",
            "active",
            date(2019, 5, 1),
        )
    ]


@pytest.mark.parametrize(
    ("onset", "day", "words"),
    [
        ({"onsetDateTime": "2019-05-01T08:00:00Z"}, date(2019, 5, 1), ""),
        ({"onsetDateTime": "2019-05"}, None, "2019-05"),
        ({"onsetDateTime": "2019"}, None, "2019"),
        ({"onsetAge": {"value": 30, "unit": "years", "code": "a"}}, None, "at 30 years of age"),
        ({"onsetPeriod": {"start": "2019-05-01", "end": "2020"}}, date(2019, 5, 1), "from 2019-05-01 to 2020"),
        ({"onsetString": "in her twenties"}, None, "in her twenties"),
    ],
)
def test_an_onset_keeps_the_precision_it_was_said_with(onset, day, words):
    condition = bundles.condition()
    del condition["onsetDateTime"]
    (found,) = said(condition | onset)
    assert (found.onset, found.onset_text) == (day, words)


def verification(code):
    return {"verificationStatus": concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", code, code)}


def test_a_condition_not_yet_certain_says_so_in_its_text():
    (found,) = said(bundles.condition(**verification("provisional")))
    assert found.text == "Recurrent depression, moderate (provisional)"


def test_a_refuted_condition_is_left_out_and_one_in_error_takes_back():
    assert why(bundles.condition(**verification("refuted"))).startswith("The condition was refuted")
    assert said(bundles.condition(**verification("entered-in-error"))) == [None]


def test_an_ended_condition_without_a_status_is_resolved_and_otherwise_unknown():
    condition = bundles.condition()
    del condition["clinicalStatus"]
    assert [
        found.clinical_status for found in said(condition, condition | {"id": "c2", "abatementDateTime": "2020"})
    ] == [
        "unknown",
        "resolved",
    ]


def test_a_bare_code_says_nothing_to_a_reader():
    assert why(bundles.condition(code={"coding": [{"system": "http://snomed.info/sct", "code": "1"}]})) == (
        "The condition has neither a text nor a display name: its bare code says nothing to a reader."
    )


# medicines


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


# allergies


def test_an_allergy_is_an_intolerance():
    assert said(bundles.allergy()) == [
        Intolerance("Penicillin", "http://snomed.info/sct", "764146007", "Hives (moderate)", "high", "active")
    ]


def test_a_refuted_allergy_is_left_out():
    assert why(bundles.allergy(**verification("refuted"))).startswith("The allergy was refuted")


# measurements


def test_a_weight_a_height_and_a_pressure_are_measured():
    assert said(bundles.weight(), bundles.height(), bundles.pressure()) == [
        PressureReading(Decimal(128), Decimal(82), "mm[Hg]", MORNING),
        Measurement("body_weight", Measure(Decimal("80.5"), "kg"), MORNING),
        Measurement("body_height", Measure(Decimal(172), "cm"), MORNING),
    ]


@pytest.mark.parametrize("code", ["29463-7", "3141-9"])
def test_both_codes_of_a_weight_are_known(code):
    (found,) = said(bundles.observation("w1", code, "Weight", valueQuantity=quantity(80, "kg")))
    assert found.kind == "body_weight"


def test_a_unit_is_read_from_its_ucum_code_before_its_name():
    (found,) = said(bundles.weight(valueQuantity=quantity(176, "lbs", "[lb_av]")))
    assert found.measure == Measure(Decimal(176), "[lb_av]")


def test_a_unit_without_a_code_is_read_by_its_name():
    (found,) = said(bundles.weight(valueQuantity={"value": 80, "unit": "kg"}))
    assert found.measure == Measure(Decimal(80), "kg")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"effectiveDateTime": "2026-01-05"}, date(2026, 1, 5)),
        ({"effectiveInstant": "2026-01-05T08:30:00Z"}, datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
        ({"effectivePeriod": {"start": "2026-01-05T08:30:00Z"}}, datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_time_of_a_measurement_is_read_in_each_of_its_forms(fields, day):
    observation = bundles.weight()
    del observation["effectiveDateTime"]
    (found,) = said(observation | fields)
    assert found.effective == day


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "preliminary"}, 'Its status is "preliminary"'),
        ({"focus": [{"reference": "Patient/child"}]}, "other than the patient"),
        ({"effectiveDateTime": "2026-01"}, 'Its time "2026-01" is not given to the day.'),
        ({"effectiveDateTime": "2026-01-05T09:30:00"}, "effectiveDateTime"),
        ({"valueQuantity": {"value": 80}}, "has no unit"),
        ({"valueQuantity": {"value": 80, "unit": "kg", "comparator": ">"}}, 'only known to be "> 80"'),
        ({"valueQuantity": {"unit": "kg"}}, "holds no value with a unit"),
        ({"dataAbsentReason": {"text": "refused"}}, "Its value is absent: refused."),
        ({"code": {"text": "Weight"}}, 'It has no LOINC code "Weight"'),
        ({"code": concept(LOINC, "8867-4", "Heart rate")}, 'of this kind "Heart rate" (LOINC 8867-4) are not taken in'),
        (
            {"code": {"coding": [{"system": LOINC, "code": "29463-7"}, {"system": LOINC, "code": "8302-2"}]}},
            "mean different things at once",
        ),
    ],
)
def test_a_measurement_that_is_not_certain_is_left_out(fields, sentence):
    assert sentence in why(bundles.weight(**fields))


def test_a_measurement_without_a_time_is_left_out():
    observation = bundles.weight()
    del observation["effectiveDateTime"]
    assert why(observation) == "It does not say when it was."


def test_a_pressure_lacking_a_part_is_left_out():
    half = bundles.pressure()
    del half["component"][1]
    assert why(half) == "It holds no diastolic pressure."


def test_a_pressure_in_two_units_is_left_out():
    mixed = bundles.pressure()
    mixed["component"][1]["valueQuantity"] = quantity(10.9, "kPa")
    assert why(mixed) == "Systolic and diastolic are given in different units, mm[Hg] and kPa."


def test_a_pressure_whose_parts_are_observations_of_their_own_is_one_pressure():
    upper = bundles.observation("u", "8480-6", "Systolic", valueQuantity=quantity(128, "mm[Hg]"))
    lower = bundles.observation("l", "8462-4", "Diastolic", valueQuantity=quantity(82, "mm[Hg]"))
    panel = bundles.observation(
        "b", "55284-4", "Pressure", hasMember=[{"reference": "Observation/u"}, {"reference": "Observation/l"}]
    )
    file = translate(bundles.bundle(bundles.patient(), upper, lower, panel))
    assert [fact.said for fact in file.facts] == [PressureReading(Decimal(128), Decimal(82), "mm[Hg]", MORNING)]
    assert {line.resource: line.why for line in file.lines} == {
        "Observation/u": "Read as part of entry 4.",
        "Observation/l": "Read as part of entry 4.",
    }


def test_a_panel_whose_members_are_missing_leaves_those_there_to_speak_for_themselves():
    upper = bundles.observation("u", "8480-6", "Systolic", valueQuantity=quantity(128, "mm[Hg]"))
    panel = bundles.observation(
        "b", "85354-9", "Pressure", hasMember=[{"reference": "Observation/u"}, {"reference": "Observation/l"}]
    )
    file = translate(bundles.bundle(bundles.patient(), upper, panel))
    assert [fact.said for fact in file.facts] == [Measurement("systolic", Measure(Decimal(128), "mm[Hg]"), MORNING)]
    assert [line.why for line in file.lines] == ["Some of its members are not in the file."]


def test_a_member_about_another_patient_is_not_mixed_in():
    other = bundles.patient(id="p2", identifier=[])
    upper = bundles.observation("u", "8480-6", "Systolic", valueQuantity=quantity(128, "mm[Hg]"))
    lower = bundles.observation(
        "l", "8462-4", "Diastolic", valueQuantity=quantity(82, "mm[Hg]"), subject={"reference": "Patient/p2"}
    )
    panel = bundles.observation(
        "b", "85354-9", "Pressure", hasMember=[{"reference": "Observation/u"}, {"reference": "Observation/l"}]
    )
    assert why(other, upper, lower, panel) == "Its member Observation/l is about another patient."


# PHQ-9

ANSWERS = (2, 2, 1, 2, 1, 2, 1, 1, 1)
KEPT = {f"phq9-{number}": value for number, value in enumerate(ANSWERS, start=1)}


def test_a_panel_with_its_items_and_total_is_a_scale():
    assert said(bundles.phq9()) == [Scale("phq9", 13, MORNING, KEPT)]


def test_a_panel_without_a_total_is_summed():
    panel = bundles.phq9()
    del panel["component"][-1]
    assert said(panel) == [Scale("phq9", 13, MORNING, KEPT)]


def total(own_id="t", **fields):
    return bundles.observation(own_id, "44261-6", "PHQ-9 total", valueQuantity=quantity(13, "{score}")) | fields


def test_a_bare_total_is_a_scale_without_answers():
    assert said(total()) == [Scale("phq9", 13, MORNING)]


def test_items_and_total_as_observations_of_their_own_are_one_scale():
    items = [
        bundles.observation(f"i{number}", code, code, valueInteger=value)
        for number, (code, value) in enumerate(zip(bundles.PHQ9_ITEMS, ANSWERS, strict=True))
    ]
    members = [{"reference": f"Observation/{item['id']}"} for item in [*items, total()]]
    panel = bundles.observation("q", "44249-1", "PHQ-9", hasMember=members)
    file = translate(bundles.bundle(bundles.patient(), *items, total(), panel))
    assert [fact.said for fact in file.facts] == [Scale("phq9", 13, MORNING, KEPT)]
    assert {line.outcome for line in file.lines} == {"part"}


def response(**fields):
    items = [
        {"linkId": f"/{code}", "answer": [{"valueCoding": {"system": LOINC, "code": bundles.PHQ9_ANSWERS[value]}}]}
        for code, value in zip(bundles.PHQ9_ITEMS, ANSWERS, strict=True)
    ]
    return (
        bundles.about(
            "QuestionnaireResponse",
            "r1",
            status="completed",
            questionnaire="http://example.org/Questionnaire/phq-9|1.0",
            authored="2026-01-05T09:30:00+01:00",
            item=[{"linkId": "group", "item": items}, {"linkId": "/44261-6", "answer": [{"valueInteger": 13}]}],
        )
        | fields
    )


def test_a_questionnaire_response_is_a_scale():
    assert said(response()) == [Scale("phq9", 13, MORNING, KEPT)]


def test_answers_and_a_bare_total_of_the_same_day_are_one_scale():
    file = translate(bundles.bundle(bundles.patient(), response(), total()))
    assert [fact.said for fact in file.facts] == [Scale("phq9", 13, MORNING, KEPT)]
    assert [(line.resource, line.outcome, line.why) for line in file.lines] == [
        ("Observation/t", "part", "The total of entry 2.")
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "in-progress"}, 'Its status is "in-progress"'),
        ({"questionnaire": "http://example.org/gad-7", "item": []}, "is not one that is taken in"),
        ({"item": [{"linkId": "44250-9", "answer": [{"valueInteger": 1}]}]}, "It answers only 1 of the 9 questions"),
        ({"item": []}, "neither a total nor the answers"),
        (
            {"item": [{"linkId": "44250-9", "answer": [{"valueString": "often"}]}]},
            "neither a number nor a LOINC answer",
        ),
        (
            {"item": [{"linkId": "44250-9", "answer": [{"valueInteger": 1}, {"valueInteger": 2}]}]},
            "different answers to one and the same question",
        ),
        ({"item": [{"linkId": "44261-6", "answer": [{"valueDecimal": 12.5}]}]}, "12.5 is not a whole score"),
    ],
)
def test_a_questionnaire_that_is_not_certain_is_left_out(fields, sentence):
    assert sentence in why(response(**fields))


def test_a_panel_with_part_of_its_items_is_left_out_rather_than_scored():
    panel = bundles.phq9()
    del panel["component"][8]
    assert why(panel).startswith("It answers only 8 of the 9 questions of PHQ-9")


def test_a_single_question_is_left_out():
    assert "says nothing alone" in why(bundles.observation("i9", "44260-8", "Item 9", valueInteger=1))


def test_an_unknown_answer_code_is_left_out():
    panel = bundles.phq9()
    panel["component"][0]["valueCodeableConcept"]["coding"][0]["code"] = "LA0000-0"
    assert why(panel) == "One of its answers is not a LOINC answer of this scale."
