"""The injection: one dose of one order from one vial that fits, after a pressure was taken, charted once."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.sessions import actions, queries
from daybreak.clinic.sessions.models import DosingSession, Injection
from daybreak.clinic.vials.models import Vial, VialEntry
from daybreak.clinic.vials.queries import balance_problems
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def inject(session: DosingSession, vial: Vial, **more: Any) -> Injection:
    return actions.inject(by=cast.nurse(), session=session, vial=vial, **more)


def nothing_was_given(session: DosingSession, vial: Vial) -> bool:
    """The session, the order and the vial are as they were."""
    session.refresh_from_db()
    vial.refresh_from_db()
    return (session.state, session.order.status, vial.on_hand_ug, Injection.objects.count()) == (
        "open",
        "active",
        vial.received_ug,
        0,
    )


def test_an_injection_is_a_ledger_line_a_dose_and_the_end_of_its_order() -> None:
    session, vial = scenes.session(), scenes.vial()
    scenes.baseline(session)
    given = inject(session, vial)
    vial.refresh_from_db()
    assert (given.mg, given.volume_ml, given.route) == (Decimal(40), Decimal("0.80"), "im")
    assert (given.entry.kind, given.entry.amount_ug, vial.on_hand_ug) == ("administered", 40_000, 460_000)
    assert DosingSession.objects.get().state == "injected"
    assert DoseOrder.objects.get().status == "given"
    assert balance_problems() == []


def test_what_is_charted_is_what_the_rounded_volume_holds() -> None:
    """0.5 mg/kg of 71.3 kg is 35.65 mg: 35.6 are ordered, 0.71 mL hold 35.5, and 35.5 leave the vial."""
    order = scenes.order(scenes.course(scenes.weighed_patient(kg="71.3")))
    session, vial = scenes.session(order), scenes.vial()
    scenes.baseline(session)
    given = inject(session, vial)
    assert (order.mg, given.volume_ml, given.mg) == (Decimal("35.6"), Decimal("0.71"), Decimal("35.5"))
    assert given.entry.amount_ug == 35_500


def test_no_dose_without_a_blood_pressure_before_it() -> None:
    session, vial = scenes.session(), scenes.vial()
    actions.record_reading(by=cast.nurse(), session=session, values={"spo2": 98, "heart_rate": 70})
    with pytest.raises(Refused) as refusal:
        inject(session, vial, reason="The cuff is broken, patient is well")
    assert [finding.rule for finding in refusal.value.findings] == ["monitor.before.measured"]
    assert nothing_was_given(session, vial)


def test_a_pressure_taken_after_the_dose_is_not_one_before_it() -> None:
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
    with clock.at(scenes.MORNING + scenes.minutes(20)):
        scenes.baseline(session)
        with pytest.raises(Refused):
            inject(session, vial, at=scenes.MORNING + scenes.minutes(10))
    assert nothing_was_given(session, vial)


def test_the_last_pressure_counts_and_a_recheck_settles_it() -> None:
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
        scenes.baseline(session, systolic=152)
    with clock.at(scenes.MORNING + scenes.minutes(10)):
        scenes.baseline(session, systolic=132)
        assert inject(session, vial).findings == []


def test_an_amended_pressure_counts_as_amended() -> None:
    session, vial = scenes.session(), scenes.vial()
    slip = actions.record_reading(by=cast.nurse(), session=session, values=scenes.CALM)
    actions.amend_reading(by=cast.nurse(), reading=slip, values={"systolic": 158}, reason="Misread")
    with pytest.raises(Invalid):
        inject(session, vial)


def test_a_pressure_from_before_a_long_wait_does_not_count() -> None:
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
        scenes.baseline(session)
    with clock.at(scenes.MORNING + scenes.minutes(31)):
        with pytest.raises(Refused, match="before the dose is 31 minutes old"):
            inject(session, vial, reason="He was well all the time")
        assert nothing_was_given(session, vial)
        scenes.baseline(session)
        assert inject(session, vial).findings == []


def test_a_weight_put_right_after_the_order_was_signed_is_asked_about() -> None:
    """108 kg were typed for 80: 0.5 mg/kg became 54 mg, and nobody looked at the order again."""
    patient = scenes.weighed_patient(kg="108")
    session, vial = scenes.session(scenes.order(scenes.course(patient))), scenes.vial()
    scenes.baseline(session)
    scenes.weigh(patient, "80")
    with pytest.raises(Invalid) as invalid:
        inject(session, vial)
    assert "0.675 mg/kg" in invalid.value.errors["reason"]
    assert nothing_was_given(session, vial)
    given = inject(session, vial, reason="Dr Example confirms 54 mg by telephone")
    assert [finding["rule"] for finding in given.findings] == ["dose.im.first"]


def test_a_weight_put_so_right_that_the_order_is_above_the_hard_limit_stops_it() -> None:
    patient = scenes.weighed_patient(kg="140", cm="190")
    order = scenes.order(scenes.course(patient), mg_per_kg="0.5", reason="Large patient, above 60 mg on purpose")
    session, vial = scenes.session(order), scenes.vial()
    scenes.baseline(session)
    scenes.weigh(patient, "64")
    with pytest.raises(Refused) as refusal:
        inject(session, vial, reason="The order says so")
    assert [finding.rule for finding in refusal.value.findings] == ["dose.im.hard"]
    assert nothing_was_given(session, vial)


def test_a_reason_given_when_signing_is_not_asked_for_again() -> None:
    order = scenes.order(mg_per_kg="0.6", reason="Tolerated 0.6 mg/kg well elsewhere")
    session, vial = scenes.session(order), scenes.vial()
    scenes.baseline(session)
    assert inject(session, vial).findings == []


def test_a_vial_of_another_strength_is_refused() -> None:
    session = scenes.session()
    strong = scenes.vial("V-100", concentration_mg_per_ml=Decimal(100), volume_ml=Decimal(5))
    scenes.baseline(session)
    with pytest.raises(Invalid) as invalid:
        inject(session, strong)
    assert invalid.value.errors == {
        "vial": "Vial V-100 holds 100 mg/mL, but the order is reckoned for 50 mg/mL. Choose another vial."
    }
    assert nothing_was_given(session, strong)


def test_a_vial_may_be_used_on_its_last_day_and_not_after() -> None:
    with clock.at(scenes.MORNING):
        last_day = scenes.vial("V-1", expires_on=scenes.MORNING.date())
        session = scenes.session()
    with clock.at(datetime.fromisoformat("2026-03-03T08:00:00+00:00")):
        scenes.baseline(session)
        with pytest.raises(Invalid, match="expired on 2026-03-02"):
            inject(session, last_day)
        assert nothing_was_given(session, last_day)
    with clock.at(scenes.MORNING):
        assert scenes.injected(scenes.session(), last_day).entry.vial == last_day


def test_a_vial_that_holds_too_little_is_refused() -> None:
    session, nearly_empty = scenes.session(), scenes.vial(volume_ml=Decimal("0.5"))
    scenes.baseline(session)
    with pytest.raises(Invalid, match="holds 25 mg, less than the 40 mg to give"):
        inject(session, nearly_empty)
    assert nothing_was_given(session, nearly_empty)


def test_a_second_dose_in_the_same_session_is_a_conflict() -> None:
    given = scenes.injected()
    with pytest.raises(Conflict, match="injected"):
        inject(given.session, given.entry.vial)
    assert VialEntry.objects.filter(kind="administered").count() == 1


def test_the_same_arrival_twice_is_one_dose() -> None:
    session, vial, key = scenes.session(), scenes.vial(), uuid.uuid4()
    scenes.baseline(session)
    first = inject(session, vial, client_id=key)
    assert inject(session, vial, client_id=key) == first
    vial.refresh_from_db()
    assert vial.on_hand_ug == 460_000


def test_the_same_key_from_another_vial_is_a_conflict() -> None:
    session, vial, key = scenes.session(), scenes.vial(), uuid.uuid4()
    scenes.baseline(session)
    inject(session, vial, client_id=key)
    with pytest.raises(Conflict, match="other values"):
        inject(session, scenes.vial("V-2"), client_id=key)


def test_even_if_states_were_lost_the_database_gives_a_session_one_dose() -> None:
    """A restored backup, a hand in the database: the vial must not be drawn from for a dose that cannot be charted."""
    given = scenes.injected()
    DosingSession.objects.update(state="open")
    DoseOrder.objects.update(status="active")
    with pytest.raises(IntegrityError), transaction.atomic():
        inject(given.session, given.entry.vial)
    assert Vial.objects.get().on_hand_ug == 460_000
    assert balance_problems() == []


def test_an_injection_charted_late_is_timed_from_when_it_was_given() -> None:
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
        scenes.baseline(session)
    given_at = scenes.MORNING + scenes.minutes(5)
    with clock.at(scenes.MORNING + scenes.minutes(11)):
        given = inject(session, vial, at=given_at)
    assert (given.at, given.entry.at) == (given_at, given_at)
    assert queries.due(session.__class__.objects.get())["next_due_at"] == (given_at + scenes.minutes(10)).isoformat()


@pytest.mark.parametrize("minutes", [-10, 10])
def test_an_injection_before_the_session_or_in_the_future_is_refused(minutes: int) -> None:
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
        scenes.baseline(session)
        with pytest.raises(Invalid) as invalid:
            inject(session, vial, at=scenes.MORNING + scenes.minutes(minutes))
    assert list(invalid.value.errors) == ["at"]
    assert nothing_was_given(session, vial)


def test_an_abandoned_session_gives_no_dose() -> None:
    session, vial = scenes.session(), scenes.vial()
    scenes.baseline(session)
    actions.abandon_session(by=cast.nurse(), session=session, reason="Ate an hour ago")
    with pytest.raises(Conflict, match="abandoned"):
        inject(session, vial)
    assert Injection.objects.count() == 0


def test_the_shelf_offers_only_vials_that_fit_the_order() -> None:
    from daybreak.clinic.sessions.snapshot import state_of

    with clock.at(scenes.MORNING):
        scenes.vial("fits")
        scenes.vial("strong", concentration_mg_per_ml=Decimal(100))
        scenes.vial("small", volume_ml=Decimal("0.5"))
    with clock.at(datetime.fromisoformat("2025-01-01T08:00:00+00:00")):
        scenes.vial("old", expires_on=date(2026, 3, 1))
    with clock.at(scenes.MORNING):
        shown = state_of(scenes.session(), cast.nurse())["vials"]
    assert [vial["label"] for vial in shown] == ["fits"]
