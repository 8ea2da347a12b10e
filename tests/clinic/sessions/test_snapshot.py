"""What the bedside page starts with: complete, honest about what is unknown, and only what the person may do."""

import json

import pytest

from daybreak.clinic import clock
from daybreak.clinic.sessions import actions
from daybreak.clinic.sessions.snapshot import state_of
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def test_it_is_json_with_the_parts_the_page_expects() -> None:
    state = json.loads(json.dumps(state_of(scenes.session(), cast.nurse()), allow_nan=False))
    parts = ["due", "events", "last_seq", "moaas", "order", "permissions", "prediction", "session", "vials"]
    assert sorted(state) == parts


def test_an_open_session_waits_for_its_dose() -> None:
    with clock.at(scenes.MORNING):
        state = state_of(scenes.session(), cast.nurse())
    assert state["session"]["state"] == "open"
    assert state["session"]["injected_at"] is None
    assert state["session"]["server_now"] == scenes.MORNING.isoformat()
    assert state["due"] == {"next_due_at": None, "every_minutes": None}
    assert state["last_seq"] == 1


def test_the_order_is_shown_as_it_is_drawn_up() -> None:
    order = state_of(scenes.session(), cast.nurse())["order"]
    shown = {name: order[name] for name in ("mg", "mg_per_kg", "volume_ml", "concentration", "route", "weight")}
    assert shown == {
        "mg": "40",
        "mg_per_kg": "0.5",
        "volume_ml": "0.8",
        "concentration": "50",
        "route": "im",
        "weight": "80",
    }


def test_minutes_count_from_the_injection_and_backwards_before_it() -> None:
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
        scenes.baseline(session)
    with clock.at(scenes.MORNING + scenes.minutes(5)):
        actions.inject(by=cast.nurse(), session=session, vial=vial)
    with clock.at(scenes.MORNING + scenes.minutes(15.5)):
        actions.record_reading(by=cast.nurse(), session=session, values={"spo2": 96})
        state = state_of(session, cast.nurse())
    readings = [event["payload"] for event in state["events"] if event["kind"] == "reading"]
    assert [reading["minutes"] for reading in readings] == [-5.0, 10.5]
    assert readings[1]["systolic"] is None
    assert state["due"] == {"next_due_at": (scenes.MORNING + scenes.minutes(25.5)).isoformat(), "every_minutes": 10}


def test_no_vial_is_offered_once_the_dose_is_given() -> None:
    assert state_of(scenes.injected().session, cast.nurse())["vials"] == []


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("nurse", {"record": True, "inject": True, "end": True, "note": True}),
        ("therapist", {"record": False, "inject": False, "end": False, "note": True}),
        ("coordinator", {"record": False, "inject": False, "end": False, "note": False}),
        ("medical_director", {"record": True, "inject": False, "end": True, "note": True}),
    ],
)
def test_permissions_are_those_of_the_roles(who: str, may: dict[str, bool]) -> None:
    assert state_of(scenes.session(), cast.everyone()[who])["permissions"] == may


def test_nobody_may_anything() -> None:
    assert set(state_of(scenes.session())["permissions"].values()) == {False}


def test_an_ended_session_says_who_ended_it() -> None:
    session = scenes.injected().session
    actions.end_session(by=cast.nurse(), session=session, reason="Taken over by the hospital")
    state = state_of(session, cast.nurse())["session"]
    assert (state["state"], state["ended_by"]) == ("ended", "Nurse Example")


def test_the_sedation_scale_comes_with_its_words() -> None:
    scale = state_of(scenes.session(), cast.nurse())["moaas"]
    assert sorted(level["value"] for level in scale) == [0, 1, 2, 3, 4, 5]
    assert all(level["label"] for level in scale)
