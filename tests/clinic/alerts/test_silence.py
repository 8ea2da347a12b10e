"""The answer that does not come: of a patient at risk it is an alert, once, and only then."""

from datetime import timedelta

import pytest

from daybreak.clinic import clock, rounds
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.models import DraftAnswer, Invitation
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import assessed, everyone, raised
from tests.clinic.scenes import MORNING, minutes
from tests.clinic.sheets import adding_up_to, all_answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient() -> Patient:
    with clock.at(MORNING - timedelta(days=3)):
        everyone()
        return cast.patient()


def told_of_risk(patient: Patient, days_ago: float = 1) -> None:
    """Item 9 above nought, since assessed as of moderate risk."""
    with clock.at(MORNING - timedelta(days=days_ago)):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(1))
        assessed(cast.prescriber(), *Alert.objects.filter(patient=patient, closed_at=None), level="moderate")


def asked(patient: Patient) -> Invitation:
    with clock.at(MORNING):
        return measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=3))[0]


def silence(after_hours: float, times: int = 1) -> list[Alert]:
    with clock.at(MORNING + minutes(60 * after_hours)):
        for _ in range(times):
            rounds.make()
    return list(Alert.objects.filter(kind="answer_absent"))


def test_a_patient_at_risk_who_does_not_answer_for_a_day_is_an_alert_held_by_the_therapist(patient: Patient) -> None:
    told_of_risk(patient)
    asked(patient)
    assert silence(23.9) == []
    (alert,) = silence(24)
    assert (alert.owner, alert.patient) == (cast.therapist(), patient)
    assert alert.what == "PHQ-9 was sent and has not been answered; the patient is known to be at risk."


def test_it_is_one_alert_however_often_one_looks_and_not_again_once_it_is_closed(patient: Patient) -> None:
    told_of_risk(patient)
    asked(patient)
    (alert,) = silence(24, times=3)
    with clock.at(MORNING + timedelta(hours=25)):
        assessed(cast.therapist(), alert, level="moderate")
    assert silence(50, times=2) == [alert]


def test_a_second_link_unanswered_after_the_first_alert_was_closed_is_a_new_silence(patient: Patient) -> None:
    told_of_risk(patient)
    asked(patient)
    (alert,) = silence(24)
    with clock.at(MORNING + timedelta(hours=25)):
        assessed(cast.therapist(), alert, level="moderate")
        measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=3))
    assert len(silence(50)) == 2


def test_the_silence_of_a_patient_not_known_to_be_at_risk_is_none(patient: Patient) -> None:
    with clock.at(MORNING - timedelta(days=1)):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=adding_up_to(20))
    asked(patient)
    assert silence(30) == []


def test_one_who_was_since_assessed_as_of_low_risk_is_not_at_risk(patient: Patient) -> None:
    with clock.at(MORNING - timedelta(days=1)):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(1))
        assessed(cast.prescriber(), *Alert.objects.filter(patient=patient, closed_at=None))
    asked(patient)
    assert silence(30) == []


def test_one_with_an_open_alert_of_risk_is_at_risk(patient: Patient) -> None:
    with clock.at(MORNING - timedelta(days=2)):
        raised(patient, kind="concern")
    asked(patient)
    assert len(silence(24)) == 1


@pytest.mark.parametrize("how", ["answered", "answered in the clinic", "withdrawn"])
def test_an_answer_however_it_came_or_a_withdrawn_link_is_no_silence(patient: Patient, how: str) -> None:
    told_of_risk(patient)
    with clock.at(MORNING):
        invitation, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=3))
    with clock.at(MORNING + minutes(60)):
        if how == "answered":
            measures.answer_by_link(token=token, answers=adding_up_to(4))
        elif how == "withdrawn":
            measures.withdraw_invitation(by=cast.nurse(), invitation=invitation)
        else:
            measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=adding_up_to(4))
    assert silence(30) == []


def test_what_was_long_ago_makes_nobody_at_risk_today(patient: Patient) -> None:
    told_of_risk(patient, days_ago=100)
    asked(patient)
    assert silence(30) == []


def test_an_answer_about_suicide_that_was_chosen_and_not_sent_is_an_alert_after_ten_minutes(patient: Patient) -> None:
    invitation = asked(patient)
    DraftAnswer.objects.create(invitation=invitation, link_id="phq9-9", value=2, at=MORNING)
    DraftAnswer.objects.create(invitation=invitation, link_id="phq9-1", value=3, at=MORNING)
    silence(9.9 / 60)
    assert not Alert.objects.exists()
    silence(10 / 60, times=2)
    (alert,) = Alert.objects.all()
    assert alert.kind == "risk_item"
    assert alert.what == (
        "PHQ-9 item 9, thoughts of being dead or of self-harm: 2 was chosen, and the questionnaire was not sent."
    )


def test_a_nought_that_was_chosen_and_not_sent_is_none(patient: Patient) -> None:
    DraftAnswer.objects.create(invitation=asked(patient), link_id="phq9-9", value=0, at=MORNING)
    silence(1)
    assert not Alert.objects.exists()
