"""Signs of risk in what reaches the record: each raises its alert in the same transaction, for someone who is here."""

import uuid
from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts import queries
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.entry import Conflict
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.models import Response
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast
from tests.clinic.scenes import MORNING
from tests.clinic.sheets import adding_up_to, all_answered

pytestmark = pytest.mark.django_db


def test_item_nine_above_nought_by_link_is_an_alert_held_by_the_prescriber() -> None:
    prescriber, patient = cast.prescriber(), cast.patient()
    with clock.at(MORNING):
        _, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=1))
        measures.answer_by_link(token=token, answers=all_answered(0, item9=1))
    alert = queries.open_alerts(patient).get()
    assert (alert.kind, alert.priority, alert.state, alert.owner) == ("risk_item", "high", "raised", prescriber)
    assert alert.due_at == MORNING + timedelta(minutes=15)
    assert alert.what == "PHQ-9 item 9, thoughts of being dead or of self-harm, was answered 1 (“Several days”)."


def test_a_nine_of_nought_is_no_alert() -> None:
    measures.record_in_clinic(by=cast.nurse(), patient=cast.patient(), answers=adding_up_to(20))
    assert not Alert.objects.exists()


def test_answers_entered_in_the_clinic_raise_it_too_and_a_cssrs_its_own() -> None:
    patient = cast.patient()
    measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(0, item9=3))
    yes = {f"cssrs-{number}": 1 for number in (1, 2, 3, 4, 5, 6)} | {"cssrs-6-recent": 1}
    alerts.watch_response(_answers_of_a_licensed_scale(patient, yes))
    assert [alert.kind for alert in queries.open_alerts(patient)] == ["risk_item", "risk_scale"]


def _answers_of_a_licensed_scale(patient: Patient, answers: dict[str, int]) -> Response:
    """As it is kept once the clinic has imported its licensed wording."""
    return Response.objects.create(
        patient=patient,
        instrument="cssrs",
        instrument_version="screener",
        answers=answers,
        total=3,
        risk_item=3,
        channel="clinic",
        completed_at=clock.now(),
        recorded_by=cast.nurse(),
    )


def test_sent_twice_one_set_of_answers_raises_one_alert() -> None:
    patient, key = cast.patient(), uuid.uuid4()
    for _ in range(2):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(1), client_id=key)
    assert queries.open_alerts(patient).count() == 1


def imported(patient: Patient, days_ago: int, item9: int) -> None:
    measures.record_imported(
        by=cast.prescriber(),
        patient=patient,
        total=8 + item9,
        answers=all_answered(1, item9=item9),
        completed_at=MORNING - timedelta(days=days_ago),
        source="Bundle of the referring clinic",
    )


def test_an_imported_answer_is_an_alert_that_says_when_it_was_given() -> None:
    patient = cast.patient()
    with clock.at(MORNING):
        imported(patient, 30, 1)
    alert = queries.open_alerts(patient).get()
    assert alert.what.endswith("It was imported, and filled in on 2026-01-31.")


def test_many_old_sheets_of_one_import_are_one_alert_with_a_line_for_each() -> None:
    patient = cast.patient()
    with clock.at(MORNING):
        for days_ago in (90, 60, 30):
            imported(patient, days_ago, 2)
    alert = queries.open_alerts(patient).get()
    assert [step.kind for step in alert.steps.all()] == ["raised", "again", "again"]


def test_an_old_sheet_imported_after_a_later_answer_is_history() -> None:
    patient = cast.patient()
    with clock.at(MORNING):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=adding_up_to(4))
        imported(patient, 60, 2)
    assert not queries.open_alerts(patient).exists()


def test_a_rise_of_five_points_is_an_alert_of_medium_priority() -> None:
    patient = cast.patient()
    with clock.at(MORNING):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=adding_up_to(10))
    with clock.at(MORNING + timedelta(days=7)):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=adding_up_to(15))
    alert = queries.open_alerts(patient).get()
    assert (alert.kind, alert.priority) == ("worsening", "medium")
    assert alert.what == "PHQ-9 has risen to 15: 5 above the sheet before (10)."


def test_when_the_alert_cannot_be_kept_neither_are_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both or neither: answers of risk without an alert would be read by nobody."""
    from daybreak.clinic.alerts import signals

    def full_disk(**_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(signals, "raise_alert", full_disk)
    with pytest.raises(OSError, match="No space left"):
        measures.record_in_clinic(by=cast.nurse(), patient=cast.patient(), answers=all_answered(1))
    assert not Response.objects.exists()


def test_a_patients_own_words_are_kept_and_a_phrase_of_self_harm_in_them_is_an_alert() -> None:
    patient = cast.patient()
    _, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=1))
    calm, flagged = alerts.keep_words(token=token, text="Slept well,\n thank you.")
    assert (calm.text, flagged, Alert.objects.count()) == ("Slept well,\nthank you.", False, 0)
    key = uuid.uuid4()
    for _ in range(2):
        _, flagged = alerts.keep_words(token=token, text="Some nights I want to die.", client_id=key)
    alert = queries.open_alerts(patient).get()
    assert (flagged, alert.kind) == (True, "risk_words")
    assert alert.what == "The patient's own words in a message behind a questionnaire's link contain “want to die”."


def test_words_are_not_taken_without_end_or_after_the_links_time() -> None:
    with clock.at(MORNING):
        _, token = measures.invite(by=cast.nurse(), patient=cast.patient(), valid_for=timedelta(days=1))
        for number in range(5):
            alerts.keep_words(token=token, text=f"And another thing, number {number}.")
        with pytest.raises(Conflict, match="carried enough"):
            alerts.keep_words(token=token, text="And one more.")
    with clock.at(MORNING + timedelta(days=2)), pytest.raises(Conflict, match="closed"):
        alerts.keep_words(token=token, text="Too late?")
