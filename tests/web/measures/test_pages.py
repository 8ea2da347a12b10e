"""Measures among staff and by link: recorded, asked, kept, played, read back, each by its own link."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import Invitation, Reach, Response, TaskRun
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast, scenes
from tests.clinic.measures.test_answering import RUN, TIMING
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Client:
    return visits.signed_in(cast.nurse())


@pytest.fixture
def patient() -> Patient:
    return cast.patient(email="ada@example.org")


def asked(patient: Patient, instrument: str = "phq9") -> tuple[Invitation, str]:
    invitation, token = actions.invite(
        by=cast.nurse(), patient=patient, instrument=instrument, valid_for=timedelta(hours=2)
    )
    return invitation, f"/a/{token}/"


def home(patient: Patient) -> str:
    return f"/patients/{patient.public_id}/measures/"


@pytest.mark.parametrize("instrument", ["gad7", "who5", "pcl5", "csqvr", "moaas"])
def test_every_scale_with_words_is_recorded_and_read_back(nurse: Client, patient: Patient, instrument: str) -> None:
    from daybreak.care.questionnaires import load

    scale = load(instrument)
    fields = {item.link_id: str(item.answers[-1].value) for item in scale.items}
    answer = visits.send(nurse, "measure-record", patient.public_id, instrument, fields=fields)
    assert answer.status_code == 302
    row = Response.objects.get()
    assert f"Saved: {row.total} of {scale.highest_total}" in visits.words(nurse.get(home(patient)))
    page = visits.words(nurse.get(f"/patients/{patient.public_id}/answers/{row.public_id}/"))
    assert f"{scale.short_title}: {row.total} of {scale.highest_total}" in page
    assert scale.items[0].text in page.replace("&amp;", "&")


@pytest.mark.parametrize("instrument", ["shaps", "vigilance", "nonsense"])
def test_what_cannot_be_entered_is_said_in_words(nurse: Client, patient: Patient, instrument: str) -> None:
    answer = nurse.get(f"{home(patient)}{instrument}/")
    assert answer.status_code in (404, 409)
    assert len(visits.words(answer)) > 60


def test_the_audit_c_is_judged_by_the_patients_sex(nurse: Client) -> None:
    fields = {f"auditc-{number}": "1" for number in (1, 2, 3)}
    for sex, band in (("male", "below the screening threshold"), ("female", "at or above the screening threshold")):
        someone = cast.patient(sex=sex)
        visits.send(nurse, "measure-record", someone.public_id, "auditc", fields=fields)
        assert f"3 of 12 {band}" in visits.words(nurse.get(home(someone)))


def test_any_measure_can_be_asked_by_link_or_by_handing_the_screen_over(nurse: Client, patient: Patient) -> None:
    answer = visits.send(
        nurse, "measure-link", patient.public_id, "phq9", fields={"instrument": "vigilance"}, at=home(patient)
    )
    assert "It opens Vigilance task and nothing else" in visits.words(answer)
    answer = visits.send(
        nurse, "measure-hand", patient.public_id, "phq9", fields={"instrument": "gad7"}, at=home(patient)
    )
    assert "Feeling nervous, anxious, or on edge" in visits.words(nurse.get(answer["Location"]))
    assert nurse.get("/")["Location"].startswith("/account/login/")


def test_how_a_patient_is_asked_is_noted_and_a_missing_address_is_said(nurse: Client, patient: Patient) -> None:
    fields = {"way": "email", "language": "de"}
    visits.send(nurse, "measure-reach", patient.public_id, fields=fields, at=home(patient))
    assert (Reach.objects.get().way, Reach.objects.get().language) == ("email", "de")
    answer = visits.send(nurse, "measure-reach", patient.public_id, fields=fields | {"way": "sms"}, at=home(patient))
    assert answer.status_code == 422
    assert "There is no telephone number in the chart. Add it there first." in visits.words(answer)


def keep(link: str, **fields: Any) -> Any:
    return Client(enforce_csrf_checks=True).post(f"{link}keep/", fields)


def test_what_is_chosen_is_there_again_on_another_phone(patient: Patient) -> None:
    invitation, link = asked(patient)
    for item, value in (("phq9-1", 2), ("phq9-5", 0)):
        assert keep(link, invitation=invitation.public_id, item=item, value=value).status_code == 204
    page = Client().get(link).content.decode()
    assert page.count(" checked") == 2
    assert 'name="phq9-1" value="2" id="id_phq9-1_2" checked' in page
    assert "phq9" not in visits.words(Client().get(link))


@pytest.mark.parametrize(
    ("fields", "status"),
    [({}, 422), ({"invitation": "x", "item": "phq9-1", "value": "1"}, 422), ({"item": "phq9-1", "value": "9"}, 422)],
)
def test_what_cannot_be_kept_is_refused(patient: Patient, fields: dict[str, str], status: int) -> None:
    invitation, link = asked(patient)
    assert keep(link, **({"invitation": str(invitation.public_id)} | fields if fields else {})).status_code == status


def test_a_closed_link_keeps_nothing(patient: Patient) -> None:
    invitation, link = asked(patient)
    actions.withdraw_invitation(by=cast.nurse(), invitation=invitation)
    assert keep(link, invitation=invitation.public_id, item="phq9-1", value=1).status_code == 410
    assert queries.drafts(invitation) == {}


def played(link: str, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return Client(enforce_csrf_checks=True).post(f"{link}play/", text, content_type="application/json")


def a_run(invitation: Invitation, /, **changes: Any) -> dict[str, Any]:
    sent = {"client_id": str(uuid.uuid4()), "invitation": str(invitation.public_id), "trials": RUN, "timing": TIMING}
    return sent | changes


def test_a_played_task_reaches_the_chart_with_its_timing(nurse: Client, patient: Patient) -> None:
    invitation, link = asked(patient, "digit-symbol")
    assert played(link, a_run(invitation)).status_code == 201
    run = TaskRun.objects.get()
    page = visits.words(nurse.get(f"/patients/{patient.public_id}/tasks/{run.public_id}/"))
    for told in ("Digit symbol task: 45 correct", "16.7 ms", "at most 34 ms", "It is not a diagnosis."):
        assert told in page
    assert "45 correct" in visits.words(nurse.get(home(patient)))


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "{}", {"trials": 7}, {"timing": None}, {"trials": [{"rt_ms": -5}]}, {"invitation": "x"}],
)
def test_a_run_that_no_page_can_send_is_refused(patient: Patient, body: Any) -> None:
    invitation, link = asked(patient, "vigilance")
    sent = a_run(invitation, **body) if isinstance(body, dict) and body else body
    assert played(link, sent).status_code == 422
    assert TaskRun.objects.count() == 0


def test_one_link_leads_through_everything_that_was_asked_together(patient: Patient) -> None:
    from daybreak.clinic.measures.asking import Wanted, ask_together, new_link

    course = scenes.course(patient, phase="preparation")
    wanted = [Wanted("phq9", "a:1"), Wanted("gad7", "b:1"), Wanted("vigilance", "c:1")]
    rows = ask_together(course=course, wanted=wanted, valid_for=timedelta(days=3))
    link = f"/a/{new_link(rows[0])}/"
    assert "3 short parts, one after another" in visits.words(Client().get(link))
    fields = visits.all_answers() | {"invitation": str(rows[0].public_id)}
    thanks = visits.words(Client().post(link, fields))
    assert "There are 2 more short parts." in thanks
    again = Client().post(link, fields)  # a reload sends the same: it must not answer the next questionnaire
    assert again.status_code == 410
    gad7 = {f"gad7-{number}": "0" for number in range(1, 8)} | {"invitation": str(rows[1].public_id)}
    assert "There is 1 more short part." in visits.words(Client().post(link, gad7))
    assert "Watch for the light" in visits.words(Client().get(link))
    assert list(Response.objects.values_list("instrument", flat=True)) == ["phq9", "gad7"]


def test_the_course_shows_the_four_domains_and_what_is_missing(nurse: Client, patient: Patient) -> None:
    course = scenes.course(patient, phase="preparation")
    page = visits.words(nurse.get(f"/courses/{course.public_id}/"))
    for title in ("Mood", "Motivation and energy", "Suicidal thoughts", "Cognition"):
        assert f"{title} Not measured yet" in page
    actions.record_in_clinic(by=cast.nurse(), patient=patient, answers={f"phq9-{number}": 2 for number in range(1, 10)})
    page = visits.words(nurse.get(f"/courses/{course.public_id}/"))
    assert "Mood 18 of 27 This is the baseline" in page
    assert "Motivation and energy 4 of 6 This is the baseline" in page
    assert "Suicidal thoughts 2 of 3 This is the baseline" in page


def test_answers_and_runs_are_not_reached_through_another_patients_chart(nurse: Client, patient: Patient) -> None:
    invitation, link = asked(patient, "digit-symbol")
    played(link, a_run(invitation))
    other = cast.patient()
    assert nurse.get(f"/patients/{other.public_id}/tasks/{TaskRun.objects.get().public_id}/").status_code == 404
