"""Past trials in the record: recorded, corrected, retracted; the stage follows."""

from decimal import Decimal

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic.entry import Invalid
from daybreak.clinic.suitability import actions, queries
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """A course in preparation."""
    return scenes.course(phase="preparation")


def tried(course, medicine="Sertraline", **changed):
    """An adequate trial that failed, unless changed."""
    told = {"by": cast.nurse(), "daily_mg": "100", "weeks": "8", "outcome": "none"} | changed
    return actions.record_trial(patient=course.patient, medicine=medicine, **told)


def stage(course):
    """The stage as the last verdict kept it."""
    return queries.kept(course).inputs["stage"]


def test_two_failed_adequate_trials_document_resistance(course):
    tried(course)
    tried(course, "Venlafaxine", daily_mg="150", outcome="partial")
    assert stage(course) == "2 failed adequate trials: treatment resistance documented"
    found = queries.of_course(course).screening.found
    assert [(one.finding.rule, one.finding.severity.value) for one in found] == [("suitability.e19", "note")]


def test_a_trial_of_which_little_is_known_is_kept_and_does_not_count(course):
    row = tried(course, daily_mg=None, weeks="")
    assert (row.daily_mg, row.weeks) == (None, None)
    assert stage(course).startswith("0 failed")


def test_a_corrected_trial_replaces_the_earlier_one(course):
    first = tried(course, weeks="2")
    second = tried(course, weeks="12,5", supersedes=first)
    assert second.weeks == Decimal("12.5")
    assert queries.past_trials(course.patient) == [second]
    assert stage(course).startswith("1 failed")


def test_a_trial_recorded_in_error_is_taken_out_and_stays_in_the_record(course):
    row = tried(course)
    actions.retract_trial(by=cast.nurse(), trial=row, reason="another patient's")
    assert queries.past_trials(course.patient) == []
    assert stage(course).startswith("0 failed")


def test_what_cannot_be_is_refused_with_a_sentence_each(course):
    with pytest.raises(Invalid) as invalid:
        tried(course, " ", daily_mg="0", weeks="-3", outcome="cured", dose_judged="fine")
    assert set(invalid.value.errors) == {"medicine", "daily_mg", "weeks", "outcome", "dose_judged"}


def test_a_therapist_records_no_trials(course):
    with pytest.raises(Refused):
        tried(course, by=cast.therapist())
