"""The time line of a course: phases, doses, sessions, measures; response and remission where care says they are."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from daybreak.clinic import clock
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses import queries
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.queries import outcome_of
from tests.clinic import cast, scenes
from tests.clinic.sheets import adding_up_to

pytestmark = pytest.mark.django_db


def day(count: float) -> datetime:
    return scenes.MORNING + timedelta(days=count)


def phq(course: Course, total: int, at: datetime) -> None:
    with clock.at(at):
        measures.record_in_clinic(by=cast.therapist(), patient=course.patient, answers=adding_up_to(total))


@pytest.fixture
def dosed() -> Course:
    """Opened on day 0 and moved to dosing, PHQ-9 of 20 on day 1, first dose on day 2."""
    with clock.at(day(0)):
        course, vial = scenes.course(), scenes.vial()
    phq(course, 20, day(1))
    with clock.at(day(2)):
        order = scenes.order(course)
    scenes.ended(order, vial, day(2))
    return course


def told(course: Course, at: datetime) -> dict[str, Any]:
    with clock.at(at):
        line: dict[str, Any] = json.loads(json.dumps(queries.timeline(course), allow_nan=False))
    return line


def test_phases_follow_each_other_without_a_gap(dosed: Course) -> None:
    phases = told(dosed, day(5))["phases"]
    assert [phase["phase"] for phase in phases] == ["preparation", "dosing", "integration"]
    assert [phase["to"] for phase in phases[:-1]] == [phase["from"] for phase in phases[1:]]
    assert phases[-1]["to"] is None


def test_the_last_phase_of_a_closed_course_has_an_end(dosed: Course) -> None:
    with clock.at(day(9)):
        courses.move(by=cast.prescriber(), course=dosed, to="closed")
    dosed.refresh_from_db()
    line = told(dosed, day(20))
    assert (line["phases"][-1]["phase"], line["phases"][-1]["to"]) == ("closed", day(9).isoformat())


def test_doses_and_sessions_name_each_other(dosed: Course) -> None:
    line = told(dosed, day(5))
    given = day(2) + scenes.minutes(10)
    assert line["doses"] == [
        {
            "at": given.isoformat(),
            "mg": 40.0,
            "mg_per_kg": 0.5,
            "route": "im",
            "session_id": line["sessions"][0]["id"],
        }
    ]
    assert [session["state"] for session in line["sessions"]] == ["ended"]


def test_the_baseline_is_the_last_measure_before_the_first_dose(dosed: Course) -> None:
    line = told(dosed, day(5))
    assert line["baseline"] == {"at": day(1).isoformat(), "total": 20}
    assert (line["response_below"], line["remission_below"]) == (10.0, 5)


def test_response_and_remission_are_marked_when_they_are_first_reached(dosed: Course) -> None:
    for total, at in ((15, 3), (10, 9), (12, 12), (4, 16), (3, 20)):
        phq(dosed, total, day(at))
    line = told(dosed, day(21))
    assert (line["response_at"], line["remission_at"]) == (day(9).isoformat(), day(16).isoformat())
    assert [measure["total"] for measure in line["measures"]] == [20, 15, 10, 12, 4, 3]
    assert [measure["band"] for measure in line["measures"]][-1] == "minimal"


def test_almost_half_is_no_response(dosed: Course) -> None:
    phq(dosed, 11, day(9))
    assert told(dosed, day(10))["response_at"] is None


def test_without_a_measure_since_the_dose_there_is_no_outcome_not_a_bad_one(dosed: Course) -> None:
    with clock.at(day(5)):
        found = outcome_of(dosed)
    assert (found.outcome, found.last, found.response_at) == (None, None, None)


def test_a_good_measure_before_the_first_dose_is_no_response() -> None:
    with clock.at(day(0)):
        course = scenes.course()
    phq(course, 20, day(1))
    phq(course, 4, day(2))
    line = told(course, day(3))
    assert (line["baseline"]["total"], line["response_at"], line["remission_at"]) == (4, None, None)


def test_without_any_measure_nothing_is_made_up() -> None:
    with clock.at(day(0)):
        course = scenes.course()
    line = told(course, day(1))
    empty = {name: line[name] for name in ("measures", "baseline", "response_below", "response_at", "remission_at")}
    assert empty == {
        "measures": [],
        "baseline": None,
        "response_below": None,
        "response_at": None,
        "remission_at": None,
    }


def test_measures_of_an_earlier_course_are_not_this_ones(dosed: Course) -> None:
    phq(dosed, 8, day(6))
    with clock.at(day(8)):
        courses.move(by=cast.prescriber(), course=dosed, to="closed")
    with clock.at(day(10)):
        anew = scenes.course(dosed.patient)
    phq(anew, 17, day(11))
    dosed.refresh_from_db()
    assert [measure["total"] for measure in told(anew, day(12))["measures"]] == [17]
    assert [measure["total"] for measure in told(dosed, day(12))["measures"]] == [20, 8]


def test_a_measure_from_the_weeks_before_the_course_counts_and_an_older_one_does_not() -> None:
    patient = scenes.weighed_patient()
    with clock.at(day(0)):
        course = scenes.course(patient)
    for total, days_before in ((25, 57), (19, 55)):
        with clock.at(day(0)):
            measures.record_imported(
                by=cast.coordinator(),
                patient=patient,
                total=total,
                completed_at=day(-days_before),
                source="FHIR bundle",
            )
    line = told(course, day(1))
    assert [(measure["total"], measure["item9"]) for measure in line["measures"]] == [(19, None)]
