"""Events are appended: chained, in the transaction of their act, and the database refuses to take them back."""

import json
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction

from daybreak.clinic import clock
from daybreak.clinic.audit import chain
from daybreak.clinic.audit.actions import append, export_anchor
from daybreak.clinic.audit.models import AuditEvent, AuditHead
from daybreak.clinic.audit.queries import verify
from tests.clinic import cast
from tests.clinic.audit import tampering

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_an_event_says_who_in_which_role_did_what_to_whom_and_when():
    nurse, patient = cast.nurse(), cast.patient()
    with clock.at(NOON), transaction.atomic():
        event = append(by=nurse, act="patient.read", subject=patient, patient=patient, detail={"page": "chart"})
    assert (event.at, event.actor_id, event.actor_name, event.actor_roles) == (
        NOON,
        nurse.public_id,
        "Nurse Example",
        "nurse",
    )
    assert (event.act, event.subject_kind, event.subject_id, event.patient_id, event.detail) == (
        "patient.read",
        "patients.patient",
        str(patient.public_id),
        patient.public_id,
        '{"page": "chart"}',
    )


def test_an_act_of_no_member_of_staff_says_whose_it_was():
    with transaction.atomic():
        event = append(by=None, actor_name="patient, by link", act="measure.record", subject_kind="test")
    assert (event.actor_id, event.actor_name, event.actor_roles) == (None, "patient, by link", "")


def test_each_event_carries_the_hash_of_the_one_before():
    log = tampering.a_log_of(9)
    assert [event.seq for event in log] == list(range(1, 10))
    assert [event.previous for event in log] == [chain.GENESIS, *(event.mac for event in log[:-1])]
    head = AuditHead.objects.get()
    assert (head.seq, head.mac) == (9, log[-1].mac)


def test_an_event_goes_with_its_act_when_the_act_fails():
    nurse = cast.nurse()
    before = AuditHead.objects.get().seq

    def fail() -> None:
        with transaction.atomic():
            append(by=nurse, act="patient.read", subject_kind="test")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert AuditHead.objects.get().seq == before
    assert verify().ok


def test_a_name_longer_than_its_field_is_shortened_so_that_the_act_is_still_logged():
    with transaction.atomic():
        event = append(by=None, actor_name="x" * 300, act="test", subject_kind="test")
    assert event.actor_name == "x" * 119 + "…"


def test_details_keep_accents_and_decimals_as_they_are():
    from decimal import Decimal

    with transaction.atomic():
        event = append(by=None, act="test", subject_kind="test", detail={"name": "Łódź", "kg": Decimal("80.50")})
    assert json.loads(event.detail) == {"name": "Łódź", "kg": "80.50"}
    assert verify().ok


def test_without_an_audit_key_nothing_is_written(settings):
    settings.AUDIT_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="set AUDIT_KEY"), transaction.atomic():
        append(by=None, act="test", subject_kind="test")


STATEMENTS = [
    "UPDATE audit_auditevent SET act = 'another' WHERE seq = 2",
    "DELETE FROM audit_auditevent WHERE seq = 2",
    "DELETE FROM audit_auditevent",
    "DELETE FROM audit_audithead",
    "UPDATE audit_audithead SET seq = seq - 1",
    "UPDATE audit_audithead SET mac = 'another'",
]
ONLY_SQLITE = [
    "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE seq = 2",
    "INSERT OR REPLACE INTO audit_audithead SELECT * FROM audit_audithead",
    "UPDATE OR REPLACE audit_auditevent SET seq = 3 WHERE seq = 2",
]
ONLY_POSTGRESQL = ["TRUNCATE audit_auditevent", "TRUNCATE audit_audithead"]


def test_the_database_refuses_every_statement_that_would_take_something_back():
    tampering.a_log_of(9)
    before = list(AuditEvent.objects.values_list(*tampering.FIELDS))
    for statement in [*STATEMENTS, *(ONLY_SQLITE if connection.vendor == "sqlite" else ONLY_POSTGRESQL)]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(AuditEvent.objects.values_list(*tampering.FIELDS)) == before
    assert verify().ok


def test_an_anchor_is_written_outside_once_a_transaction(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"
    nurse = cast.nurse()
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            for number in range(5):
                append(by=nurse, act="test", subject_kind="test", detail={"number": number})
    head = AuditHead.objects.get()
    lines = settings.AUDIT_ANCHOR_FILE.read_text().splitlines()
    assert [line.split()[0] for line in lines] == [str(head.seq - 5), str(head.seq)]
    assert (verify().ok, verify().anchors) == (True, 2)


def test_the_anchor_file_alone_finds_an_end_cut_off_together_with_its_head(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"
    nurse = cast.nurse()
    earlier = AuditHead.objects.get()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        append(by=nurse, act="test", subject_kind="test")
    with tampering.triggers_dropped():
        tampering.cut(after=earlier.seq)
        tampering.put_head(earlier.seq, earlier.mac, earlier.seal)
    assert verify().ok is False


def test_an_anchor_that_cannot_be_written_does_not_make_a_saved_act_look_lost(
    settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "no such folder" / "anchors"
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        append(by=None, act="test", subject_kind="test")
    assert "The audit anchor could not be kept outside the database" in caplog.text


def test_a_line_torn_by_a_power_cut_does_not_swallow_the_next_anchor(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"
    settings.AUDIT_ANCHOR_FILE.write_text("7 0123")
    tampering.a_log_of(9)
    anchor = export_anchor()
    assert settings.AUDIT_ANCHOR_FILE.read_text() == f"7 0123\n{anchor}\n"


def test_an_exported_anchor_names_the_head():
    log = tampering.a_log_of(9)
    with clock.at(NOON):
        assert str(export_anchor()) == f"9 {log[-1].mac} 2026-03-01T12:00:00+00:00"
