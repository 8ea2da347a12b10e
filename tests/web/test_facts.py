"""Recording facts: the impossible refused, the improbable asked about, a later version, an error taken out."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from daybreak.clinic.patients import queries
from daybreak.clinic.patients.models import Observation, Patient
from tests.clinic import cast, scenes
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Client:
    return visits.signed_in(cast.nurse())


@pytest.fixture
def patient() -> Patient:
    return cast.patient()


def record(client: Client, patient: Patient, kind: str, **fields: Any) -> Any:
    return visits.send(client, "fact-new", patient.public_id, kind, fields=fields)


def weights(patient: Patient) -> list[Decimal]:
    return [row.value for row in Observation.objects.filter(patient=patient, kind="body_weight")]


def test_a_weight_of_800_kg_is_refused_and_stays_in_the_box(nurse: Client, patient: Patient) -> None:
    answer = record(nurse, patient, "weight", value="800")
    assert answer.status_code == 422
    assert 'value="800"' in answer.content.decode()
    assert len(answer.context["form"].errors["value"]) == 1
    assert 'name="confirm"' not in answer.content.decode()
    assert weights(patient) == []


def test_a_weight_of_180_kg_asks_and_is_saved_once_confirmed(nurse: Client, patient: Patient) -> None:
    asked = record(nurse, patient, "weight", value="180")
    assert asked.status_code == 422
    assert "180 kg is right, I have checked." in visits.words(asked)
    assert weights(patient) == []
    assert record(nurse, patient, "weight", value="180", confirm="value:180").status_code == 302
    assert weights(patient) == [Decimal(180)]


def test_a_confirmation_does_not_count_for_another_value_typed_afterwards(nurse: Client, patient: Patient) -> None:
    assert record(nurse, patient, "weight", value="230", confirm="value:180").status_code == 422
    assert weights(patient) == []


def test_a_decimal_comma_is_understood(nurse: Client, patient: Patient) -> None:
    assert record(nurse, patient, "weight", value="72,5").status_code == 302
    assert weights(patient) == [Decimal("72.5")]


@pytest.mark.parametrize(
    "typed", ["1e2", "1e999999999", "8_0", "1" * 400, "8" * 10, "0x50", "80\x00", "NaN", "1,234,5"]
)
def test_what_no_person_types_as_a_number_is_not_one(nurse: Client, patient: Patient, typed: str) -> None:
    answer = record(nurse, patient, "weight", value=typed)
    assert answer.context["form"].errors["value"] == ["This is not a number. Write it in digits, like 72.5."]
    assert weights(patient) == []


@pytest.mark.parametrize("typed", ["80", " 80 ", "80,0", "80.", "+80", "٨٠"])
def test_a_number_is_read_as_people_write_it(nurse: Client, patient: Patient, typed: str) -> None:
    assert record(nurse, patient, "weight", value=typed).status_code == 302
    assert weights(patient) == [Decimal(80)]


def test_words_where_a_number_belongs_are_said_beside_it(nurse: Client, patient: Patient) -> None:
    errors = record(nurse, patient, "weight", value="about eighty").context["form"].errors
    assert errors == {"value": ["This is not a number. Write it in digits, like 72.5."]}


@pytest.mark.parametrize("typed", ["2026-09-27T02:30", "2026-04-05T02:30"])
def test_an_hour_the_clocks_skip_or_repeat_is_asked_for_again(nurse: Client, patient: Patient, typed: str) -> None:
    with timezone.override("Pacific/Auckland"):
        answer = record(nurse, patient, "weight", value="80", effective_at=typed)
    assert answer.context["form"].errors["effective_at"] == [
        "The clocks were changed in that hour, so this time is not certain. Enter one before or after it."
    ]
    assert weights(patient) == []


def test_a_diastolic_above_the_systolic_is_refused(nurse: Client, patient: Patient) -> None:
    answer = record(nurse, patient, "pressure", systolic="80", diastolic="120")
    assert answer.status_code == 422
    assert "diastolic" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        ("condition", {"text": "Arterial hypertension", "code": "I10", "clinical_status": "active"}, "I10"),
        ("medicine", {"text": "Sertraline 50 mg", "status": "active", "dosage": "in the morning"}, "in the morning"),
        ("allergy", {"text": "Latex", "reaction": "hives", "criticality": "high"}, "high risk"),
        ("height", {"value": "170"}, "170 cm"),
        ("pressure", {"systolic": "124", "diastolic": "78"}, "124/78 mmHg"),
    ],
)
def test_each_kind_of_fact_arrives_in_the_chart(
    kind: str, fields: dict[str, str], shown: str, nurse: Client, patient: Patient
) -> None:
    answer = record(nurse, patient, kind, **fields)
    assert answer.status_code == 302
    assert shown in visits.words(nurse.get(answer["Location"]))


def test_pressing_twice_records_once(nurse: Client, patient: Patient) -> None:
    key = "5f0f5a52-8f5e-4d53-9a52-0c6f5a528f5e"
    for _ in range(2):
        assert record(nurse, patient, "weight", value="80", client_id=key).status_code == 302
    assert weights(patient) == [Decimal(80)]


def test_an_unknown_kind_of_fact_is_not_found(nurse: Client, patient: Patient) -> None:
    assert nurse.get(f"/patients/{patient.public_id}/facts/shoe-size/").status_code == 404


def test_a_changed_medicine_is_a_new_version_of_the_old(nurse: Client, patient: Patient) -> None:
    record(nurse, patient, "medicine", text="Sertraline 50 mg", status="active")
    earlier = queries.current_facts(patient).medications[0]
    fields = {"text": "Sertraline 100 mg", "status": "active"}
    answer = visits.send(nurse, "fact-change", patient.public_id, "medicine", earlier.public_id, fields=fields)
    assert answer.status_code == 302
    current = queries.current_facts(patient).medications
    assert [(row.text, row.supersedes) for row in current] == [("Sertraline 100 mg", earlier)]
    replaced = nurse.get(f"/patients/{patient.public_id}/facts/medicine/{earlier.public_id}/")
    assert replaced.status_code == 404


def test_a_weight_recorded_in_error_leaves_the_chart_with_a_reason(nurse: Client) -> None:
    patient = scenes.weighed_patient("60")
    wrong = queries.latest(patient, "body_weight")
    assert wrong is not None
    page = f"/patients/{patient.public_id}/facts/weight/{wrong.public_id}/"
    silent = visits.send(nurse, "fact-retract", patient.public_id, "weight", wrong.public_id, at=page)
    assert silent.status_code == 422
    assert silent.context["retract"].errors == {"reason": ["What was wrong is missing. Fill it in."]}
    fields = {"reason": "another patient's weight"}
    visits.send(nurse, "fact-retract", patient.public_id, "weight", wrong.public_id, at=page, fields=fields)
    assert queries.latest(patient, "body_weight") is None


def test_another_patients_fact_is_not_reached_through_this_chart(nurse: Client, patient: Patient) -> None:
    other = queries.latest(scenes.weighed_patient(), "body_weight")
    assert other is not None
    assert nurse.get(f"/patients/{patient.public_id}/facts/weight/{other.public_id}/").status_code == 404
