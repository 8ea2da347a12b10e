"""What is measured at the bedside: recorded once, at its time, impossible refused, improbable asked, slips amended."""

import uuid
from typing import Any

import pytest

from daybreak.care import sedation
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.sessions import actions, queries
from daybreak.clinic.sessions.models import DosingSession, Reading
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def record(session: DosingSession, values: dict[str, Any], **more: Any) -> Reading:
    return actions.record_reading(by=cast.nurse(), session=session, values=values, **more)


def errors_of(session: DosingSession, values: dict[str, Any], **more: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as invalid:
        record(session, values, **more)
    return invalid.value.errors


def asks_of(session: DosingSession, values: dict[str, Any]) -> list[str]:
    with pytest.raises(Invalid) as invalid:
        record(session, values)
    assert invalid.value.errors == {}
    return list(invalid.value.confirm)


def test_a_value_not_taken_stays_unknown() -> None:
    reading = record(scenes.session(), {"spo2": 97, "moaas": "", "heart_rate": None})
    assert (reading.spo2, reading.moaas, reading.heart_rate, reading.systolic) == (97, None, None, None)
    assert reading.moaas_variant == ""


def test_a_sedation_score_names_the_variant_of_its_scale() -> None:
    assert record(scenes.session(), {"moaas": 4}).moaas_variant == sedation.VARIANT


def test_numbers_arrive_as_text_too() -> None:
    assert record(scenes.session(), {"systolic": "120", "diastolic": " 80 "}).diastolic == 80


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"spo2": 101}, "spo2"),
        ({"dissociation": 11}, "dissociation"),
        ({"moaas": 6}, "moaas"),
        ({"heart_rate": -1}, "heart_rate"),
        ({"heart_rate": 71.5}, "heart_rate"),
        ({"heart_rate": "fast"}, "heart_rate"),
        ({"heart_rate": True}, "heart_rate"),
        ({"heart_rate": "1e9"}, "heart_rate"),
        ({"heart_rate": "NaN"}, "heart_rate"),
        ({"heart_rate": "Infinity"}, "heart_rate"),
        ({"systolic": 400, "diastolic": 80}, "systolic"),
        ({"systolic": 120}, "diastolic"),
        ({"diastolic": 80}, "systolic"),
        ({"systolic": 80, "diastolic": 120}, "diastolic"),
        ({"systolic": 80, "diastolic": 80}, "diastolic"),
        ({"glucose": 5}, "glucose"),
        ({}, "values"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(values: dict[str, Any], field: str) -> None:
    session = scenes.session()
    assert list(errors_of(session, values)) == [field]
    assert queries.readings(session).count() == 0


def test_an_improbable_value_waits_to_be_confirmed() -> None:
    session = scenes.session()
    assert asks_of(session, {"spo2": 72}) == ["spo2"]
    assert record(session, {"spo2": 72}, confirmed=("spo2",)).spo2 == 72


def test_confirming_one_field_confirms_no_other() -> None:
    session = scenes.session()
    with pytest.raises(Invalid) as invalid:
        record(session, {"spo2": 72, "heart_rate": 190}, confirmed=("spo2",))
    assert list(invalid.value.confirm) == ["heart_rate"]


def test_confirming_never_lets_the_impossible_pass() -> None:
    assert list(errors_of(scenes.session(), {"spo2": 101}, confirmed=("spo2",))) == ["spo2"]


def test_a_passed_threshold_is_kept_with_the_reading_and_does_not_stop_it() -> None:
    session = scenes.session()
    reading = record(session, {"systolic": 186, "diastolic": 96}, confirmed=("systolic", "diastolic"))
    told = queries.events_after(session.pk, 1)[0].payload["findings"]
    assert [finding["rule"] for finding in reading.findings] == ["monitor.threshold.systolic.high"]
    assert [(finding["severity"], finding["priority"]) for finding in told] == [("review", "high")]


def test_a_note_alone_is_a_reading() -> None:
    assert record(scenes.session(), {}, note="Declines the cuff.").note == "Declines the cuff."


def test_the_same_arrival_twice_is_one_reading() -> None:
    session, key = scenes.session(), uuid.uuid4()
    first = record(session, scenes.CALM, client_id=key)
    assert record(session, scenes.CALM, client_id=key) == first
    assert (Reading.objects.count(), DosingSession.objects.get().last_seq) == (1, 2)


def test_the_same_key_with_other_values_is_a_conflict_not_a_silent_loss() -> None:
    session, key = scenes.session(), uuid.uuid4()
    record(session, scenes.CALM, client_id=key)
    with pytest.raises(Conflict, match="other values"):
        record(session, scenes.CALM | {"spo2": 91}, client_id=key)


def test_the_same_key_in_another_session_is_a_conflict() -> None:
    key = uuid.uuid4()
    record(scenes.session(), scenes.CALM, client_id=key)
    with pytest.raises(Conflict):
        record(scenes.session(), scenes.CALM, client_id=key)


def test_the_same_key_at_another_time_is_a_conflict() -> None:
    key = uuid.uuid4()
    with clock.at(scenes.MORNING):
        session = scenes.session()
    with clock.at(scenes.MORNING + scenes.minutes(30)):
        record(session, scenes.CALM, at=scenes.MORNING + scenes.minutes(10), client_id=key)
        with pytest.raises(Conflict):
            record(session, scenes.CALM, at=scenes.MORNING + scenes.minutes(20), client_id=key)


def test_a_resend_after_the_end_finds_what_was_saved() -> None:
    """The tablet never heard that its last reading was saved, and tells it again when the session is closed."""
    given, key = scenes.injected(), uuid.uuid4()
    saved = record(given.session, scenes.CALM, client_id=key)
    actions.end_session(by=cast.nurse(), session=given.session, reason="Taken over by the hospital")
    assert record(given.session, scenes.CALM, client_id=key) == saved


def test_a_new_reading_after_the_end_is_a_conflict() -> None:
    given = scenes.injected()
    actions.end_session(by=cast.nurse(), session=given.session, reason="Taken over by the hospital")
    with pytest.raises(Conflict, match="ended"):
        record(given.session, scenes.CALM)


def test_a_reading_in_an_abandoned_session_is_a_conflict() -> None:
    session = scenes.session()
    actions.abandon_session(by=cast.nurse(), session=session, reason="Ate an hour ago")
    with pytest.raises(Conflict, match="abandoned"):
        record(session, scenes.CALM)


def test_a_reading_charted_late_keeps_when_it_was_taken_and_when_it_was_told() -> None:
    with clock.at(scenes.MORNING):
        session = scenes.session()
    taken, told = scenes.MORNING + scenes.minutes(3), scenes.MORNING + scenes.minutes(20)
    with clock.at(told):
        reading = record(session, scenes.CALM, at=taken)
    assert (reading.at, reading.recorded_at) == (taken, told)


def test_a_reading_from_the_future_is_refused() -> None:
    with clock.at(scenes.MORNING):
        session = scenes.session()
        assert list(errors_of(session, scenes.CALM, at=scenes.MORNING + scenes.minutes(10))) == ["at"]


def test_a_reading_from_before_the_session_is_refused() -> None:
    with clock.at(scenes.MORNING):
        session = scenes.session()
        assert list(errors_of(session, scenes.CALM, at=scenes.MORNING - scenes.minutes(10))) == ["at"]


def test_a_tablet_whose_clock_is_a_minute_fast_is_taken_as_now() -> None:
    with clock.at(scenes.MORNING):
        session = scenes.session()
        assert record(session, scenes.CALM, at=scenes.MORNING + scenes.minutes(1)).at == scenes.MORNING


def test_a_reading_charted_late_does_not_push_back_when_the_next_is_due() -> None:
    with clock.at(scenes.MORNING):
        session = scenes.injected().session
    with clock.at(scenes.MORNING + scenes.minutes(12)):
        record(session, scenes.CALM)
        record(session, scenes.CALM, at=scenes.MORNING + scenes.minutes(4))
    due = (scenes.MORNING + scenes.minutes(22)).isoformat()
    assert queries.due(session) == {"next_due_at": due, "every_minutes": 10}
    assert queries.events_after(session.pk, 0)[-1].payload["due"]["next_due_at"] == due


def test_a_reading_in_which_nothing_was_measured_is_not_the_one_that_was_due() -> None:
    with clock.at(scenes.MORNING):
        session = scenes.injected().session
    with clock.at(scenes.MORNING + scenes.minutes(10)):
        record(session, {"dissociation": 6}, note="Declines the cuff.")
        due = (scenes.MORNING + scenes.minutes(10)).isoformat()
        assert queries.due(session)["next_due_at"] == due
        record(session, {"spo2": 97})
        assert queries.due(session)["next_due_at"] == (scenes.MORNING + scenes.minutes(20)).isoformat()


def test_an_amended_reading_keeps_its_earlier_version() -> None:
    session = scenes.session()
    slip = record(session, scenes.CALM | {"heart_rate": 86})
    better = actions.amend_reading(
        by=cast.nurse(), reading=slip, values={"heart_rate": 68}, reason="Digits swapped", note="Checked by hand."
    )
    assert list(queries.readings(session)) == [better]
    assert (better.heart_rate, better.spo2, better.at, better.supersedes) == (68, 98, slip.at, slip)
    assert Reading.objects.get(pk=slip.pk).heart_rate == 86


def test_an_amendment_says_on_the_stream_what_it_replaces_and_why() -> None:
    session = scenes.session()
    slip = record(session, scenes.CALM)
    actions.amend_reading(by=cast.nurse(), reading=slip, values={"spo2": 89}, reason="Read upside down")
    event = queries.events_after(session.pk, 2)[0]
    assert (event.kind, event.payload["amends"]) == ("amendment", str(slip.public_id))
    assert (event.payload["reason"], event.payload["spo2"]) == ("Read upside down", 89)
    assert [finding["priority"] for finding in event.payload["findings"]] == ["high"]


def test_an_amendment_may_take_a_value_back() -> None:
    slip = record(scenes.session(), scenes.CALM)
    better = actions.amend_reading(by=cast.nurse(), reading=slip, values={"spo2": None}, reason="Probe was off")
    assert better.spo2 is None


def test_an_amendment_is_possible_after_the_end() -> None:
    given = scenes.injected()
    slip = queries.readings(given.session)[0]
    actions.end_session(by=cast.nurse(), session=given.session, reason="Taken over by the hospital")
    better = actions.amend_reading(by=cast.nurse(), reading=slip, values={"heart_rate": 70}, reason="Misread")
    assert better.heart_rate == 70


def test_an_amendment_needs_a_reason() -> None:
    slip = record(scenes.session(), scenes.CALM)
    with pytest.raises(Invalid) as invalid:
        actions.amend_reading(by=cast.nurse(), reading=slip, values={"spo2": 97}, reason="  ")
    assert list(invalid.value.errors) == ["reason"]


def test_two_people_who_amend_the_same_reading_do_not_overwrite_each_other() -> None:
    slip = record(scenes.session(), scenes.CALM)
    actions.amend_reading(by=cast.nurse(), reading=slip, values={"spo2": 97}, reason="Misread")
    with pytest.raises(Conflict, match="amended meanwhile"):
        actions.amend_reading(by=cast.prescriber(), reading=slip, values={"spo2": 96}, reason="Misread")


def test_the_same_amendment_twice_is_one() -> None:
    slip, key = record(scenes.session(), scenes.CALM), uuid.uuid4()
    change: dict[str, Any] = {"reading": slip, "values": {"spo2": 97}, "reason": "Misread", "client_id": key}
    first = actions.amend_reading(by=cast.nurse(), **change)
    assert actions.amend_reading(by=cast.nurse(), **change) == first


def test_a_reading_leaves_its_values_in_the_audit_log() -> None:
    session = scenes.session()
    record(session, {"spo2": 91})
    event = AuditEvent.objects.get(act="session.record")
    assert event.patient_id == session.order.course.patient.public_id
    assert '"spo2": 91' in event.detail
