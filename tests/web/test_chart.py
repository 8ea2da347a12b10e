"""The chart: the risk first, whose it is, what comes next, the course drawn, and every opening in the log."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast, scenes
from tests.clinic.alerts.people_on_duty import assessed
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Client:
    return visits.signed_in(cast.nurse())


def chart(client: Client, patient: Patient) -> Any:
    return client.get(f"/patients/{patient.public_id}/")


def answered(patient: Patient, item_9: int, at: Any = None) -> Any:
    answers = {f"phq9-{number}": 2 for number in range(1, 9)} | {"phq9-9": item_9}
    return measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=answers, completed_at=at)


def test_opening_a_chart_is_written_into_the_log_once_a_page(nurse: Client) -> None:
    patient = cast.patient()
    chart(nurse, patient)
    event = AuditEvent.objects.order_by("-seq")[0]
    assert (event.act, event.patient_id, event.actor_id) == ("patient.read", patient.public_id, cast.nurse().public_id)
    assert json.loads(event.detail) == {"page": "chart"}
    assert AuditEvent.objects.filter(act="patient.read").count() == 1


def test_the_banner_says_whose_chart_it_is_and_never_leaves_allergies_blank(nurse: Client) -> None:
    patient = scenes.weighed_patient("80.5")
    shown = visits.words(chart(nurse, patient))
    assert patient.name in shown
    assert patient.mrn in shown
    assert "Weight 80.5 kg" in shown
    assert "Allergies not recorded" in shown
    patients.record_allergy(by=cast.nurse(), patient=patient, text="Penicillin", reaction="rash")
    assert "Allergies Penicillin (rash)" in visits.words(chart(nurse, patient))


def test_the_name_is_not_in_the_title_nor_in_any_address_of_the_page(nurse: Client) -> None:
    patient = scenes.weighed_patient(family_name="Silberstein")
    page = chart(nurse, patient)
    title = page.content.decode().split("<title>")[1].split("</title>")[0]
    assert title == "Chart · Daybreak"
    for address in visits.addresses(page):
        assert "silberstein" not in address.lower()
        assert patient.mrn.lower() not in address.lower()


def test_item_9_above_zero_is_an_open_alert_at_the_top_of_the_chart_that_a_later_zero_does_not_close(
    nurse: Client,
) -> None:
    patient = cast.patient()
    answered(patient, 2, clock.now() - timedelta(days=3))
    shown = visits.words(chart(nurse, patient))
    assert "was answered 2 (“More than half the days”)" in shown
    assert shown.index("Open alerts") < shown.index("No course is open")
    answered(patient, 0)
    assert "Open alerts" in visits.words(chart(nurse, patient))


def test_once_it_is_assessed_item_9_stays_at_the_top_until_a_later_answer_is_zero(nurse: Client) -> None:
    patient = cast.patient()
    answered(patient, 2, clock.now() - timedelta(days=3))
    assessed(cast.prescriber(), *patient.alerts.all())
    shown = visits.words(chart(nurse, patient))
    assert "PHQ-9 item 9 was answered 2 of 3, “More than half the days”" in shown
    assert "The clinic's suicide-risk pathway applies." in shown
    assert f"entered by {cast.nurse().name}" in shown
    assert shown.index("suicide-risk pathway") < shown.index("No course is open")
    answered(patient, 0)
    assert "suicide-risk pathway" not in visits.words(chart(nurse, patient))


def test_a_bare_total_from_elsewhere_does_not_clear_the_flag(nurse: Client) -> None:
    patient = cast.patient()
    answered(patient, 1, clock.now() - timedelta(days=3))
    measures.record_imported(
        by=cast.coordinator(), patient=patient, total=4, completed_at=clock.now(), source="another clinic"
    )
    assessed(cast.prescriber(), *patient.alerts.all())
    shown = visits.words(chart(nurse, patient))
    assert "The clinic's suicide-risk pathway applies." in shown
    assert "not known" in shown


def test_the_course_is_drawn_from_the_records_own_data(nurse: Client) -> None:
    with clock.at(clock.now() - timedelta(days=20)):
        patient = scenes.weighed_patient()
        response = answered(patient, 0)
        of = scenes.order(scenes.course(patient))
        vial = scenes.vial()
    session = scenes.ended(of, vial, clock.now() - timedelta(days=10))
    drawn = chart(nurse, patient).context["course_data"]
    assert [measure["total"] for measure in drawn["measures"]] == [16]
    assert drawn["measures"][0]["url"] == f"/patients/{patient.public_id}/phq-9/{response.public_id}/"
    assert drawn["doses"][0]["session_url"] == f"/sessions/{session.public_id}/"
    assert drawn["baseline"] == 16
    assert drawn["maximum"] == 27
    assert [band["label"] for band in drawn["bands"]][-1] == "severe"
    assert patient.family_name not in json.dumps(drawn)


@pytest.mark.parametrize(
    ("situation", "what"),
    [("registered", "Open a course"), ("opened", "Record the first PHQ-9"), ("measured", "Measure the weight")],
)
def test_the_next_step_follows_care_and_is_offered_to_those_who_may(situation: str, what: str) -> None:
    patient = cast.patient()
    if situation != "registered":
        courses.open_course(by=cast.prescriber(), patient=patient, indication="Depression")
    if situation == "measured":
        answered(patient, 0)
    step = chart(visits.signed_in(cast.prescriber()), patient).context["step"]
    assert (step.what, bool(step.url)) == (what, True)


def test_who_may_not_do_the_next_step_reads_who_can(nurse: Client) -> None:
    shown = visits.words(chart(nurse, cast.patient()))
    assert "Open a course: prescriber, coordinator, medical director can do this." in shown


def test_an_ordered_dose_leads_to_its_order_and_a_running_session_to_the_bedside(nurse: Client) -> None:
    patient = scenes.weighed_patient()
    answered(patient, 0)
    of = scenes.order(scenes.course(patient))
    assert chart(nurse, patient).context["step"].url == f"/orders/{of.public_id}/"
    session = scenes.session(of)
    assert chart(nurse, patient).context["step"].url == f"/sessions/{session.public_id}/"


def test_an_unknown_chart_is_a_friendly_404(nurse: Client) -> None:
    answer = nurse.get("/patients/00000000-0000-4000-8000-000000000000/")
    assert answer.status_code == 404
    assert "There is no such patient here" in visits.words(answer)


def test_an_empty_chart_says_what_to_do_next(nurse: Client) -> None:
    shown = visits.words(chart(nurse, cast.patient()))
    for sentence in ("No course is open", "No PHQ-9 yet", "No doses yet", "That does not mean there are none: ask."):
        assert sentence in shown
