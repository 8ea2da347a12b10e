"""Patients are registered once, kept right, and every reading of a chart is written down."""

import json
import uuid
from datetime import UTC, date, datetime

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.patients import actions, queries
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


def register(**changes):
    entries = {
        "by": cast.coordinator(),
        "given_name": "Ada",
        "family_name": "Example",
        "birth_date": date(1985, 3, 14),
        "sex": "female",
    }
    return actions.register(**(entries | changes))


def test_record_numbers_are_given_out_in_order():
    assert [register(family_name=name).mrn for name in ("Abel", "Zeppelin", "Ibsen")] == [
        "DB-000001",
        "DB-000002",
        "DB-000003",
    ]


def test_a_record_number_typed_by_hand_is_passed_over_when_numbers_are_given():
    register(family_name="Abel", mrn="db-000001")
    assert register(family_name="Zeppelin").mrn == "DB-000002"


def test_a_record_number_is_one_patients_whatever_its_case():
    register(family_name="Abel", mrn="X-7")
    with pytest.raises(Invalid) as refused:
        register(family_name="Zeppelin", mrn="x-7")
    assert list(refused.value.errors) == ["mrn"]


def test_names_are_kept_as_written_with_the_spaces_put_in_order():
    patient = register(given_name="  Zoë   Ann ", family_name="d’Arc")
    assert (patient.given_name, patient.family_name, patient.name) == ("Zoë Ann", "d’Arc", "Zoë Ann d’Arc")


def test_what_is_missing_or_wrong_is_told_all_at_once():
    with pytest.raises(Invalid) as refused:
        register(given_name="", family_name="x" * 121, birth_date=date(2999, 1, 1), sex="f", email="nowhere")
    assert set(refused.value.errors) == {"given_name", "family_name", "birth_date", "sex", "email"}


def test_a_name_with_the_joiners_of_its_script_is_kept():
    assert register(given_name="علی\u200cرضا").given_name == "علی\u200cرضا"


@pytest.mark.parametrize("name", ["Ada\x00", "Ada\u202eevil", "Ada\x1b[31m"])
def test_a_name_with_letters_that_cannot_be_written_is_refused(name):
    with pytest.raises(Invalid) as refused:
        register(given_name=name)
    assert list(refused.value.errors) == ["given_name"]


@pytest.mark.parametrize("born", [date(2026, 6, 2), date(1890, 1, 1)])
def test_a_birth_date_that_cannot_be_is_refused(born):
    with clock.at(TODAY), pytest.raises(Invalid) as refused:
        register(birth_date=born, confirmed=("birth_date",))
    assert list(refused.value.errors) == ["birth_date"]


def test_a_child_is_asked_about_and_registered_when_confirmed():
    with clock.at(TODAY), pytest.raises(Invalid) as asked:
        register(birth_date=date(2008, 6, 2))
    assert (asked.value.errors, list(asked.value.confirm)) == ({}, ["birth_date"])
    with clock.at(TODAY):
        assert queries.age(register(birth_date=date(2008, 6, 2), confirmed=("birth_date",))) == 17
        assert queries.age(register(family_name="Other", birth_date=date(2008, 6, 1))) == 18


def test_a_namesake_born_on_the_same_day_is_asked_about_by_record_number():
    first = register(given_name="José", family_name="García")
    with pytest.raises(Invalid) as asked:
        register(given_name="Jose", family_name="Garcia")
    assert asked.value.confirm == {
        "duplicate": f"Someone born on the same day with a similar name is on record: José García, {first.mrn}. "
        "Open that chart, or confirm that this is another person."
    }
    second = register(given_name="Jose", family_name="Garcia", confirmed=("duplicate",))
    assert second.pk != first.pk


def test_the_same_click_twice_registers_once():
    key = uuid.uuid4()
    assert register(client_id=key) == register(client_id=key)
    assert Patient.objects.count() == 1


@pytest.mark.parametrize("who", ["therapist", "auditor", "outsider"])
def test_those_who_may_not_register_are_refused_and_nothing_is_written(who):
    with pytest.raises(Refused):
        register(by=getattr(cast, who)())
    assert Patient.objects.count() == 0


def test_registering_is_logged_with_all_that_was_entered():
    patient = register(phone="+1 555 0100", email="ada@example.org")
    event = AuditEvent.objects.order_by("seq").last()
    assert (event.act, event.patient_id, json.loads(event.detail)) == (
        "patient.register",
        patient.public_id,
        {
            "given_name": "Ada",
            "family_name": "Example",
            "birth_date": "1985-03-14",
            "sex": "female",
            "mrn": "DB-000001",
            "phone": "+1 555 0100",
            "email": "ada@example.org",
            "address": "",
        },
    )


def test_an_amended_identity_keeps_its_past_in_the_log_and_is_found_under_its_new_name():
    patient = register()
    amended = actions.amend_identity(by=cast.coordinator(), patient=patient, family_name="Married")
    assert (amended.pk, amended.family_name, amended.mrn) == (patient.pk, "Married", patient.mrn)
    assert json.loads(AuditEvent.objects.order_by("seq").last().detail) == {
        "changed": {"family_name": ["Example", "Married"]}
    }
    assert (queries.find("married"), queries.find("example")) == ([amended], [])


def test_an_amendment_that_changes_nothing_writes_nothing():
    patient = register()
    before = AuditEvent.objects.count()
    actions.amend_identity(by=cast.coordinator(), patient=patient, family_name="Example")
    assert AuditEvent.objects.count() == before


def test_an_identifier_belongs_to_one_patient():
    one, other = register(), register(family_name="Other")
    first = actions.link_identifier(by=cast.coordinator(), patient=one, system="urn:example", value="7")
    assert actions.link_identifier(by=cast.coordinator(), patient=one, system="urn:example", value="7") == first
    with pytest.raises(Conflict, match="Another patient"):
        actions.link_identifier(by=cast.coordinator(), patient=other, system="urn:example", value="7")
    assert queries.by_identifier("urn:example", "7") == one


def test_each_reading_of_a_chart_is_logged_with_its_page():
    patient, therapist = register(), cast.therapist()
    assert actions.read_chart(by=therapist, patient_id=patient.public_id, page="timeline") == patient
    event = AuditEvent.objects.order_by("seq").last()
    assert (event.act, event.actor_id, event.patient_id, event.detail) == (
        "patient.read",
        therapist.public_id,
        patient.public_id,
        '{"page": "timeline"}',
    )


def test_a_chart_that_does_not_exist_is_absent_and_one_that_may_not_be_read_is_refused():
    patient = register()
    with pytest.raises(Absent, match="no such patient"):
        actions.read_chart(by=cast.nurse(), patient_id=uuid.uuid4(), page="chart")
    with pytest.raises(Refused):
        actions.read_chart(by=cast.auditor(), patient_id=patient.public_id, page="chart")


def test_the_log_of_all_this_verifies():
    register()
    assert verify().ok
