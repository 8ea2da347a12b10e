"""A course is planned, and nothing of it moves unless a person saw it and said so."""

import uuid
from datetime import timedelta

import pytest

from daybreak.care.findings import Refused
from daybreak.care.visits import Kind
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.plans import actions, proposals, queries
from daybreak.clinic.plans.models import Appointment, Plan
from tests.clinic import cast
from tests.clinic import scenes as treatment
from tests.clinic.plans import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(scenes.NOW):
        yield


def test_a_plan_is_six_doses_twice_a_week_with_all_that_belongs_to_them():
    plan = scenes.plan()
    doses = [scenes.at(row) for row in queries.appointments(plan.course) if row.kind == Kind.DOSE]
    assert doses == [
        "Mon 16 Mar 09:00",
        "Thu 19 Mar 09:00",
        "Mon 23 Mar 09:00",
        "Thu 26 Mar 09:00",
        "Mon 30 Mar 09:00",
        "Thu 02 Apr 09:00",
        "Thu 09 Apr 09:00",
        "Thu 23 Apr 09:00",
    ]
    kinds = [row.kind for row in queries.appointments(plan.course)]
    assert {kind: kinds.count(kind) for kind in Kind} == {
        "preparation": 2,
        "dose": 8,
        "integration": 8,
        "follow_up": 2,
        "measure": 11,
    }
    assert queries.clashes(plan.course) == ()


def test_a_plan_that_is_not_the_one_that_was_seen_is_not_made():
    with pytest.raises(Conflict, match="Something changed since you looked"):
        scenes.plan(seen="0" * 64)
    assert Plan.objects.count() == Appointment.objects.count() == 0


def test_a_chair_taken_between_looking_and_confirming_is_noticed():
    course = treatment.course(phase="preparation")
    seen = proposals.of_plan(course, queries.protocol("six-injections"), scenes.FIRST_DOSE, scenes.chair(), {})
    scenes.plan(team={})
    with pytest.raises(Conflict, match="Something changed since you looked"):
        scenes.plan(course, team={}, seen=seen.digest)


def test_two_patients_never_get_the_same_chair():
    scenes.plan(team={})
    with pytest.raises(Refused, match="Chair 1 is taken by another patient"):
        scenes.plan(team={})


def test_a_double_click_makes_one_plan():
    course, key = treatment.course(phase="preparation"), uuid.uuid4()
    first = scenes.plan(course, client_id=key)
    again = actions.make_plan(
        by=cast.coordinator(),
        course=course,
        protocol="six-injections",
        first_dose_at=scenes.FIRST_DOSE,
        seen="",
        client_id=key,
    )
    assert again == first


def test_a_missed_dose_gets_another_date_and_the_rest_follows():
    plan = scenes.plan()
    with clock.at(scenes.FIRST_DOSE + timedelta(days=7, hours=2)):
        third = scenes.visit(plan, "dose-3")
        seen = proposals.of_missed(third)
        shown = {change.label: scenes.at_visit(change.after) for change in seen.changes if change.after.counts}
        assert shown == {
            "Dosing session 3": "Tue 24 Mar 09:00",
            "Integration 3": "Wed 25 Mar 09:00",
            "Dosing session 5": "Tue 31 Mar 09:00",
            "Integration 5": "Wed 01 Apr 09:00",
        }
        actions.mark_missed(
            by=cast.nurse(), appointment=third, reason="Fever since this morning", again=True, seen=seen.digest
        )
        assert {
            key: scenes.at(scenes.visit(plan, key)) for key in ("dose-3", "integration-3", "dose-5", "integration-5")
        } == {
            "dose-3": "Tue 24 Mar 09:00",
            "integration-3": "Wed 25 Mar 09:00",
            "dose-5": "Tue 31 Mar 09:00",
            "integration-5": "Wed 01 Apr 09:00",
        }
        third.refresh_from_db()
        assert (third.state, scenes.at(third)) == ("missed", "Mon 23 Mar 09:00")


def test_a_missed_dose_without_another_date_is_named_until_it_has_one():
    plan = scenes.plan()
    with clock.at(scenes.FIRST_DOSE + timedelta(hours=1)):
        actions.mark_missed(by=cast.nurse(), appointment=scenes.visit(plan, "dose-1"), reason="Did not come")
        assert queries.without_a_date(plan.course) == ["Dosing session 1"]
        start = scenes.FIRST_DOSE + timedelta(days=1, hours=4)
        actions.book(
            by=cast.nurse(),
            course=plan.course,
            kind="dose",
            number=1,
            start=start,
            place=scenes.chair(),
            reason="caught up",
        )
        assert queries.without_a_date(plan.course) == []


def test_the_history_keeps_what_it_was_what_it_became_by_whom_and_why():
    plan = scenes.plan()
    row = scenes.visit(plan, "follow_up-1")
    actions.move(
        by=cast.therapist(),
        appointment=row,
        start=row.start + timedelta(hours=1),
        place=row.place,
        reason="Bus is late",
    )
    booked, moved = row.changes.all()
    assert (booked.what, booked.before, moved.what, moved.by, moved.reason) == (
        *("booked", None, "moved", cast.therapist(), "Bus is late"),
    )
    assert (moved.before["start"], moved.after["start"]) == (
        *("2026-05-07T09:00:00+00:00", "2026-05-07T10:00:00+00:00"),
    )


def test_a_move_into_another_dose_is_asked_about_and_done_with_a_reason():
    plan = scenes.plan()
    second = scenes.visit(plan, "dose-2")
    near = scenes.FIRST_DOSE + timedelta(days=1, hours=4)
    with pytest.raises(Refused, match="28 hours from another dose; 48 hours is the least"):
        actions.move(by=cast.nurse(), appointment=second, start=near, place=second.place)
    actions.move(by=cast.nurse(), appointment=second, start=near, place=second.place, reason="Leaves the country")
    assert "schedule.dose.apart" in {clash.finding.rule for clash in queries.clashes(plan.course)}
    kept = second.changes.last()
    assert kept is not None
    assert "schedule.dose.apart" in {found["rule"] for found in kept.findings}


def test_the_same_move_seen_twice_is_done_once():
    plan = scenes.plan()
    row = scenes.visit(plan, "dose-4")
    later = row.start + timedelta(days=1)
    seen = proposals.of_move(row, later, place=row.place)
    given = {
        "start": later,
        "place": row.place,
        "with_rest": True,
        "seen": seen.digest,
        "reason": "Holiday on Thursday",
    }
    actions.move(by=cast.nurse(), appointment=row, **given)
    with pytest.raises(Conflict, match="Something changed since you looked"):
        actions.move(by=cast.nurse(), appointment=row, **given)
    assert row.changes.count() == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"start": scenes.NOW - timedelta(hours=1)}, "start"),
        ({"start": scenes.FIRST_DOSE, "minutes": 0}, "minutes"),
        ({"start": scenes.FIRST_DOSE, "minutes": 3000}, "minutes"),
    ],
)
def test_what_cannot_be_an_appointment_is_said_beside_its_field(given, field):
    with pytest.raises(Invalid) as invalid:
        actions.book(by=cast.nurse(), course=treatment.course(), kind="follow_up", **given)
    assert list(invalid.value.errors) == [field]


def test_an_integration_booked_without_a_number_is_that_of_the_last_dose():
    plan = scenes.plan()
    actions.cancel(by=cast.therapist(), appointment=scenes.visit(plan, "integration-2"), reason="Wishes another day")
    start = scenes.visit(plan, "dose-2").start + timedelta(hours=26)
    row = actions.book(by=cast.therapist(), course=plan.course, kind="integration", start=start, place=scenes.room())
    assert row.key == "integration-2"
    assert queries.integration_after(plan.course, 2) == row


def test_a_visit_stands_once_in_a_course():
    plan = scenes.plan()
    start = scenes.FIRST_DOSE + timedelta(days=1, hours=3)
    with pytest.raises(Conflict, match="booked already"):
        actions.book(by=cast.nurse(), course=plan.course, kind="integration", number=1, start=start)


def test_ending_a_plan_cancels_what_is_ahead_and_lets_the_course_be_planned_anew():
    plan = scenes.plan()
    actions.end_plan(by=cast.prescriber(), plan=plan, reason="Another rhythm is wanted")
    assert set(Appointment.objects.values_list("state", flat=True)) == {"cancelled"}
    assert scenes.plan(plan.course, protocol="weekly-injections").protocol == "weekly-injections"


def test_a_course_with_appointments_ahead_is_not_closed_out_of_sight():
    from daybreak.clinic.courses import actions as courses

    plan = scenes.plan()
    with pytest.raises(Conflict, match="still booked"):
        courses.move(by=cast.prescriber(), course=plan.course, to="closed")


def test_scales_are_not_booked_by_hand_and_a_dose_is_not_ticked_off():
    plan = scenes.plan()
    with pytest.raises(Invalid, match="their own schedule"):
        actions.book(by=cast.nurse(), course=plan.course, kind="measure", start=scenes.FIRST_DOSE)
    with pytest.raises(Conflict, match="opened at the bedside"):
        actions.mark_done(by=cast.nurse(), appointment=scenes.visit(plan, "dose-1"))


def test_what_is_still_ahead_is_not_done():
    plan = scenes.plan()
    row = scenes.visit(plan, "preparation-1")
    with pytest.raises(Conflict, match="still ahead"):
        actions.mark_done(by=cast.therapist(), appointment=row)
    with clock.at(row.start + timedelta(hours=2)):
        assert actions.mark_done(by=cast.therapist(), appointment=row).state == "done"


def test_what_has_not_come_cannot_be_missed():
    row = scenes.visit(scenes.plan(), "dose-1")
    with clock.at(row.start - timedelta(days=1)), pytest.raises(Conflict, match="Move it to another day"):
        actions.mark_missed(by=cast.nurse(), appointment=row, reason="Called to say so")


def test_every_act_is_in_the_log_and_the_log_verifies():
    plan = scenes.plan()
    row = scenes.visit(plan, "preparation-1")
    actions.move(by=cast.nurse(), appointment=row, start=row.start + timedelta(hours=1), place=row.place)
    actions.cancel(by=cast.nurse(), appointment=row, reason="Not needed")
    acts = set(AuditEvent.objects.filter(act__startswith="plan.").values_list("act", flat=True))
    assert acts == {"plan.make", "plan.book", "plan.move", "plan.cancel"}
    assert verify().ok
