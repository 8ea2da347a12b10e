"""The bedside's entries: who may send them, what comes back, and that each is done once."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.clinic.sessions import actions
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading, SessionNote
from tests.clinic import cast
from tests.web.dosing import scene

pytestmark = pytest.mark.django_db

FULL = {
    "systolic": 131,
    "diastolic": 80,
    "heart_rate": 75,
    "spo2": 97,
    "respiratory_rate": 14,
    "dissociation": 4,
    "moaas": 5,
}


def send(client: Client, name: str, session: DosingSession, body: dict[str, Any], **about: uuid.UUID) -> Any:
    """POST as the page does; a body without a ``client_id`` gets a fresh one."""
    address = reverse(f"web:session-{name}", kwargs={"public_id": session.public_id, **about})
    page = client.get(reverse("web:session", args=[session.public_id]))
    key = page.context["session_data"]["csrf"] if page.status_code == 200 else "none"
    body = {"client_id": str(uuid.uuid4()), **body}
    return client.post(address, body, content_type="application/json", headers={"X-CSRFToken": key})


@pytest.fixture
def nurse() -> Client:
    return scene.signed_in(cast.nurse())


def test_a_reading_is_saved_and_comes_back_as_the_event_that_every_screen_gets(nurse: Client) -> None:
    session = scene.injected()
    answer = send(nurse, "readings", session, {**FULL, "note": "calm"})
    assert answer.status_code == 201
    told = answer.json()
    assert told["seq"] == told["event"]["seq"] == 4
    assert told["event"]["kind"] == "reading"
    assert {name: told["event"]["payload"][name] for name in FULL} == FULL
    assert told["event"]["payload"]["by"] == "Nurse Example"
    assert told["due"]["every_minutes"] == 10


def test_the_same_reading_sent_again_is_saved_once_and_answered_the_same(nurse: Client) -> None:
    session = scene.injected()
    body = {"client_id": str(uuid.uuid4()), **FULL}
    first, again = send(nurse, "readings", session, body), send(nurse, "readings", session, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["event"] == again.json()["event"]
    assert Reading.objects.filter(client_id=body["client_id"]).count() == 1


def test_a_key_used_for_other_values_is_a_conflict(nurse: Client) -> None:
    session = scene.injected()
    body = {"client_id": str(uuid.uuid4()), **FULL}
    send(nurse, "readings", session, body)
    answer = send(nurse, "readings", session, {**body, "systolic": 140})
    assert answer.status_code == 409
    assert "already saved with other values" in answer.json()["error"]


def test_an_impossible_value_is_refused_beside_its_field(nurse: Client) -> None:
    answer = send(nurse, "readings", scene.session(), {"spo2": 140})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["spo2"]


def test_an_improbable_value_is_asked_about_and_taken_when_confirmed(nurse: Client) -> None:
    session = scene.session()
    body = {"client_id": str(uuid.uuid4()), "heart_rate": 210}
    asked = send(nurse, "readings", session, body)
    assert asked.status_code == 422
    assert list(asked.json()["confirm"]) == ["heart_rate"]
    assert send(nurse, "readings", session, {**body, "confirmed": ["heart_rate"]}).status_code == 201


@pytest.mark.parametrize("value", ["120", 120.5, True, [120]])
def test_what_is_not_a_whole_number_is_refused_in_words(nurse: Client, value: Any) -> None:
    answer = send(nurse, "readings", scene.session(), {"systolic": value, "diastolic": 70})
    assert answer.status_code == 422
    assert answer.json()["errors"] == {"systolic": "Give a whole number, or leave it empty."}


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"'])
def test_a_body_that_is_no_object_is_refused_in_words(nurse: Client, body: str) -> None:
    session = scene.session()
    key = nurse.get(reverse("web:session", args=[session.public_id])).context["session_data"]["csrf"]
    address = reverse("web:session-readings", args=[session.public_id])
    answer = nurse.post(address, body, content_type="application/json", headers={"X-CSRFToken": key})
    assert answer.status_code == 422
    assert "could not read" in answer.json()["errors"]["__all__"]


def test_an_entry_without_a_key_is_refused(nurse: Client) -> None:
    answer = send(nurse, "readings", scene.session(), {"client_id": None, **FULL})
    assert list(answer.json()["errors"]) == ["client_id"]


def test_a_reading_from_the_future_is_refused(nurse: Client) -> None:
    answer = send(nurse, "readings", scene.session(), {**FULL, "at": "2199-01-01T10:00:00Z"})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["at"]


def test_without_the_csrf_key_nothing_is_saved(nurse: Client) -> None:
    session = scene.session()
    body = {"client_id": str(uuid.uuid4()), **FULL}
    answer = nurse.post(
        reverse("web:session-readings", args=[session.public_id]), body, content_type="application/json"
    )
    assert (answer.status_code, Reading.objects.count()) == (403, 0)


def test_someone_who_is_signed_out_is_told_so_in_json() -> None:
    session = scene.session()
    address = reverse("web:session-readings", args=[session.public_id])
    answer = Client().post(address, FULL, content_type="application/json")
    assert answer.status_code == 401
    assert "ign in" in answer.json()["error"]


@pytest.mark.parametrize("name", ["readings", "inject", "note", "end"])
def test_exactly_those_whose_role_allows_it_may_enter(name: str) -> None:
    from daybreak.care import roles

    act = {"readings": "session.record", "inject": "session.inject", "note": "session.note", "end": "session.end"}[name]
    session = scene.session()
    for role, person in cast.everyone().items():
        answer = send(scene.signed_in(person), name, session, {"text": "x", "systolic": None})
        refused = answer.status_code == 403
        assert refused == (not roles.may([role], act) if role != "outsider" else True), (role, answer.content)


def test_the_dose_is_charted_once_and_leaves_the_vial(nurse: Client) -> None:
    shelf, session = scene.vial(), scene.session()
    send(nurse, "readings", session, scene.BASELINE)
    body = {"client_id": str(uuid.uuid4()), "vial_id": str(shelf.public_id)}
    first, again = send(nurse, "inject", session, body), send(nurse, "inject", session, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["event"]["payload"]["mg"] == "40"
    assert first.json()["event"]["payload"]["vial"] == f"{shelf.label}, lot L231"
    shelf.refresh_from_db()
    assert (shelf.on_hand_ug, Injection.objects.count()) == (460_000, 1)


def test_a_second_tablet_cannot_chart_the_dose_again(nurse: Client) -> None:
    session = scene.injected()
    answer = send(nurse, "inject", session, {"vial_id": str(scene.vial().public_id)})
    assert answer.status_code == 409
    assert Injection.objects.count() == 1


def test_without_a_baseline_pressure_the_dose_is_refused_with_a_sentence(nurse: Client) -> None:
    shelf, session = scene.vial(), scene.session()
    answer = send(nurse, "inject", session, {"vial_id": str(shelf.public_id)})
    assert answer.status_code == 409
    assert answer.json()["error"] == "No blood pressure was recorded before the dose. Measure it and record it first."


def test_a_high_pressure_before_the_dose_waits_for_a_prescriber_whatever_the_nurse_says(nurse: Client) -> None:
    shelf, session = scene.vial(), scene.session()
    send(nurse, "readings", session, {"systolic": 152, "diastolic": 88})
    body = {"client_id": str(uuid.uuid4()), "vial_id": str(shelf.public_id), "reason": "He is always like this."}
    asked = send(nurse, "inject", session, body)
    assert asked.status_code == 422
    assert asked.json()["errors"] == {
        "pressure": "The systolic pressure before the dose is 152 mmHg, above 140 mmHg. Measure again after 5 to 15 "
        "minutes. If it stays high, a prescriber weighs it and signs. A prescriber must release it: on the page "
        "Today, beside this session."
    }
    actions.release(by=cast.prescriber(), session=session, reason="White coat, rechecked twice.")
    assert send(nurse, "inject", session, {**body, "reason": ""}).status_code == 201
    assert Injection.objects.get().reason == "Released by Prescriber Example: White coat, rechecked twice."


def test_a_prescriber_at_the_bedside_gives_the_reason_for_a_high_pressure(nurse: Client) -> None:
    prescriber, shelf, session = scene.signed_in(cast.prescriber()), scene.vial(), scene.session()
    send(nurse, "readings", session, {"systolic": 152, "diastolic": 88})
    body = {"client_id": str(uuid.uuid4()), "vial_id": str(shelf.public_id)}
    asked = send(prescriber, "inject", session, body)
    assert asked.status_code == 422
    assert list(asked.json()["errors"]) == ["reason"]
    given = send(prescriber, "inject", session, {**body, "reason": "Known white-coat rise, rechecked twice."})
    assert given.status_code == 201
    assert Injection.objects.get().reason.startswith("Known white-coat")


def test_a_note_is_kept_after_the_end_too(nurse: Client) -> None:
    session = scene.injected()
    assert send(nurse, "end", session, {"reason": "transferred to the ward, by ambulance"}).status_code == 201
    assert send(nurse, "note", session, {"text": "The escort called: all well."}).status_code == 201
    assert SessionNote.objects.get().text == "The escort called: all well."


def test_a_reading_after_the_end_is_a_conflict(nurse: Client) -> None:
    session = scene.injected()
    send(nurse, "end", session, {"reason": "transferred to the ward, by ambulance"})
    answer = send(nurse, "readings", session, FULL)
    assert answer.status_code == 409
    assert "error" in answer.json()


def test_an_early_end_asks_for_its_reason(nurse: Client) -> None:
    session = scene.injected()
    asked = send(nurse, "end", session, {})
    assert asked.status_code == 422
    assert list(asked.json()["errors"]) == ["reason"]
    session.refresh_from_db()
    assert session.state == "injected"


def test_an_end_sent_twice_ends_once(nurse: Client) -> None:
    session = scene.injected()
    body = {"client_id": str(uuid.uuid4()), "reason": "transferred to the ward, by ambulance"}
    first, again = send(nurse, "end", session, body), send(nurse, "end", session, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["event"] == again.json()["event"]


def test_a_slip_is_amended_and_the_first_version_stays(nurse: Client) -> None:
    session = scene.injected()
    reading = send(nurse, "readings", session, FULL).json()["event"]["payload"]["reading_id"]
    body = {"systolic": 113, "reason": "digits swapped"}
    amended = send(nurse, "amend", session, body, reading_id=uuid.UUID(reading))
    assert amended.status_code == 201
    event = amended.json()["event"]
    assert (event["kind"], event["payload"]["amends"]) == ("amended", reading)
    assert (event["payload"]["systolic"], event["payload"]["diastolic"]) == (113, 80)
    assert Reading.objects.get(public_id=reading).systolic == 131


def test_an_unknown_session_is_said_in_json(nurse: Client) -> None:
    known = scene.session()
    key = nurse.get(reverse("web:session", args=[known.public_id])).context["session_data"]["csrf"]
    address = reverse("web:session-note", args=[uuid.uuid4()])
    answer = nurse.post(address, {"text": "x"}, content_type="application/json", headers={"X-CSRFToken": key})
    assert answer.status_code == 404
    assert "no such dosing session" in answer.json()["error"]


def test_a_passed_threshold_names_the_quantity_that_must_come_back_within(nurse: Client) -> None:
    passed = {"systolic": 190, "diastolic": 104, "spo2": 97}
    told = send(nurse, "readings", scene.injected(), passed).json()["event"]["payload"]["findings"]
    assert [(finding["quantity"], finding["priority"]) for finding in told] == [
        ("systolic", "high"),
        ("diastolic", "medium"),
    ]
