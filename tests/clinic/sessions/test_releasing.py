"""A high pressure before the dose: a prescriber weighs it and signs, for that one reading, or nobody doses."""

import uuid

import pytest

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.sessions import actions, before_dose
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading, Release, SessionEvent
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db
WHY = "White coat, rechecked twice"


def held(**changes: int) -> DosingSession:
    """A session that waits for its dose with a high pressure."""
    session = scenes.session()
    scenes.baseline(session, **({"systolic": 152, "diastolic": 96} | changes))
    return session


def dose(session: DosingSession, reason: str = "") -> Injection:
    """The nurse charts the dose."""
    vial = Injection.objects.count() + 1
    return actions.inject(by=cast.nurse(), session=session, vial=scenes.vial(f"V-{vial}-{uuid.uuid4()}"), reason=reason)


def refused_on(session: DosingSession, reason: str = "He is well, and it is always so") -> list[str]:
    """The fields for which the nurse's dose is refused."""
    with pytest.raises(Invalid) as invalid:
        dose(session, reason)
    assert Injection.objects.count() == 0
    return list(invalid.value.errors)


def test_no_reason_of_a_nurse_lets_a_dose_follow_a_high_pressure() -> None:
    assert refused_on(held()) == ["pressure"]
    assert refused_on(held(systolic=130)) == ["pressure"]


def test_a_release_lets_the_nurse_give_the_dose_and_stands_with_it() -> None:
    session = held()
    actions.release(by=cast.prescriber(), session=session, reason=WHY)
    given = dose(session)
    assert given.reason == f"Released by Prescriber Example: {WHY}"
    assert [finding["rule"] for finding in given.findings] == ["monitor.before.systolic", "monitor.before.diastolic"]


def test_someone_who_may_order_gives_the_reason_at_the_syringe() -> None:
    session, vial = held(), scenes.vial()
    with pytest.raises(Invalid) as invalid:
        actions.inject(by=cast.prescriber(), session=session, vial=vial)
    assert list(invalid.value.errors) == ["reason"]
    assert "152 mmHg" in invalid.value.errors["reason"]
    assert actions.inject(by=cast.prescriber(), session=session, vial=vial, reason=WHY).reason == WHY


def test_a_nurse_who_is_also_medical_director_may_order_and_so_may_say_why() -> None:
    both = cast.person("both", "nurse", "medical_director")
    assert actions.inject(by=both, session=held(), vial=scenes.vial(), reason=WHY).reason == WHY


def test_a_release_is_of_one_reading_and_the_next_high_one_asks_anew() -> None:
    with clock.at(scenes.MORNING):
        session = held()
        actions.release(by=cast.prescriber(), session=session, reason=WHY)
    with clock.at(scenes.MORNING + scenes.minutes(10)):
        scenes.baseline(session, systolic=168)
        assert refused_on(session) == ["pressure"]
        actions.release(by=cast.prescriber(), session=session, reason=WHY)
        assert dose(session).mg == 40


def test_a_reading_amended_after_its_release_is_another_reading() -> None:
    session = held()
    actions.release(by=cast.prescriber(), session=session, reason=WHY)
    actions.amend_reading(by=cast.nurse(), reading=Reading.objects.get(), values={"systolic": 178}, reason="Misread")
    assert refused_on(session) == ["pressure"]


def test_a_release_does_not_make_an_old_pressure_young() -> None:
    with clock.at(scenes.MORNING):
        session = held()
        actions.release(by=cast.prescriber(), session=session, reason=WHY)
    with clock.at(scenes.MORNING + scenes.minutes(31)):
        assert before_dose.hold(session) is None
        with pytest.raises(Conflict, match="Look at the last reading"):
            actions.release(by=cast.prescriber(), session=session, reason=WHY)


def test_a_dose_that_was_given_before_the_release_was_not_released() -> None:
    with clock.at(scenes.MORNING):
        session, vial = held(), scenes.vial()
    with clock.at(scenes.MORNING + scenes.minutes(10)):
        actions.release(by=cast.prescriber(), session=session, reason=WHY)
        with pytest.raises(Invalid) as invalid:
            actions.inject(by=cast.nurse(), session=session, vial=vial, at=scenes.MORNING + scenes.minutes(5))
    assert list(invalid.value.errors) == ["pressure"]


def test_a_release_answers_for_the_pressure_and_for_nothing_else() -> None:
    patient = scenes.weighed_patient(kg="108")
    session = scenes.session(scenes.order(scenes.course(patient)))
    scenes.baseline(session, systolic=152)
    scenes.weigh(patient, "80")
    assert refused_on(session, reason="") == ["pressure", "reason"]
    actions.release(by=cast.prescriber(), session=session, reason=WHY)
    assert refused_on(session, reason="") == ["reason"]


def test_a_calm_session_has_nothing_to_release() -> None:
    session = scenes.session()
    for _ in range(2):
        with pytest.raises(Conflict, match="No high pressure"):
            actions.release(by=cast.prescriber(), session=session, reason=WHY)
        scenes.baseline(session)


@pytest.mark.parametrize("reason", ["", "ok", "   "])
def test_a_release_without_a_reason_is_none(reason: str) -> None:
    with pytest.raises(Invalid) as invalid:
        actions.release(by=cast.prescriber(), session=held(), reason=reason)
    assert list(invalid.value.errors) == ["reason"]
    assert Release.objects.count() == 0


def test_nobody_signs_for_a_pressure_they_did_not_see() -> None:
    session = held()
    seen = Reading.objects.get().public_id
    scenes.baseline(session, systolic=170)
    with pytest.raises(Conflict, match="recorded meanwhile"):
        actions.release(by=cast.prescriber(), session=session, reason=WHY, seen=seen)


def test_the_same_release_sent_twice_is_one_and_a_second_one_is_a_conflict() -> None:
    session, key = held(), uuid.uuid4()
    first = actions.release(by=cast.prescriber(), session=session, reason=WHY, client_id=key)
    assert actions.release(by=cast.prescriber(), session=session, reason=WHY, client_id=key) == first
    with pytest.raises(Conflict, match="released already"):
        actions.release(by=cast.director(), session=session, reason=WHY)


def test_every_screen_reads_the_release_as_a_note_and_the_log_keeps_it() -> None:
    session = held()
    row = actions.release(by=cast.prescriber(), session=session, reason=WHY)
    event = SessionEvent.objects.filter(session=session).last()
    assert event is not None
    assert (event.kind, event.payload["text"], event.payload["by"]) == (
        "note",
        f"Released to dose at 152/96 mmHg: {WHY}",
        "Prescriber Example",
    )
    logged = AuditEvent.objects.get(act="session.release")
    assert (logged.subject_id, logged.actor_name) == (str(row.public_id), "Prescriber Example")
    assert '"pressure": "152/96"' in logged.detail


def test_a_session_that_was_given_its_dose_is_not_on_hold() -> None:
    session = held()
    assert before_dose.hold(session) is not None
    actions.release(by=cast.prescriber(), session=session, reason=WHY)
    assert before_dose.hold(session) is None
    dose(session)
    with pytest.raises(Conflict, match="injected"):
        actions.release(by=cast.prescriber(), session=DosingSession.objects.get(), reason=WHY)
