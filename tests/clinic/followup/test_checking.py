"""Checks that are written down: what they answer, whom they tell, and what cannot be entered."""

import uuid

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.followup import actions, queries
from daybreak.clinic.followup.models import CheckRecord
from daybreak.clinic.patients import actions as patients
from tests.clinic import cast
from tests.clinic.followup import scenes
from tests.clinic.followup.scenes import check, course, day, due, make_rounds

pytestmark = pytest.mark.django_db


def test_a_new_course_asks_for_its_baseline_and_each_check_answers_its_own() -> None:
    of = course()
    assert due(of, 1) == {"bladder", "cognition", "liver", "blood_pressure", "pdmp", "extra_source"}
    check(of, "liver", 1)
    check(of, "pdmp", 1, was_done=False, result="", note="The register is down today")
    assert due(of, 1) == {"bladder", "cognition", "blood_pressure", "extra_source"}


def test_a_dose_asks_for_the_bladder_questions_again() -> None:
    of = course(2)
    check(of, "bladder", 1)
    assert "bladder" in due(of, 2.1)
    check(of, "bladder", 2.2)
    assert "bladder" not in due(of, 2.3)


def test_a_blood_pressure_of_the_chart_counts_by_itself() -> None:
    of = course()
    with clock.at(day(1)):
        patients.record_pressure(by=cast.nurse(), patient=of.patient, systolic=121, diastolic=77)
    assert "blood_pressure" not in due(of, 1)


def test_bladder_symptoms_tell_the_prescriber_and_make_a_urinalysis_and_a_review_due() -> None:
    of = course()
    check(of, "bladder", 1, "symptoms")
    [alert] = scenes.alerts("check_finding")
    assert (alert.owner, alert.what) == (cast.prescriber(), "Bladder questions: symptoms.")
    assert {"urinalysis", "bladder_review"} <= due(of, 1)


def test_the_alert_of_a_finding_closes_when_all_that_follows_it_is_written_down() -> None:
    of = course()
    check(of, "bladder", 1, "symptoms")
    check(of, "urinalysis", 2)
    assert scenes.alerts("check_finding")[0].is_open
    check(of, "bladder_review", 3)
    assert not scenes.alerts("check_finding")[0].is_open


def test_an_overdue_check_is_one_alert_however_often_one_looks_and_its_record_closes_it() -> None:
    of = course()
    for kind in ("cognition", "liver", "blood_pressure", "pdmp", "extra_source"):
        check(of, kind, 0.5)
    assert [make_rounds(0.9), make_rounds(1.1), make_rounds(1.1), make_rounds(9)] == [0, 1, 0, 0]
    [alert] = scenes.alerts("check_overdue")
    assert (alert.owner, alert.what) == (
        cast.nurse(),
        "Bladder questions is overdue since 3 Mar 2026. Baseline of the course.",
    )
    check(of, "bladder", 10)
    alert.refresh_from_db()
    assert (alert.is_open, alert.closing_note) == (False, "Bladder questions was written down.")


def test_a_check_that_is_dated_back_before_what_made_it_due_leaves_its_alert_open() -> None:
    of = course(2)
    check(of, "bladder", 0.1)
    make_rounds(4)
    check(of, "bladder", 5, at=day(1))
    assert "bladder" in due(of, 5)
    assert [one.is_open for one in scenes.alerts("check_overdue") if one.detail["check"] == "bladder"] == [True]


def test_a_closed_course_still_asks_for_what_was_left() -> None:
    of = course(2)
    check(of, "bladder", 2.2, "symptoms")
    with clock.at(day(4)):
        courses.move(by=cast.prescriber(), course=of, to="closed", reason="The patient moved away")
    of.refresh_from_db()
    assert {"urinalysis", "bladder_review"} <= due(of, 5)
    make_rounds(12)
    assert {"urinalysis", "bladder_review"} <= {one.detail["check"] for one in scenes.alerts("check_overdue")}
    check(of, "urinalysis", 13)
    assert "urinalysis" not in due(of, 13)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"result": ""}, "result"),
        ({"result": "none-of-these"}, "result"),
        ({"was_done": False, "note": "no"}, "note"),
        ({"result": "none", "at": day(2)}, "at"),
        ({"result": "none", "note": "x" * 501}, "note"),
    ],
)
def test_what_cannot_be_gets_a_sentence_beside_its_field(told: dict, field: str) -> None:
    of = course()
    with pytest.raises(Invalid) as wrong, clock.at(day(1)):
        actions.record_check(**({"by": cast.nurse(), "course": of, "check_id": "bladder", "was_done": True} | told))
    assert list(wrong.value.errors) == [field]
    assert CheckRecord.objects.count() == 0


def test_a_check_is_amended_by_a_newer_version_and_what_it_led_to_goes_with_it() -> None:
    of = course()
    first = check(of, "bladder", 1, "symptoms")
    with clock.at(day(2)):
        newer = actions.amend_check(
            by=cast.nurse(), record=first, was_done=True, result="none", reason="Meant the patient before"
        )
    assert list(queries.checks(of)) == [newer]
    assert (newer.at, newer.supersedes) == (first.at, first)
    assert "urinalysis" not in due(of, 2)
    with pytest.raises(Conflict):
        actions.amend_check(by=cast.nurse(), record=first, was_done=True, result="none", reason="Once more")


def test_an_amendment_needs_a_reason() -> None:
    row = check(course(), "bladder", 1)
    with pytest.raises(Invalid, match="too short"):
        actions.amend_check(by=cast.nurse(), record=row, was_done=True, result="none", reason="no")


def test_a_check_sent_twice_is_written_once_and_audited_once() -> None:
    of, key = course(), uuid.uuid4()
    rows = {check(of, "bladder", 1, client_id=key).pk for _ in range(2)}
    assert len(rows) == 1
    assert AuditEvent.objects.filter(act="followup.check").count() == 1


def test_who_may_not_leaves_no_trace() -> None:
    of = course()
    with pytest.raises(Refused, match="Writing down a follow-up check needs"):
        actions.record_check(by=cast.coordinator(), course=of, check_id="bladder", was_done=True, result="none")
    assert CheckRecord.objects.count() == 0
