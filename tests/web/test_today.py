"""The first page: what needs someone now, for each role, and what to do when nothing does."""

from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.measures import actions as measures
from tests.clinic import cast, scenes
from tests.clinic.alerts.people_on_duty import assessed
from tests.web import visits

pytestmark = pytest.mark.django_db


def test_an_empty_day_says_what_to_do_next() -> None:
    shown = visits.words(visits.signed_in(cast.nurse()).get("/"))
    for sentence in ("No session is running", "No order waits", "Nothing is waited for", "Nobody is in preparation."):
        assert sentence in shown
    assert "Thoughts of self-harm" not in shown


def test_item_9_above_zero_stands_first_until_it_is_answered_with_zero() -> None:
    nurse, patient = visits.signed_in(cast.nurse()), cast.patient()
    answers = {f"phq9-{number}": 1 for number in range(1, 10)}
    with clock.at(clock.now() - timedelta(hours=1)):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=answers)
    shown = visits.words(nurse.get("/"))
    assert f"{patient.name}: thoughts of self-harm answered" in shown
    assert shown.index("thoughts of self-harm") < shown.index("Sessions now")
    assessed(cast.prescriber(), *patient.alerts.all())
    shown = visits.words(nurse.get("/"))
    assert f"{patient.name} answered PHQ-9 item 9 with 1 of 3." in shown
    assert shown.index("Thoughts of self-harm") < shown.index("Sessions now")
    measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=answers | {"phq9-9": 0})
    assert nurse.get("/").context["at_risk"] == []


def test_an_order_waits_until_its_session_runs() -> None:
    nurse = visits.signed_in(cast.nurse())
    of = scenes.order()
    page = nurse.get("/")
    assert [(one.order, one.missing) for one in page.context["ready"]] == [(of, 0)]
    assert page.context["running"] == []
    session = scenes.session(of)
    page = nurse.get("/")
    assert page.context["ready"] == []
    assert [(one.session, one.due_at) for one in page.context["running"]] == [(session, None)]
    assert f'href="/sessions/{session.public_id}/"' in page.content.decode()


def test_a_dose_being_watched_counts_down_to_its_next_reading() -> None:
    scenes.injected()
    page = visits.signed_in(cast.nurse()).get("/")
    due = page.context["running"][0].due_at
    assert due is not None
    assert f'class="countdown" data-due="{due}"' in page.content.decode()


def test_who_may_not_record_is_led_to_the_second_screen() -> None:
    session = scenes.session()
    page = visits.signed_in(cast.therapist()).get("/").content.decode()
    assert f'href="/sessions/{session.public_id}/watch/"' in page


def test_an_unanswered_link_is_shown_and_says_when_it_has_expired() -> None:
    nurse, patient = visits.signed_in(cast.nurse()), cast.patient()
    now = clock.now()
    with clock.at(now - timedelta(days=3)):
        measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=2))
    assert [waiting.expired for waiting in nurse.get("/").context["unanswered"]] == [True]
    measures.record_in_clinic(
        by=cast.nurse(), patient=patient, answers={f"phq9-{number}": 0 for number in range(1, 10)}
    )
    assert nurse.get("/").context["unanswered"] == []


def test_open_courses_stand_under_their_phase() -> None:
    course = scenes.course()
    columns = visits.signed_in(cast.therapist()).get("/").context["columns"]
    assert {column.phase.id: list(column.courses) for column in columns} == {
        "preparation": [],
        "dosing": [course],
        "integration": [],
        "follow_up": [],
    }


def test_the_auditor_sees_no_patient_and_finds_the_log() -> None:
    patient = scenes.course().patient
    page = visits.signed_in(cast.auditor()).get("/")
    assert patient.name not in visits.words(page)
    assert 'href="/audit/"' in page.content.decode()


def test_someone_without_a_role_reads_whom_to_ask() -> None:
    shown = visits.words(visits.signed_in(cast.outsider()).get("/"))
    assert "You have no role yet" in shown
    assert "Ask the medical director" in shown


def test_staying_on_a_page_keeps_the_sign_in_without_a_word() -> None:
    answer = visits.signed_in(cast.nurse()).get("/alive/")
    assert (answer.status_code, answer.content) == (204, b"")
