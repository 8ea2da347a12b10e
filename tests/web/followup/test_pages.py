"""The pages of follow-up: what they show, what is written down through them, and what they keep on an error."""

from typing import Any

import pytest
from django.test import Client

from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from tests.clinic import cast, scenes
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return scenes.course()


def _page(course: Course, more: str = "") -> str:
    return f"/courses/{course.public_id}/follow-up/{more}"


def _words(client: Client, address: str) -> str:
    return visits.words(client.get(address))


def _sent(client: Client, address: str, told: dict[str, Any]) -> Any:
    """Open the form and send it with its token."""
    token = str(client.get(address).context["csrf_token"])
    return client.post(address, told | {"csrfmiddlewaretoken": token})


def _event(**changes: Any) -> dict[str, Any]:
    told = {"what": "Nausea", "grade": "mild", "started_at": "2026-03-02T10:00", "action": "none", "outcome": "ongoing"}
    return told | changes


def test_a_new_course_shows_its_baseline_checks_with_who_sees_to_them(course: Course) -> None:
    cast.nurse()
    words = _words(visits.signed_in(cast.prescriber()), _page(course))
    assert "Bladder questions" in words
    assert "Baseline of the course" in words
    assert "Nurse Example" in words
    assert "Without a PHQ-9 before the first dose" in words


def test_a_check_is_written_down_and_leaves_the_list(course: Course) -> None:
    nurse = visits.signed_in(cast.nurse())
    told = {"result": "normal", "at": "2026-03-02T10:00", "note": "ALT 21"}
    assert _sent(nurse, _page(course, "checks/liver/"), told).status_code == 302
    row = CheckRecord.objects.get()
    assert (row.check_id, row.result, row.note, row.recorded_by) == ("liver", "normal", "ALT 21", cast.nurse())
    assert "ALT 21" in _words(nurse, _page(course))


def test_a_check_that_is_not_done_asks_why_and_keeps_what_was_typed(course: Course) -> None:
    nurse = visits.signed_in(cast.nurse())
    answer = _sent(nurse, _page(course, "checks/pdmp/"), {"result": "not-done", "at": "2026-03-02T10:00", "note": "no"})
    assert answer.status_code == 422
    assert "Say why it is not done" in visits.words(answer)
    assert 'value="2026-03-02T10:00"' in answer.content.decode()
    assert CheckRecord.objects.count() == 0


def test_a_check_that_there_is_none_of_is_not_found(course: Course) -> None:
    answer = visits.signed_in(cast.nurse()).get(_page(course, "checks/aura/"))
    assert answer.status_code == 404
    assert "There is no such check" in visits.words(answer)


def test_a_check_is_amended_with_a_reason(course: Course) -> None:
    nurse = visits.signed_in(cast.nurse())
    _sent(nurse, _page(course, "checks/bladder/"), {"result": "symptoms", "at": "2026-03-02T10:00"})
    address = f"/follow-up/checks/{CheckRecord.objects.get().public_id}/"
    told = {"result": "none", "at": "2026-03-02T10:00", "reason": ""}
    assert "is missing" in visits.words(_sent(nurse, address, told))
    assert _sent(nurse, address, told | {"reason": "Another patient was meant"}).status_code == 302
    assert CheckRecord.objects.get(superseded_by=None).result == "none"


def test_an_event_is_reported_shown_and_judged(course: Course) -> None:
    nurse, prescriber = visits.signed_in(cast.nurse()), visits.signed_in(cast.prescriber())
    assert _sent(nurse, _page(course, "events/new/"), _event()).status_code == 302
    assert "Events that wait for a judgement" in _words(prescriber, "/follow-up/")
    address = f"/follow-up/events/{AdverseEvent.objects.get().public_id}/"
    judged = _event(relation="possible", reason="Began after the dose")
    assert _sent(prescriber, address, judged).status_code == 302
    assert AdverseEvent.objects.get(superseded_by=None).relation == "possible"
    assert "Events that wait for a judgement" not in _words(prescriber, "/follow-up/")
    assert "relation: possible" in _words(nurse, _page(course))


def test_a_nurse_is_not_asked_whether_the_drug_did_it(course: Course) -> None:
    words = _words(visits.signed_in(cast.nurse()), _page(course, "events/new/"))
    assert "A prescriber judges whether the drug caused it." in words
    assert "Did the drug cause it?" in _words(visits.signed_in(cast.prescriber()), _page(course, "events/new/"))


def test_a_serious_event_without_its_criterion_is_asked_for_it_and_keeps_what_was_typed(course: Course) -> None:
    nurse = visits.signed_in(cast.nurse())
    answer = _sent(nurse, _page(course, "events/new/"), _event(what="Seizure", grade="serious", note="In the taxi"))
    assert answer.status_code == 422
    assert "Say which of these makes it serious." in visits.words(answer)
    assert "In the taxi" in answer.content.decode()
    assert AdverseEvent.objects.count() == 0


def test_an_address_of_an_earlier_version_leads_to_the_last(course: Course) -> None:
    prescriber = visits.signed_in(cast.prescriber())
    _sent(prescriber, _page(course, "events/new/"), _event(relation="possible"))
    first = AdverseEvent.objects.get()
    _sent(prescriber, f"/follow-up/events/{first.public_id}/", _event(relation="unlikely", reason="Ate badly that day"))
    last = AdverseEvent.objects.get(supersedes=first)
    answer = prescriber.get(f"/follow-up/events/{first.public_id}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/follow-up/events/{last.public_id}/")


def test_the_page_of_the_course_leads_to_its_follow_up(course: Course) -> None:
    answer = visits.signed_in(cast.prescriber()).get(f"/courses/{course.public_id}/")
    assert f'href="{_page(course)}"' in answer.content.decode()


def test_what_is_due_in_the_clinic_names_the_patient_on_the_page_and_not_in_its_title(course: Course) -> None:
    answer = visits.signed_in(cast.coordinator()).get("/follow-up/")
    words = answer.content.decode()
    assert course.patient.family_name in words
    assert course.patient.family_name not in words.split("<title>")[1].split("</title>")[0]


def test_the_exposure_counts_every_dose_of_every_course() -> None:
    given = scenes.injected()
    words = _words(visits.signed_in(cast.prescriber()), _page(given.session.order.course))
    assert "40 mg" in words
    assert "looked at from 750 mg on" in words
