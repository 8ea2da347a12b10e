"""An order that takes the place of another: one reason, both kept, what changed told, never two in force."""

import uuid
from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.orders import actions, history, queries
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.sessions import actions as sessions
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db

WHY = "dizzy after the last dose"


def changed(order: DoseOrder, mg_per_kg: str = "0.4", **more: object) -> DoseOrder:
    values = {"mg_per_kg": mg_per_kg, "replaces": order, "change_reason": WHY} | more
    return scenes.order(order.course, **values)


def test_a_changed_order_takes_the_place_of_the_earlier_one_and_says_what_changed() -> None:
    earlier = scenes.order()
    order = changed(earlier)
    earlier.refresh_from_db()
    assert (earlier.status, earlier.cancel_reason) == ("cancelled", f"Changed: {WHY}")
    assert (order.supersedes, order.change_reason, queries.active(order.course)) == (earlier, WHY, order)
    assert order.changes == [
        {"what": "Dose", "was": "40 mg", "now": "32 mg"},
        {"what": "Volume", "was": "0.8 mL", "now": "0.64 mL"},
    ]
    cited = order.findings[-1]
    assert (cited["rule"], cited["certainty"]) == ("dose.change", "design")
    assert "dose 40 mg → 32 mg" in cited["what"]
    event = AuditEvent.objects.get(act="order.change")
    assert "0.64 mL" in event.detail
    assert WHY in event.detail


@pytest.mark.parametrize("reason", ["", " ", "ok"])
def test_a_change_without_a_reason_leaves_the_earlier_order_in_force(reason: str) -> None:
    earlier = scenes.order()
    with pytest.raises(Invalid) as invalid:
        changed(earlier, change_reason=reason)
    assert list(invalid.value.errors) == ["change_reason"]
    assert queries.active(earlier.course) == earlier


def test_a_change_that_the_rules_stop_leaves_the_earlier_order_in_force() -> None:
    from daybreak.care.findings import Refused

    earlier = scenes.order()
    with pytest.raises(Refused):
        changed(earlier, "2.5")
    assert queries.active(earlier.course) == earlier


def test_the_same_change_twice_is_one_and_an_order_is_changed_once() -> None:
    earlier, key = scenes.order(), uuid.uuid4()
    order = changed(earlier, client_id=key)
    assert changed(earlier, client_id=key) == order
    with pytest.raises(Conflict, match="can no longer be changed"):
        changed(earlier, "0.3")
    assert DoseOrder.objects.filter(course=earlier.course).count() == 2


def test_an_order_in_a_session_or_given_is_not_changed() -> None:
    session = scenes.session()
    with pytest.raises(Conflict, match="session is open"):
        changed(session.order)
    scenes.injected(session)
    with pytest.raises(Conflict, match="can no longer be changed"):
        changed(session.order)


def test_after_its_session_was_abandoned_an_order_may_be_changed() -> None:
    session = scenes.session()
    sessions.abandon_session(by=cast.nurse(), session=session, reason="Ate an hour ago")
    assert changed(session.order).supersedes == session.order


def test_an_order_keeps_what_had_been_given_before_it() -> None:
    with clock.at(scenes.MORNING):
        course, vial = scenes.course(), scenes.vial()
        first = scenes.order(course)
    assert first.before == {"sessions": 0, "mg": "0"}
    scenes.ended(first, vial, scenes.MORNING)
    with clock.at(scenes.MORNING + timedelta(days=3)):
        given = history.of_patient(course.patient)
        assert (given.sessions, given.mg, given.days_since_last) == (1, 40, 3)
        proposal = actions.compute(by=cast.prescriber(), course=course, mg_per_kg="0.8", concentration_mg_per_ml=50)
        assert "dose.rise" in {finding.rule for finding in proposal.findings}  # 64 mg after 40 mg
