"""The patient's own phone: one link, one set of answers, no name, no score, no trace of the link in a log."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.measures import actions
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast
from tests.web import visits

KEPT = "You have already answered, and those answers are kept. If one should be different, tell your clinic."

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    return cast.patient(given_name="Marguerite", family_name="Silberstein")


@pytest.fixture
def link(patient: Patient) -> str:
    _, token = actions.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(hours=72))
    return f"/a/{token}/"


def phone() -> Client:
    """A browser without cookies that checks CSRF as a real one is checked."""
    return Client(enforce_csrf_checks=True)


def send(link: str, **fields: Any) -> Any:
    return phone().post(link, visits.all_answers() | fields)


def test_opening_the_link_any_number_of_times_uses_nothing_up(link: str) -> None:
    for _ in range(3):
        assert phone().get(link).status_code == 200
    assert Invitation.objects.get().used_at is None
    assert phone().head(link).status_code == 200


def test_the_page_says_nothing_of_who_is_asked_and_leads_nowhere(link: str, patient: Patient) -> None:
    page = phone().get(link)
    text = page.content.decode()
    for secret in (patient.given_name, patient.family_name, patient.mrn, str(patient.public_id), "PHQ-9"):
        assert secret not in text.split("<title>")[1].split("</title>")[0]
        assert secret == "PHQ-9" or secret not in text
    assert visits.addresses(page) == []
    assert page.cookies == {}
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"


def test_answers_arrive_in_the_chart_as_the_patients_own_without_a_score_for_the_patient(link: str) -> None:
    answer = send(link)
    assert answer.status_code == 200
    shown = visits.words(answer)
    assert "Thank you" in shown
    for number in ("8", "minimal", "mild", "score", "total"):
        assert number not in shown.split("Thank you", 1)[1]
    response = Response.objects.get()
    assert (response.total, response.channel, response.recorded_by) == (8, "link", None)
    event = AuditEvent.objects.get(act="measure.record")
    assert (event.actor_name, event.actor_id) == ("patient, by link", None)


def test_the_link_works_once_and_says_so_kindly_afterwards(link: str) -> None:
    send(link)
    again = phone().get(link)
    assert again.status_code == 410
    assert KEPT in visits.words(again)
    assert send(link, **{"phq9-1": "3"}).status_code == 410
    assert Response.objects.get().total == 8


def test_pressed_twice_or_reloaded_the_same_answers_are_thanked_for_twice_and_kept_once(link: str) -> None:
    key = "2e9a5f1e-7a52-4d53-9a52-0c6f5a528f5e"
    assert send(link, client_id=key).status_code == 200
    assert send(link, client_id=key).status_code == 200
    assert Response.objects.count() == 1


def test_answers_changed_on_the_page_gone_back_to_are_told_in_words_for_a_patient(link: str) -> None:
    key = "2e9a5f1e-7a52-4d53-9a52-0c6f5a528f5e"
    send(link, client_id=key)
    changed = send(link, client_id=key, **{"phq9-9": "3"})
    assert changed.status_code == 410
    assert KEPT in visits.words(changed)
    assert Response.objects.get().risk_item == 0


def test_an_expired_link_says_what_to_do(link: str) -> None:
    with clock.at(clock.now() + timedelta(hours=73)):
        answer = phone().get(link)
        assert send(link).status_code == 410
    assert answer.status_code == 410
    assert "This link has expired. Ask the clinic for a new one." in visits.words(answer)
    assert Response.objects.count() == 0


@pytest.mark.parametrize("token", ["nonsense", "abc.def", "a" * 400])
def test_a_broken_link_is_a_friendly_page(token: str) -> None:
    answer = phone().get(f"/a/{token}/")
    assert answer.status_code == 404
    assert "Open it again from the message you received." in visits.words(answer)


def test_missing_answers_are_pointed_out_in_sentences_without_any_script(link: str) -> None:
    answer = phone().post(link, {"phq9-1": "2"})
    assert answer.status_code == 422
    shown = visits.words(answer)
    assert "8 questions have no answer yet" in shown
    assert "Question 9 has no answer yet. Choose the one that fits best." in shown
    assert answer.content.decode().count(" checked") == 1
    assert Invitation.objects.get().used_at is None


def test_thoughts_of_self_harm_are_answered_with_the_clinics_words_and_still_no_score(link: str) -> None:
    from django.conf import settings

    shown = visits.words(send(link, **{"phq9-9": "1"}))
    assert "Please do not stay alone with them." in shown
    assert settings.DAYBREAK.crisis_text in shown
    assert "8" not in shown.split("Thank you", 1)[1]


def test_help_is_on_every_page_of_the_phone(link: str) -> None:
    from django.conf import settings

    for page in (phone().get(link), phone().get("/a/nonsense/"), send(link), phone().get(link)):
        assert settings.DAYBREAK.crisis_text in visits.words(page)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server's own log would hold, down to the last word of any logger."""
    root = logging.getLogger()
    streams = [handler for handler in root.handlers if type(handler) is logging.StreamHandler]
    kept, level, held = io.StringIO(), root.level, [(handler, handler.stream) for handler in streams]
    root.setLevel(logging.DEBUG)
    for handler in streams:
        handler.setStream(kept)
    yield kept
    root.setLevel(level)
    for handler, stream in held:
        handler.setStream(stream)


def test_the_link_stands_in_no_log_whatever_happens_to_it(link: str, log: io.StringIO) -> None:
    token = link.removeprefix("/a/").strip("/")
    phone().get(link)
    phone().post(link, {})
    send(link)
    phone().get(link)
    phone().get(link + "x/")
    phone().put(link)
    phone().get(link.rstrip("/"))
    phone().get(link.replace(".", "-"))
    said = log.getvalue()
    assert said.count("/a/<str:token>/") >= 6
    assert token not in said
    assert token.split(".")[0] not in said
