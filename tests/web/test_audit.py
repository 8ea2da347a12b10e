"""The log as it is read: in words, filtered, paged, verified; without patients for those who may not know them."""

import pytest
from django.test import Client

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.patients.models import Patient
from daybreak.web import audit_words
from tests.clinic import cast, scenes
from tests.clinic.audit import tampering
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> Client:
    return visits.signed_in(cast.director())


def test_an_opened_chart_reads_as_a_sentence(director: Client) -> None:
    patient = cast.patient()
    visits.signed_in(cast.nurse()).get(f"/patients/{patient.public_id}/")
    line = director.get("/audit/").context["lines"][0]
    assert (line.what, line.roles, line.patient, line.detail) == (
        "opened a chart",
        "nurse",
        patient,
        (("page", "chart"),),
    )


def test_the_log_of_one_patient_person_or_act_holds_only_theirs(director: Client) -> None:
    patient, other = cast.patient(), cast.patient()
    visits.signed_in(cast.nurse()).get(f"/patients/{patient.public_id}/")
    of_one = director.get(f"/audit/?patient={patient.public_id}").context["lines"]
    assert {line.event.patient_id for line in of_one} == {patient.public_id}
    assert other.public_id not in {line.event.patient_id for line in of_one}
    of_nurse = director.get(f"/audit/?person={cast.nurse().public_id}").context["lines"]
    assert {line.event.actor_id for line in of_nurse} == {cast.nurse().public_id}
    of_act = director.get("/audit/?act=patient.register").context["lines"]
    assert {line.what for line in of_act} == {"registered a patient"}


def test_a_filter_that_cannot_be_read_shows_the_whole_log(director: Client) -> None:
    cast.patient()
    assert len(director.get("/audit/?patient=nobody&before=zero").context["lines"]) == AuditEvent.objects.count()


def test_a_long_log_is_paged_without_losing_or_repeating_a_line(director: Client) -> None:
    for _ in range(40):
        cast.patient()
    seen: list[int] = []
    address = "/audit/"
    while address:
        page = director.get(address)
        seen += [line.event.seq for line in page.context["lines"]]
        address = f"/audit/?{page.context['older']}" if page.context["older"] else ""
    assert seen == sorted(AuditEvent.objects.values_list("seq", flat=True), reverse=True)


def test_the_auditor_reads_who_did_what_and_never_whom_it_was_done_to() -> None:
    patient = cast.patient(family_name="Silberstein")
    visits.signed_in(cast.nurse()).get(f"/patients/{patient.public_id}/")
    auditor = visits.signed_in(cast.auditor())
    for address in ("/audit/", f"/audit/?patient={patient.public_id}"):
        page = auditor.get(address)
        assert "Silberstein" not in page.content.decode()
        assert patient.mrn not in page.content.decode()
        assert "opened a chart" in visits.words(page)


def test_a_whole_log_is_said_to_be_whole(director: Client) -> None:
    cast.patient()
    shown = visits.words(visits.send(director, "audit-verify", at="/audit/"))
    assert f"The log is whole: {AuditEvent.objects.count()} events" in shown


def test_a_broken_log_is_said_to_be_broken(director: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from daybreak.clinic.audit import queries
    from daybreak.clinic.audit.queries import Verification

    broken = Verification(False, 3, ("Event 2 is missing.",), None)
    monkeypatch.setattr(queries, "verify", lambda: broken)
    shown = visits.words(visits.send(director, "audit-verify", at="/audit/"))
    assert "The log is not whole." in shown
    assert "Event 2 is missing." in shown
    assert "Do not change anything." in shown


def test_every_act_that_the_record_writes_has_words(director: Client) -> None:
    patient: Patient = scenes.weighed_patient()
    with_everything = scenes.order(scenes.course(patient))
    scenes.injected(scenes.session(with_everything))
    written = set(AuditEvent.objects.values_list("act", flat=True))
    assert written <= set(audit_words.WORDS), written - set(audit_words.WORDS)


@pytest.mark.sqlite  # PostgreSQL keeps nothing of another kind in a column
@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("at", "'half past nine'"),
        ("at", "5"),
        ("actor_id", "'nobody'"),
        ("patient_id", "x'00ff'"),
        ("act", "x'00ff'"),
        ("act", "CAST(x'ff' AS TEXT)"),
        ("detail", "'{'"),
        ("detail", "'[]'"),
        ("actor_roles", "x'00'"),
    ],
)
def test_a_damaged_event_is_shown_as_damaged_among_the_whole_ones(director: Client, field: str, written: str) -> None:
    cast.patient()
    with tampering.triggers_dropped():
        tampering.write(2, field, written)
    for address in ("/audit/", "/audit/?act=patient.register"):
        assert director.get(address).status_code == 200
    page = director.get("/audit/")
    damaged = {line.event.seq: line.is_damaged for line in page.context["lines"]}
    assert damaged == {seq: seq == 2 for seq in AuditEvent.objects.values_list("seq", flat=True)}
    assert "This event was changed outside Daybreak and cannot be read. Verify the log" in visits.words(page)
    verified = visits.words(visits.send(director, "audit-verify", at="/audit/"))
    assert "Event 2 was changed after it was written, or not written by the record." in verified
