"""A dosing session is its appointment: opened it is done, abandoned it is booked again; doses before a plan count."""

from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.plans import actions, queries
from daybreak.clinic.sessions import actions as sessions
from tests.clinic import cast
from tests.clinic import scenes as treatment
from tests.clinic.plans import scenes

pytestmark = pytest.mark.django_db


def _planned():
    """A course in dosing with a plan, made on the Monday."""
    with clock.at(scenes.NOW):
        return scenes.plan(cast.ready(treatment.course()))


def _order(plan):
    """Weighed, and the dose ordered."""
    treatment.weigh(plan.course.patient, "80")
    return treatment.order(plan.course)


def test_an_opened_session_is_the_appointment_of_that_day():
    plan = _planned()
    with clock.at(scenes.FIRST_DOSE + timedelta(minutes=12)):
        session = treatment.session(_order(plan))
    row = scenes.visit(plan, "dose-1")
    assert (row.state, row.session, row.happened_at) == ("done", session, session.opened_at)
    assert row.changes.get(what="done").by == cast.nurse()
    with clock.at(scenes.FIRST_DOSE + timedelta(hours=4)):
        assert queries.next_appointment(plan.course, "dose") == scenes.visit(plan, "dose-2")


def test_an_abandoned_session_leaves_its_appointment_to_be_moved_or_missed():
    plan = _planned()
    with clock.at(scenes.FIRST_DOSE):
        session = treatment.session(_order(plan))
        sessions.abandon_session(by=cast.nurse(), session=session, reason="Fever before the dose")
    row = scenes.visit(plan, "dose-1")
    assert (row.state, row.session, row.happened_at) == ("booked", None, None)
    assert [change.what for change in row.changes.all()] == ["booked", "done", "reopened"]


def test_a_session_far_from_every_appointment_is_none_of_them():
    plan = _planned()
    with clock.at(scenes.FIRST_DOSE - timedelta(days=4)):
        treatment.session(_order(plan))
    assert scenes.visit(plan, "dose-1").state == "booked"


def test_doses_given_before_there_was_a_plan_are_its_first_ones():
    with clock.at(scenes.NOW - timedelta(days=6)):
        course = cast.ready(treatment.course())
    with clock.at(scenes.NOW - timedelta(days=5)):
        treatment.weigh(course.patient, "80")
        order = treatment.order(course)
    given = treatment.ended(order, treatment.vial(), scenes.NOW - timedelta(days=5))
    with clock.at(scenes.NOW):
        plan = scenes.plan(course)
    first = scenes.visit(plan, "dose-1")
    assert (first.state, first.session) == ("done", given)
    assert scenes.at(scenes.visit(plan, "dose-2")) == "Mon 16 Mar 09:00"
    assert not queries.appointments(course).filter(kind="preparation").exists()


def test_the_integration_window_counts_from_when_the_session_was_opened():
    plan = _planned()
    late = scenes.FIRST_DOSE + timedelta(hours=5)
    with clock.at(late):
        treatment.session(_order(plan))
        rules = {clash.finding.rule for clash in queries.clashes(plan.course) if clash.key == "integration-1"}
        assert rules == {"protocol.six-injections.integration_hours"}
        row = scenes.visit(plan, "integration-1")
        actions.move(by=cast.therapist(), appointment=row, start=late + timedelta(hours=25), place=row.place, reason="")
        assert {clash.key for clash in queries.clashes(plan.course)} == {"preparation-1", "preparation-2"}
