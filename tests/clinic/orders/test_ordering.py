"""An order: worked out on the latest weight, stopped or questioned by the rules, signed once, one at a time."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.orders import actions, queries
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.sessions import actions as sessions
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def proposed(course: Course, **wish: Any) -> Any:
    return actions.compute(by=cast.prescriber(), course=course, **({"concentration_mg_per_ml": 50} | wish))


def rules(findings: Any) -> list[str]:
    return [finding["rule"] if isinstance(finding, dict) else finding.rule for finding in findings]


def test_an_order_says_what_is_drawn_up_and_on_which_weight() -> None:
    order = scenes.order()
    assert (order.mg, order.drawn_mg, order.volume_ml) == (Decimal(40), Decimal(40), Decimal("0.80"))
    assert (order.weight_kg, order.weight_basis, order.route, order.amount_ug) == (Decimal(80), "actual", "im", 40_000)
    assert (order.status, order.recorded_by) == ("active", cast.prescriber())


def test_a_dose_in_mg_is_the_same_dose_per_kg() -> None:
    assert scenes.order(mg_per_kg=None, mg=40).mg_per_kg == Decimal("0.5")


def test_the_latest_weight_counts() -> None:
    patient = scenes.weighed_patient(kg="80")
    scenes.weigh(patient, "70")
    assert scenes.order(scenes.course(patient)).mg == Decimal(35)


def test_ideal_and_adjusted_weight_come_from_the_height() -> None:
    course = scenes.course(scenes.weighed_patient(kg="100", cm="170"))
    weights = {str(basis): kg for basis, kg in proposed(course, mg_per_kg="0.5").weights.items()}
    assert weights == {"actual": Decimal(100), "ideal": Decimal("61.4"), "adjusted": Decimal("76.8")}
    assert scenes.order(course, weight_basis="ideal").mg == Decimal("30.7")


def test_without_a_height_the_ideal_weight_is_not_guessed() -> None:
    course = scenes.course(scenes.weighed_patient(cm=None))
    with pytest.raises(Invalid) as invalid:
        scenes.order(course, weight_basis="ideal")
    assert list(invalid.value.errors) == ["weight_basis"]


def test_without_a_weight_there_is_no_order() -> None:
    with pytest.raises(Invalid) as invalid:
        scenes.order(scenes.course(cast.patient()))
    assert list(invalid.value.errors) == ["weight"]


def test_an_old_weight_waits_to_be_confirmed() -> None:
    with clock.at(scenes.MORNING):
        course = scenes.course()
    with clock.at(scenes.MORNING + timedelta(days=8)):
        with pytest.raises(Invalid) as invalid:
            scenes.order(course)
        assert (invalid.value.errors, list(invalid.value.confirm)) == ({}, ["weight"])
        assert "8 days ago" in invalid.value.confirm["weight"]
        assert scenes.order(course, confirmed=("weight",)).weighed_at == scenes.MORNING


def test_ten_times_the_dose_is_refused_and_nothing_is_written() -> None:
    course = scenes.course()
    with pytest.raises(Refused) as refusal:
        scenes.order(course, mg_per_kg=5, reason="The prescriber insists on this dose")
    assert "dose.im.ten_fold" in rules(refusal.value.findings)
    assert DoseOrder.objects.count() == 0


def test_the_preview_shows_a_refused_dose_instead_of_refusing_to_show_it() -> None:
    proposal = proposed(scenes.course(), mg_per_kg=2)
    assert proposal.calculation.mg == Decimal(160)
    assert "dose.im.ten_fold" in rules(proposal.findings)
    assert DoseOrder.objects.count() == 0


def test_a_dose_above_the_soft_limit_needs_a_reason_and_keeps_it() -> None:
    course = scenes.course(scenes.weighed_patient(kg="60"))
    with pytest.raises(Invalid) as invalid:
        scenes.order(course, mg_per_kg="0.8")
    assert list(invalid.value.errors) == ["reason"]
    order = scenes.order(course, mg_per_kg="0.8", reason="Tolerated 0.75 mg/kg without effect elsewhere")
    assert "dose.im.soft" in rules(order.findings)
    assert order.reason == "Tolerated 0.75 mg/kg without effect elsewhere"


def test_a_reason_must_say_something() -> None:
    with pytest.raises(Invalid):
        scenes.order(scenes.course(scenes.weighed_patient(kg="60")), mg_per_kg="0.8", reason="ok")


def test_a_first_dose_has_a_lower_limit_than_a_later_one() -> None:
    course, vial = scenes.course(), scenes.vial()
    assert rules(proposed(course, mg_per_kg="0.6").findings) == ["dose.im.first"]
    scenes.ended(scenes.order(course), vial, clock.now() - timedelta(hours=3))
    assert rules(proposed(course, mg_per_kg="0.6").findings) == []


def test_a_third_dose_within_seven_days_needs_a_reason_even_in_a_new_course() -> None:
    with clock.at(scenes.MORNING):
        course, vial = scenes.course(), scenes.vial()
        first = scenes.order(course)
    scenes.ended(first, vial, scenes.MORNING)
    with clock.at(scenes.MORNING + timedelta(days=2)):
        courses.move(by=cast.therapist(), course=course, to="dosing")
        second = scenes.order(course)
    scenes.ended(second, vial, scenes.MORNING + timedelta(days=2))
    with clock.at(scenes.MORNING + timedelta(days=5)):
        courses.move(by=cast.therapist(), course=course, to="closed")
        anew = scenes.course(course.patient)
        assert proposed(anew, mg_per_kg="0.5").request.doses_in_last_7_days == 2
        assert rules(proposed(anew, mg_per_kg="0.5").findings) == ["dose.per_week"]
    with clock.at(scenes.MORNING + timedelta(days=8)):
        assert rules(proposed(anew, mg_per_kg="0.5").findings) == []


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"mg_per_kg": "half"}, "mg_per_kg"),
        ({"mg": "NaN"}, "mg"),
        ({"concentration_mg_per_ml": "strong"}, "concentration_mg_per_ml"),
        ({"weight_basis": "lean"}, "weight_basis"),
        ({"route": "oral"}, "route"),
        ({"route": "iv_infusion"}, "route"),
    ],
)
def test_what_is_no_dose_is_refused_with_its_field(wish: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        scenes.order(**wish)
    assert list(invalid.value.errors) == [field]


@pytest.mark.parametrize(
    "wish",
    [{"mg_per_kg": None}, {"mg": 40}, {"mg_per_kg": 0}, {"mg_per_kg": -1}, {"concentration_mg_per_ml": ""}],
)
def test_numbers_that_make_no_dose_are_refused(wish: dict[str, Any]) -> None:
    course = scenes.course()
    with pytest.raises(Refused):
        scenes.order(course, **wish)
    assert DoseOrder.objects.count() == 0


def test_a_decimal_comma_is_understood() -> None:
    assert scenes.order(mg_per_kg="0,5").mg == Decimal(40)


def test_a_course_has_one_active_order() -> None:
    course = scenes.course()
    scenes.order(course)
    with pytest.raises(Conflict, match="already has an active order"):
        scenes.order(course)


@pytest.mark.parametrize("phase", ["preparation", "follow_up", "closed"])
def test_no_order_in_a_phase_that_gives_no_doses(phase: str) -> None:
    course = scenes.course(phase="preparation")
    for step in {"follow_up": ("dosing", "integration", "follow_up"), "closed": ("closed",)}.get(phase, ()):
        course = courses.move(by=cast.prescriber(), course=course, to=step)
    with pytest.raises(Conflict):
        scenes.order(course)


def test_the_same_arrival_twice_is_one_order_even_after_the_patient_was_weighed_again() -> None:
    course, key = scenes.course(), uuid.uuid4()
    first = scenes.order(course, client_id=key)
    scenes.weigh(course.patient, "90")
    assert scenes.order(course, client_id=key) == first


def test_the_same_key_for_another_dose_is_a_conflict() -> None:
    course, key = scenes.course(), uuid.uuid4()
    scenes.order(course, client_id=key)
    for other in ({"mg_per_kg": "0.4"}, {"concentration_mg_per_ml": 100}, {"weight_basis": "ideal"}, {"route": "sc"}):
        with pytest.raises(Conflict, match="other values"):
            scenes.order(course, client_id=key, **other)


def test_the_same_key_in_another_course_is_a_conflict() -> None:
    key = uuid.uuid4()
    scenes.order(client_id=key)
    with pytest.raises(Conflict, match="other values"):
        scenes.order(client_id=key)


def test_a_cancelled_order_makes_room_for_another() -> None:
    course = scenes.course()
    order = actions.cancel_order(by=cast.prescriber(), order=scenes.order(course), reason="Fever since this morning")
    assert (order.status, order.cancelled_by, order.cancel_reason) == (
        "cancelled",
        cast.prescriber(),
        "Fever since this morning",
    )
    assert queries.active(course) is None
    assert queries.active(scenes.order(course).course) is not None


def test_cancelling_needs_a_reason_and_twice_is_once() -> None:
    order = scenes.order()
    with pytest.raises(Invalid):
        actions.cancel_order(by=cast.prescriber(), order=order, reason=" ")
    first = actions.cancel_order(by=cast.prescriber(), order=order, reason="Fever since this morning")
    again = actions.cancel_order(by=cast.director(), order=order, reason="something else")
    assert (again.cancel_reason, again.cancelled_by) == (first.cancel_reason, first.cancelled_by)
    assert AuditEvent.objects.filter(act="order.cancel").count() == 1


def test_an_order_under_way_or_given_is_not_cancelled() -> None:
    session, vial = scenes.session(), scenes.vial()
    with pytest.raises(Conflict, match="session is open"):
        actions.cancel_order(by=cast.prescriber(), order=session.order, reason="Fever since this morning")
    scenes.injected(session, vial)
    with pytest.raises(Conflict, match="has been given"):
        actions.cancel_order(by=cast.prescriber(), order=session.order, reason="Fever since this morning")


def test_after_its_session_was_abandoned_an_order_may_be_cancelled() -> None:
    session = scenes.session()
    sessions.abandon_session(by=cast.nurse(), session=session, reason="Ate an hour ago")
    order = actions.cancel_order(by=cast.prescriber(), order=session.order, reason="Comes back next week")
    assert order.status == "cancelled"


def test_given_orders_are_told_from_waiting_ones() -> None:
    given = scenes.injected().session.order
    waiting = scenes.order()
    assert list(queries.given(given.course)) == [given]
    assert list(queries.waiting()) == [waiting]


def test_a_weight_taken_back_is_not_dosed_on() -> None:
    patient = scenes.weighed_patient(kg="80")
    slip = patients.record_observation(
        by=cast.nurse(), patient=patient, kind="body_weight", value=Decimal(108), unit="kg"
    )
    patients.record_observation(
        by=cast.nurse(), patient=patient, kind="body_weight", value=Decimal("80.1"), unit="kg", supersedes=slip
    )
    assert proposed(scenes.course(patient), mg_per_kg="0.5").request.weight_kg == Decimal("80.1")
