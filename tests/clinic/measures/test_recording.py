"""Answers recorded in the clinic and from elsewhere: every item counts, a bare total says nothing of item 9."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import Response
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast, scenes
from tests.clinic.sheets import ITEMS, all_answered

pytestmark = pytest.mark.django_db


def in_clinic(patient: Patient, answers: dict[str, Any], **more: Any) -> Response:
    return actions.record_in_clinic(by=cast.therapist(), patient=patient, answers=answers, **more)


def imported(patient: Patient, **more: Any) -> Response:
    wish: dict[str, Any] = {"total": 9, "completed_at": scenes.MORNING, "source": "FHIR bundle"}
    return actions.record_imported(by=cast.coordinator(), patient=patient, **(wish | more))


def test_answers_are_kept_with_the_version_of_their_scale() -> None:
    response = in_clinic(cast.patient(), all_answered(1, item9=3))
    assert (response.total, response.risk_item, response.instrument) == (11, 3, "phq9")
    assert response.instrument_version
    assert (response.channel, response.recorded_by) == ("clinic", cast.therapist())


def test_a_response_belongs_to_the_course_that_was_open() -> None:
    course = scenes.course()
    assert in_clinic(course.patient, all_answered(1)).course == course
    assert in_clinic(cast.patient(), all_answered(1)).course is None


@pytest.mark.parametrize("value", [4, -1, "1", 1.0, True, None])
def test_an_answer_that_is_none_is_refused_at_its_item(value: Any) -> None:
    with pytest.raises(Invalid) as invalid:
        in_clinic(cast.patient(), {**all_answered(1), ITEMS[3]: value})
    assert list(invalid.value.errors) == [ITEMS[3]]
    assert "Question 4" in invalid.value.errors[ITEMS[3]]
    assert Response.objects.count() == 0


def test_nothing_is_scored_as_zero_because_it_was_left_out() -> None:
    with pytest.raises(Invalid) as invalid:
        in_clinic(cast.patient(), {})
    assert list(invalid.value.errors) == list(ITEMS)


def test_a_question_the_scale_does_not_ask_is_refused() -> None:
    with pytest.raises(Invalid) as invalid:
        in_clinic(cast.patient(), {**all_answered(1), "phq9-10": 1})
    assert list(invalid.value.errors) == ["phq9-10"]


def test_a_questionnaire_cannot_be_dated_in_the_future() -> None:
    with clock.at(scenes.MORNING), pytest.raises(Invalid) as invalid:
        in_clinic(cast.patient(), all_answered(1), completed_at=scenes.MORNING + timedelta(minutes=1))
    assert list(invalid.value.errors) == ["completed_at"]


@pytest.mark.parametrize("record", [in_clinic, imported])
def test_a_questionnaire_cannot_be_from_before_its_patient_was_born(record: Any) -> None:
    patient = cast.patient()
    before = datetime(patient.birth_date.year - 1, 1, 1, tzinfo=UTC)
    wish = {"answers": all_answered(1)} if record is in_clinic else {}
    with pytest.raises(Invalid) as invalid:
        record(patient, completed_at=before, **wish)
    assert list(invalid.value.errors) == ["completed_at"]
    assert Response.objects.count() == 0


def test_the_same_arrival_twice_is_one_response() -> None:
    patient, key = cast.patient(), uuid.uuid4()
    first = in_clinic(patient, all_answered(1), client_id=key)
    assert in_clinic(patient, all_answered(1), client_id=key) == first
    with pytest.raises(Conflict):
        in_clinic(patient, all_answered(2), client_id=key)


def test_the_same_key_for_another_patient_is_a_conflict() -> None:
    key = uuid.uuid4()
    in_clinic(cast.patient(), all_answered(1), client_id=key)
    with pytest.raises(Conflict):
        in_clinic(cast.patient(), all_answered(1), client_id=key)


def test_an_imported_total_stands_without_its_items_and_tells_nothing_of_item_nine() -> None:
    response = imported(cast.patient(), total=21)
    assert (response.total, response.risk_item, response.answers) == (21, None, {})
    assert not queries.at_risk(response)


def test_an_imported_total_must_agree_with_its_items() -> None:
    patient = cast.patient()
    assert imported(patient, total=9, answers=all_answered(1)).risk_item == 1
    with pytest.raises(Invalid) as invalid:
        imported(patient, total=10, answers=all_answered(1))
    assert list(invalid.value.errors) == ["total"]


@pytest.mark.parametrize("total", [-1, 28])
def test_a_total_the_scale_cannot_give_is_refused(total: int) -> None:
    with pytest.raises(Invalid) as invalid:
        imported(cast.patient(), total=total)
    assert list(invalid.value.errors) == ["total"]


def test_item_nine_above_zero_flags_the_patient_until_it_is_answered_with_zero() -> None:
    patient = cast.patient()
    with clock.at(scenes.MORNING):
        flagged = in_clinic(patient, all_answered(1, item9=1))
        assert queries.risk_flag(patient) == flagged
    with clock.at(scenes.MORNING + timedelta(days=1)):
        in_clinic(patient, all_answered(1, item9=0))
        assert queries.risk_flag(patient) is None


def test_a_later_total_without_items_does_not_clear_the_flag() -> None:
    patient = cast.patient()
    with clock.at(scenes.MORNING):
        flagged = in_clinic(patient, all_answered(1, item9=2))
    imported(patient, total=3, completed_at=scenes.MORNING + timedelta(days=2))
    assert queries.risk_flag(patient) == flagged


def test_an_older_questionnaire_told_late_neither_flags_nor_clears() -> None:
    """Only the last answers count by when they were given, not by when they arrived."""
    calm, troubled = cast.patient(), cast.patient()
    with clock.at(scenes.MORNING):
        in_clinic(calm, all_answered(0))
        flagged = in_clinic(troubled, all_answered(0, item9=1))
        earlier = scenes.MORNING - timedelta(days=3)
        in_clinic(calm, all_answered(0, item9=3), completed_at=earlier)
        in_clinic(troubled, all_answered(0), completed_at=earlier)
    assert queries.flagged([calm, troubled]) == {troubled.pk: flagged}


def test_the_flags_of_many_patients_are_one_query(django_assert_num_queries: Any) -> None:
    patients = [cast.patient() for _ in range(6)]
    for place, patient in enumerate(patients):
        in_clinic(patient, all_answered(1, item9=place % 3))
    with django_assert_num_queries(1):
        found = queries.flagged(patients)
    assert set(found) == {patient.pk for place, patient in enumerate(patients) if place % 3}


def test_the_latest_is_the_one_given_last() -> None:
    patient = cast.patient()
    with clock.at(scenes.MORNING):
        last = in_clinic(patient, all_answered(1))
        in_clinic(patient, all_answered(2), completed_at=scenes.MORNING - timedelta(days=1))
    assert queries.latest(patient) == last
