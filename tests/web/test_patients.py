"""Finding and registering patients: sentences beside fields, nothing lost, nothing doubled, no name in an address."""

import json
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db

ADA = {"given_name": "Ada", "family_name": "Lindqvist", "birth_date": "1985-03-02", "sex": "female"}


@pytest.fixture
def coordinator() -> Client:
    return visits.signed_in(cast.coordinator())


def register(client: Client, **changes: Any) -> Any:
    return visits.send(client, "patient-new", fields=ADA | changes)


def test_a_registered_patient_is_opened_and_has_a_record_number(coordinator: Client) -> None:
    answer = register(coordinator)
    patient = Patient.objects.get()
    assert answer["Location"] == f"/patients/{patient.public_id}/"
    assert (patient.name, patient.birth_date, patient.sex) == ("Ada Lindqvist", date(1985, 3, 2), "female")
    assert f"Registered under record number {patient.mrn}." in visits.words(coordinator.get(answer["Location"]))


def test_who_a_patient_is_can_be_put_right_and_the_log_keeps_what_it_was(coordinator: Client) -> None:
    register(coordinator, address="3 Quay Street, Harbour")
    patient = Patient.objects.get()
    address = reverse("web:patient-identity", args=[patient.public_id])
    assert "3 Quay Street, Harbour" in coordinator.get(address).content.decode()
    changed = ADA | {"mrn": patient.mrn, "address": "9 Hill Road, Harbour", "birth_date": "1985-03-20"}
    answer = visits.send(coordinator, "patient-identity", patient.public_id, fields=changed)
    assert answer["Location"] == f"/patients/{patient.public_id}/"
    patient.refresh_from_db()
    assert (patient.address, patient.birth_date) == ("9 Hill Road, Harbour", date(1985, 3, 20))
    line = AuditEvent.objects.get(act="patient.amend")
    assert json.loads(line.detail)["changed"]["address"] == ["3 Quay Street, Harbour", "9 Hill Road, Harbour"]
    wrong = visits.send(coordinator, "patient-identity", patient.public_id, fields=changed | {"family_name": ""})
    assert (wrong.status_code, "9 Hill Road, Harbour" in wrong.content.decode()) == (422, True)


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(coordinator: Client) -> None:
    answer = register(coordinator, family_name="", sex="", phone="0151 2345")
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors == {"family_name": ["Family name is missing. Fill it in."], "sex": ["Sex is missing. Fill it in."]}
    page = answer.content.decode()
    assert 'value="Ada"' in page
    assert 'value="0151 2345"' in page
    assert 'aria-describedby="id_family_name_error"' in page
    assert Patient.objects.count() == 0


def test_a_birth_date_in_the_future_is_refused_by_the_rules_in_a_sentence(coordinator: Client) -> None:
    answer = register(coordinator, birth_date="2190-01-01")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["birth_date"]
    assert Patient.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("given_name", "x" * 121, "Given name is too long. Keep it to 120 characters."),
        ("family_name", "Lind\x00qvist", "Family name contains characters that cannot be written. Type it again."),
        ("sex", "robot", "This page does not offer that. Choose again."),
    ],
)
def test_what_cannot_be_taken_is_said_with_what_to_do(
    coordinator: Client, field: str, typed: str, sentence: str
) -> None:
    assert register(coordinator, **{field: typed}).context["form"].errors == {field: [sentence]}
    assert Patient.objects.count() == 0


def test_pressing_twice_registers_once(coordinator: Client) -> None:
    key = str(uuid.uuid4())
    first, second = register(coordinator, client_id=key), register(coordinator, client_id=key)
    assert first["Location"] == second["Location"]
    assert Patient.objects.count() == 1


def test_someone_alike_is_asked_about_and_the_confirmation_counts_only_for_what_it_was_made_for(
    coordinator: Client,
) -> None:
    register(coordinator)
    asked = register(coordinator, given_name="Adda")
    assert asked.status_code == 422
    assert "Someone born on the same day with a similar name is on record" in visits.words(asked)
    tick = asked.context["form"].asked_of_all[0].tick
    assert tick == "duplicate:Adda Lindqvist 1985-03-02"
    assert register(coordinator, given_name="Adam", confirm=tick).status_code == 422
    assert register(coordinator, given_name="Adda", confirm=tick).status_code == 302
    assert Patient.objects.count() == 2


def test_one_finds_as_one_types_without_the_name_ever_being_in_the_address(coordinator: Client) -> None:
    register(coordinator)
    token = str(coordinator.get("/patients/").context["csrf_token"])
    fields = {"sought": "lindq", "csrfmiddlewaretoken": token}
    part = coordinator.post("/patients/", fields, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "1 found" in visits.words(part)
    assert "Lindqvist, Ada" in visits.words(part)
    whole = coordinator.post("/patients/", fields)
    assert "Lindqvist, Ada" in visits.words(whole)
    ignored = coordinator.get("/patients/?sought=nobody")
    assert "Nobody is found" not in visits.words(ignored)


def test_no_patient_at_all_and_nobody_found_say_what_to_do(coordinator: Client) -> None:
    assert "Register the first one" in visits.words(coordinator.get("/patients/"))
    assert "Try the beginning of a name" in visits.words(visits.send(coordinator, "patients", fields={"sought": "zz"}))


def test_a_name_with_markup_in_it_stays_a_name(coordinator: Client) -> None:
    register(coordinator, family_name="<script>alert(1)</script>")
    page = coordinator.get("/patients/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
