"""Every change of medicines is looked at; once dosing has begun the prescriber is told of what it brings."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from daybreak.care.suitability.verdict import Standing
from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Medication
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.models import Assessment
from tests.clinic import cast, scenes
from tests.clinic.suited import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def preparing():
    """A course in preparation that is eligible."""
    course = scenes.course(phase="preparation")
    assert actions.answer(by=cast.nurse(), course=course, said=said()).is_eligible
    return course


@pytest.fixture
def dosing(preparing):
    """The same course, moved on to dosing."""
    return scenes.courses.move(by=cast.prescriber(), course=preparing, to="dosing")


def take(course, text, **told):
    """A medicine written into the chart."""
    return patients.record_medication(by=cast.nurse(), patient=course.patient, text=text, **told)


def standing(course):
    """Where the course stands now."""
    return queries.of_course(course).standing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sertraline", Standing.ELIGIBLE),
        ("Lamotrigine", Standing.ELIGIBLE),
        ("Oxycodone", Standing.UNDECIDED),
        ("Theophylline", Standing.STOPPED),
        ("Zyxoprane", Standing.UNDECIDED),
    ],
)
def test_a_medicine_changes_the_verdict_which_is_kept(preparing, text, expected):
    take(preparing, text)
    assert standing(preparing) is expected
    assert queries.kept(preparing).standing == expected.value
    assert text in [one["text"] for one in queries.kept(preparing).inputs["medicines"]]


def test_before_the_first_dose_the_page_holds_it_and_nobody_is_called(preparing):
    take(preparing, "Theophylline")
    assert not Alert.objects.exists()


def test_once_dosing_has_begun_the_prescriber_is_told(dosing):
    medicine = take(dosing, "Oxycodone", dosage="5 mg")
    alert = Alert.objects.get()
    assert (alert.kind, alert.course, alert.owner) == ("interaction", dosing, cast.prescriber())
    assert alert.what == "The medicines changed during the course. Oxycodone (opioid) is taken, 5 mg."
    assert alert.detail == {"medicine": str(medicine.public_id), "rules": ["interaction.depressants"]}


def test_a_note_informs_and_calls_nobody(dosing):
    take(dosing, "Lorazepam")
    assert not Alert.objects.exists()
    assert standing(dosing) is Standing.ELIGIBLE


def test_the_same_medicine_amended_without_a_change_calls_nobody_again(dosing):
    first = take(dosing, "Oxycodone", dosage="5 mg")
    take(dosing, "Oxycodone", dosage="5 mg", supersedes=first)
    assert Alert.objects.count() == 1


def test_a_new_dose_of_it_is_looked_at_again(dosing):
    first = take(dosing, "Oxycodone", dosage="5 mg")
    take(dosing, "Oxycodone", dosage="20 mg", supersedes=first)
    assert Alert.objects.count() == 2


def test_a_medicine_that_ended_or_was_an_error_calls_nobody_and_frees_the_course(dosing):
    ended = take(dosing, "Oxycodone")
    take(dosing, "Oxycodone", status="stopped", supersedes=ended)
    wrong = take(dosing, "Theophylline")
    patients.retract(by=cast.nurse(), fact=wrong, reason="another patient's")
    assert Alert.objects.count() == 2
    assert standing(dosing) is Standing.ELIGIBLE


def test_the_same_arrival_twice_calls_once(dosing):
    key = uuid.uuid4()
    for _ in range(2):
        take(dosing, "Oxycodone", client_id=key)
    assert (Medication.objects.count(), Alert.objects.count()) == (1, 1)


def test_alcohol_on_the_day_is_a_stop_that_the_next_day_does_not_hold(dosing):
    today = timezone.localdate(clock.now())
    take(dosing, "Alcohol", last_taken=today)
    assert standing(dosing) is Standing.STOPPED
    with clock.at(clock.now() + timedelta(days=1)):
        assert standing(dosing) is Standing.UNDECIDED


def test_a_patient_without_a_course_is_recorded_and_nothing_is_judged():
    patients.record_medication(by=cast.nurse(), patient=cast.patient(), text="Theophylline")
    assert not Assessment.objects.exists()
    assert not Alert.objects.exists()
