"""Referral and answers: each is kept, nothing is written twice, and imminent intent calls for help at once."""

from datetime import date

import pytest

from daybreak.care.findings import Refused
from daybreak.care.suitability.verdict import Standing
from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.actions import Said
from daybreak.clinic.suitability.models import Answer, Assessment
from tests.clinic import cast, scenes
from tests.clinic.suited import ANSWERS, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    """A course in preparation, of a patient who was weighed and measured."""
    return scenes.course(phase="preparation")


def test_nothing_answered_is_not_yet_eligible_and_says_what_is_missing(course):
    now = queries.of_course(course)
    assert now.standing is Standing.NOT_YET
    assert now.sentence == "27 answers are missing."
    assert "suicidal_intent" in {gap.question.id for gap in now.screening.gaps}


def test_every_question_answered_is_eligible(course):
    assert actions.answer(by=cast.nurse(), course=course, said=said()).standing is Standing.ELIGIBLE


def test_an_answer_is_kept_with_its_note_and_who_gave_it(course):
    actions.answer(by=cast.nurse(), course=course, said={"aneurysm": Said("yes", "  Infrarenal, 3.1 cm ")})
    row = queries.answers(course)["aneurysm"]
    assert (row.answer, row.note, row.recorded_by) == ("yes", "Infrarenal, 3.1 cm", cast.nurse())


def test_what_is_already_so_is_not_written_again(course):
    for _ in range(2):
        actions.answer(by=cast.nurse(), course=course, said=said())
    assert Answer.objects.filter(course=course).count() == len(ANSWERS)
    assert Assessment.objects.filter(course=course).count() == 1
    assert AuditEvent.objects.filter(act="suitability.answer").count() == 1


def test_a_later_answer_replaces_an_earlier_one_which_stays(course):
    for answer in ("yes", "no", ""):
        now = actions.answer(by=cast.nurse(), course=course, said={"aneurysm": Said(answer)})
    assert [row.answer for row in Answer.objects.filter(question="aneurysm")] == ["yes", "no", ""]
    assert "aneurysm" in {gap.question.id for gap in now.screening.gaps}


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("aneurysm", "perhaps", "Choose one of the answers."),
        ("months_abstinent", "-1", "Enter a number from 0 to 900 months, in digits."),
        ("months_abstinent", "many", "Enter a number from 0 to 900 months, in digits."),
        ("months_abstinent", "NaN", "Enter a number from 0 to 900 months, in digits."),
        ("weeks_since_event", "1e9", "Enter a number from 0 to 5200 weeks, in digits."),
    ],
)
def test_an_answer_that_cannot_be_is_refused_beside_its_question(course, question, answer, sentence):
    with pytest.raises(Invalid) as invalid:
        actions.answer(by=cast.nurse(), course=course, said={question: Said(answer), "escort": Said("yes")})
    assert invalid.value.errors == {question: sentence}
    assert not Answer.objects.exists()


@pytest.mark.parametrize("typed", ["2,5", "2.50", " 2.5 "])
def test_a_number_is_kept_with_a_point(course, typed):
    answers = {"substance_disorder": Said("past"), "months_abstinent": Said(typed)}
    now = actions.answer(by=cast.nurse(), course=course, said=answers)
    assert queries.answers(course)["months_abstinent"].answer == "2.5"
    assert now.stopping[0].finding.what == "The patient has been without use for 2.5 months, less than 3 months."


@pytest.mark.parametrize("question", ["age_y", "bmi", "ketamine_allergy", "failed_trials", "no_such"])
def test_what_the_chart_says_cannot_be_answered_over_it(course, question):
    with pytest.raises(Conflict, match="no longer asked"):
        actions.answer(by=cast.nurse(), course=course, said={question: Said("no")})


def test_an_allergy_in_the_chart_speaks_whatever_was_answered(course):
    actions.answer(by=cast.nurse(), course=course, said=said())
    scenes.patients.record_allergy(by=cast.nurse(), patient=course.patient, text="Ketamin (Exanthem)")
    assert queries.of_course(course).stopping[0].finding.what == "The chart holds an allergy to ketamine or esketamine."


def test_a_closed_course_is_asked_nothing_more(course):
    courses.move(by=cast.prescriber(), course=course, to="closed", reason="Moved away")
    with pytest.raises(Conflict, match="closed"):
        actions.answer(by=cast.nurse(), course=course, said={"aneurysm": Said("no")})


@pytest.mark.parametrize("who", ["therapist", "coordinator", "auditor", "researcher", "outsider"])
def test_who_is_not_trained_to_judge_them_gives_no_answers(course, who):
    with pytest.raises(Refused):
        actions.answer(by=cast.everyone()[who], course=course, said={"aneurysm": Said("no")})


def test_imminent_intent_raises_its_alert_with_the_answer_and_closes_nothing(course):
    now = actions.answer(by=cast.nurse(), course=course, said={"suicidal_intent": Said("yes", "Has a plan")})
    alert = Alert.objects.get()
    assert now.standing is Standing.EMERGENCY
    assert (alert.kind, alert.priority, alert.course, alert.is_open) == ("suicidal_intent", "high", course, True)
    course.refresh_from_db()
    assert (course.phase, course.closed_at) == ("preparation", None)


def test_the_same_emergency_is_one_alert_and_the_next_is_another(course):
    for answer, note in (("yes", ""), ("yes", "Has a plan"), ("no", "In hospital since"), ("yes", "")):
        actions.answer(by=cast.nurse(), course=course, said={"suicidal_intent": Said(answer, note)})
    assert Alert.objects.count() == 2


def test_the_verdict_is_kept_with_the_rules_and_all_that_made_it(course):
    with clock.at(scenes.MORNING):
        now = actions.answer(by=cast.nurse(), course=course, said=said(seizures="yes"))
    kept = queries.kept(course)
    assert (kept.standing, kept.policy_version) == ("undecided", now.screening.policy_version)
    assert kept.inputs["answers"]["seizures"] == "yes"
    assert kept.inputs["answers"]["age_y"]
    assert [(one["rule"], one["criterion"]) for one in kept.findings] == [
        ("suitability.e13", "E13"),
        ("suitability.e19", "E19"),
    ]
    assert kept.inputs["stage"] == "0 failed adequate trials: treatment resistance not documented"


def referral(course, **changed):
    """A referral by a psychiatrist, unless changed."""
    told = {"kind": "psychiatrist", "referrer": "Dr Bo Example", "reason": "No response to two antidepressants"}
    told |= {"referred_on": date(2026, 1, 12), "by": cast.coordinator()} | changed
    return actions.refer(course=course, **told)


def test_a_referral_says_who_why_and_when(course):
    row = referral(course)
    assert queries.referral(course) == row
    assert (row.kind, row.referrer, row.referred_on) == ("psychiatrist", "Dr Bo Example", date(2026, 1, 12))


def test_a_later_referral_replaces_an_earlier_one_which_stays(course):
    first, second = referral(course), referral(course, referrer="Dr Cy Example")
    assert queries.referral(course) == second
    assert first in course.referrals.all()


def test_a_patient_who_came_alone_has_no_other_name(course):
    assert referral(course, kind="patient", referrer="").referrer == ""


def test_a_referral_without_its_parts_says_which(course):
    with pytest.raises(Invalid) as invalid:
        referral(course, kind="astrologer", referrer=" ", reason="", referred_on=date(2126, 1, 1))
    assert invalid.value.errors == {
        "kind": "Choose who referred the patient.",
        "referrer": "The name of who referred is missing: please enter it.",
        "reason": "The reason for the referral is missing: please enter it.",
        "referred_on": "This day lies ahead. Enter the day of the referral.",
    }
