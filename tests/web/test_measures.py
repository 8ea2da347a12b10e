"""The PHQ-9 among staff: entered in the clinic, read item by item, sent out as a link that is shown once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Client:
    return visits.signed_in(cast.nurse())


@pytest.fixture
def patient() -> Patient:
    return cast.patient()


def enter(client: Client, patient: Patient, **fields: Any) -> Any:
    return visits.send(client, "measure-clinic", patient.public_id, fields=fields)


def invite(client: Client, patient: Patient, name: str = "measure-invite", **fields: Any) -> Any:
    return visits.send(client, name, patient.public_id, fields=fields, at=f"/patients/{patient.public_id}/")


def test_a_full_sheet_is_scored_with_its_items_kept(nurse: Client, patient: Patient) -> None:
    answer = enter(nurse, patient, **visits.all_answers(q1=3, q2=2))
    response = Response.objects.get()
    assert (response.total, response.risk_item, response.channel) == (11, 0, "clinic")
    assert response.recorded_by == cast.nurse()
    assert "Saved: 11 of 27, moderate." in visits.words(nurse.get(answer["Location"]))


def test_missing_answers_are_named_and_the_given_ones_stay_chosen(nurse: Client, patient: Patient) -> None:
    given = visits.all_answers()
    del given["phq9-3"], given["phq9-7"]
    answer = enter(nurse, patient, **given)
    assert answer.status_code == 422
    shown = visits.words(answer)
    assert "2 questions have no answer yet: question 3 , question 7 . What you chose is kept." in shown
    assert "Question 3 has no answer yet. Choose the one that fits best." in shown
    assert answer.content.decode().count(" checked") == 7
    assert Response.objects.count() == 0


def test_an_answer_that_the_page_does_not_offer_is_refused(nurse: Client, patient: Patient) -> None:
    assert enter(nurse, patient, **visits.all_answers(q4=7)).status_code == 422
    assert Response.objects.count() == 0


def test_item_9_above_zero_is_said_at_once_to_whoever_entered_it(nurse: Client, patient: Patient) -> None:
    answer = enter(nurse, patient, **visits.all_answers(q9=1))
    shown = visits.words(nurse.get(answer["Location"]))
    assert "Item 9 is above 0: the clinic's suicide-risk pathway applies now." in shown


def test_sent_twice_it_is_kept_once(nurse: Client, patient: Patient) -> None:
    key = "0c9a5f1e-7a52-4d53-9a52-0c6f5a528f5e"
    for _ in range(2):
        assert enter(nurse, patient, client_id=key, **visits.all_answers()).status_code == 302
    assert Response.objects.count() == 1


def test_a_sheet_filled_in_on_paper_keeps_its_own_day(nurse: Client, patient: Patient) -> None:
    then = timezone.localtime(clock.now() - timedelta(days=2)).replace(second=0, microsecond=0)
    enter(nurse, patient, completed_at=then.strftime("%Y-%m-%dT%H:%M"), **visits.all_answers())
    assert Response.objects.get().completed_at == then


def test_every_item_can_be_read_back_in_words(nurse: Client, patient: Patient) -> None:
    enter(nurse, patient, **visits.all_answers(q9=2))
    response = Response.objects.get()
    shown = visits.words(nurse.get(f"/patients/{patient.public_id}/phq-9/{response.public_id}/"))
    assert "PHQ-9: 10 of 27" in shown
    assert "9. Thoughts that you would be better off dead" in shown
    assert "More than half the days 2" in shown


def test_answers_are_not_reached_through_another_patients_chart(nurse: Client, patient: Patient) -> None:
    enter(nurse, patient, **visits.all_answers())
    response = Response.objects.get()
    assert nurse.get(f"/patients/{cast.patient().public_id}/phq-9/{response.public_id}/").status_code == 404


def test_the_link_is_shown_once_with_its_end_and_a_code_to_scan(nurse: Client, patient: Patient) -> None:
    answer = invite(nurse, patient)
    assert answer.status_code == 200
    link = answer.context["link"]
    assert link.startswith("http://testserver/a/")
    assert link in visits.words(answer)
    assert 'class="qr"' in answer.content.decode()
    token = link.split("/a/")[1].strip("/")
    assert token not in visits.words(nurse.get(f"/patients/{patient.public_id}/"))
    assert Invitation.objects.get().token_hash not in link


def test_a_reloaded_link_page_makes_no_second_invitation_and_ends_the_first_link(
    nurse: Client, patient: Patient
) -> None:
    key = "1d9a5f1e-7a52-4d53-9a52-0c6f5a528f5e"
    first = invite(nurse, patient, client_id=key).context["link"]
    second = invite(nurse, patient, client_id=key).context["link"]
    assert Invitation.objects.count() == 1
    assert first != second
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_a_withdrawn_link_no_longer_opens(nurse: Client, patient: Patient) -> None:
    link = invite(nurse, patient).context["link"]
    invitation = Invitation.objects.get()
    visits.send(nurse, "measure-withdraw", invitation.public_id, at=f"/patients/{patient.public_id}/")
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "The clinic has withdrawn this link." in visits.words(answer)


def test_handing_the_screen_over_signs_the_person_out_first(nurse: Client, patient: Patient) -> None:
    answer = invite(nurse, patient, "measure-here")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/a/")
    assert nurse.get("/")["Location"].startswith("/account/login/")
    questions = nurse.get(answer["Location"])
    assert "Little interest or pleasure" in visits.words(questions)
    assert cast.nurse().name not in visits.words(questions)
    assert AuditEvent.objects.order_by("-seq")[0].act == "staff.sign_out"
    assert 'class="nav"' not in questions.content.decode()
