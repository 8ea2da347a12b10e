"""Referral and past trials on their pages: written, corrected, taken out, and what is wrong said beside its field."""

from typing import Any

import pytest
from django.urls import reverse

from daybreak.clinic.suitability import queries
from tests.clinic import cast, scenes
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Any:
    """A course in preparation."""
    return scenes.course(phase="preparation")


def words_of(course: Any) -> str:
    """What the page of suitability says."""
    client = visits.signed_in(cast.nurse())
    return visits.words(client.get(reverse("web:suitability", args=[course.public_id])))


def send(course: Any, name: str, *more: Any, at: str = "", **fields: str) -> Any:
    """A form of the nurse."""
    client = visits.signed_in(cast.nurse())
    return visits.send(client, name, course.public_id, *more, fields=fields, at=at)


REFERRAL = {
    "kind": "family_doctor",
    "referrer": "Dr Bo Example",
    "referred_on": "2026-01-12",
    "reason": "No response to two antidepressants",
}
TRIAL = {"medicine": "Sertraline", "daily_mg": "100", "weeks": "8", "outcome": "none", "dose_judged": ""}


def test_a_referral_is_written_down_and_shown(course: Any) -> None:
    assert send(course, "suitability-referral", **REFERRAL).status_code == 302
    shown = words_of(course)
    assert "Family doctor: Dr Bo Example 12 Jan 2026" in shown
    assert "No response to two antidepressants" in shown


def test_a_referral_is_corrected_from_what_it_says(course: Any) -> None:
    send(course, "suitability-referral", **REFERRAL)
    address = reverse("web:suitability-referral", args=[course.public_id])
    page = visits.signed_in(cast.nurse()).get(address).content.decode()
    assert 'value="Dr Bo Example"' in page
    send(course, "suitability-referral", **REFERRAL | {"referrer": "Dr Cy Example"})
    assert "Dr Cy Example" in words_of(course)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("kind", "", "Referred by is missing. Fill it in."),
        ("kind", "nobody", "This page does not offer that. Choose again."),
        ("referrer", "", "The name of who referred is missing: please enter it."),
        ("referred_on", "12.1.2026", "This is not a day. Write it as year-month-day, like 1985-03-02."),
        ("referred_on", "2126-01-12", "This day lies ahead. Enter the day of the referral."),
        ("reason", "", "Reason for the referral is missing. Fill it in."),
    ],
)
def test_what_is_wrong_with_a_referral_is_said_and_the_rest_stays(
    course: Any, field: str, typed: str, sentence: str
) -> None:
    answer = send(course, "suitability-referral", **REFERRAL | {field: typed})
    assert answer.status_code == 422
    assert sentence in visits.words(answer)
    assert queries.referral(course) is None
    if field != "reason":
        assert REFERRAL["reason"] in visits.words(answer)


def test_a_past_trial_is_judged_as_it_is_written(course: Any) -> None:
    assert send(course, "suitability-trial-new", **TRIAL).url.endswith("#trials")
    send(course, "suitability-trial-new", **TRIAL | {"medicine": "Venlafaxine", "daily_mg": "37,5"})
    shown = words_of(course)
    assert "1 failed adequate trial: treatment resistance not documented." in shown
    assert "Adequate: at least 50 mg a day. Counts" in shown
    assert "Too low: 37.5 of 75 mg a day. Does not count" in shown


def test_a_past_trial_is_corrected_and_taken_out(course: Any) -> None:
    send(course, "suitability-trial-new", **TRIAL)
    row = queries.past_trials(course.patient)[0]
    send(course, "suitability-trial", row.public_id, **TRIAL | {"weeks": "2"})
    assert "Too short: 2 of 6 weeks." in words_of(course)
    later = queries.past_trials(course.patient)[0]
    at = reverse("web:suitability-trial", args=[course.public_id, later.public_id])
    send(course, "suitability-trial-retract", later.public_id, at=at, reason="another patient's")
    assert queries.past_trials(course.patient) == []


def test_an_earlier_version_of_a_trial_can_no_longer_be_corrected(course: Any) -> None:
    send(course, "suitability-trial-new", **TRIAL)
    row = queries.past_trials(course.patient)[0]
    send(course, "suitability-trial", row.public_id, **TRIAL | {"weeks": "2"})
    address = reverse("web:suitability-trial", args=[course.public_id, row.public_id])
    assert visits.signed_in(cast.nurse()).get(address).status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("medicine", "", "Medicine is missing. Fill it in."),
        ("daily_mg", "much", "This is not a number. Write it in digits, like 72.5."),
        ("daily_mg", "-5", "Enter more than 0 and at most 5000 mg a day"),
        ("weeks", "99999", "Enter more than 0 and at most 2600 weeks"),
        ("outcome", "", "How it ended is missing. Fill it in."),
    ],
)
def test_what_is_wrong_with_a_trial_is_said_and_the_rest_stays(
    course: Any, field: str, typed: str, sentence: str
) -> None:
    answer = send(course, "suitability-trial-new", **TRIAL | {"period": "spring 2022", field: typed})
    assert answer.status_code == 422
    assert sentence in visits.words(answer)
    assert 'value="spring 2022"' in answer.content.decode()
    assert queries.past_trials(course.patient) == []


def test_a_trial_recorded_in_error_needs_a_reason_to_go(course: Any) -> None:
    send(course, "suitability-trial-new", **TRIAL)
    row = queries.past_trials(course.patient)[0]
    at = reverse("web:suitability-trial", args=[course.public_id, row.public_id])
    answer = send(course, "suitability-trial-retract", row.public_id, at=at, reason="")
    assert answer.status_code == 422
    assert queries.past_trials(course.patient) == [row]
