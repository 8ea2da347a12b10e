"""Two hundred patients go through the whole programme, each in another way: nothing is left over.

Fifty at once, in four clinics; that takes minutes. ``WHOLE_COURSES=10`` plays ten at once, for a quick look.

What the passages counted for themselves is compared with what the record tells; neither reads the other.
"""

import os

import pytest
from django.db.models import F, Sum

from daybreak.clinic import clock, rounds
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup.models import AdverseEvent
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.measures.models import Invitation, Response
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.plans.models import Appointment, Plan
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading
from daybreak.clinic.vials import queries as shelf
from daybreak.clinic.vials.models import Vial, VialEntry
from tests.clinic import scenes
from tests.clinic.chairs import clinic
from tests.clinic.programme import DAY, FIRST_DOSES, LOOKED_BACK, PER_CHAIR, Passage, play

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
AT_ONCE = int(os.environ.get("WHOLE_COURSES", "50"))
"""Patients of one clinic; four such clinics are played, one after the other or beside each other."""
ENOUGH = 50
"""With fewer, chance may leave one of the ways of a course untaken."""


@pytest.mark.parametrize("first", range(0, 4 * ENOUGH, ENOUGH))
def test_whole_courses_leave_nothing_over(first: int) -> None:
    with clock.at(FIRST_DOSES[0] - 40 * DAY):
        here = clinic(chairs=-(-AT_ONCE // PER_CHAIR))
    everyone = [Passage(number, here, first) for number in range(first, first + AT_ONCE)]
    play(everyone)
    with clock.at(LOOKED_BACK + DAY):
        assert rounds.make(clock.now())["daybreak.clinic.alerts.actions.miss_answers"] == 0
        every_dose_is_told_and_worked_through(everyone)
        the_ledger_balances(everyone)
        no_alert_is_lost_or_open(everyone)
        nothing_dangles(everyone)
        assert verify().problems == ()
    if AT_ONCE >= ENOUGH:
        they_went_different_ways(everyone)


def every_dose_is_told_and_worked_through(everyone: list[Passage]) -> None:
    told = sum(one.doses for one in everyone)
    assert [one.doses for one in everyone] == [one.stops_after for one in everyone]
    assert Injection.objects.count() == DoseOrder.objects.filter(status="given").count() == told
    assert Reading.objects.count() == sum(one.readings for one in everyone)
    assert Injection.objects.filter(integration_window=None).count() == 0
    windows = IntegrationWindow.objects.select_related("injection__session__order")
    assert windows.count() == told
    assert [one for one in windows if not one.is_ended or one.course_id != one.injection.session.order.course_id] == []
    for one in everyone:
        mine = windows.filter(course=one.course).order_by("injection__at")
        numbers = [window.number for window in mine]
        assert len(numbers) == one.doses
        assert numbers == sorted(set(numbers)), "a dose that replaces a missed one has the plan's next number"


def the_ledger_balances(everyone: list[Passage]) -> None:
    assert shelf.balance_problems() == []
    by_kind = dict(VialEntry.objects.order_by().values_list("kind").annotate(Sum("amount_ug")))
    held = Vial.objects.aggregate(held=Sum("on_hand_ug"))["held"]
    given, wasted = sum(one.given_ug for one in everyone), sum(one.wasted_ug for one in everyone)
    assert by_kind == {"received": given + wasted + held, "administered": given, "wasted": wasted}
    assert VialEntry.objects.filter(kind="wasted", witness=F("recorded_by")).count() == 0
    counted = scenes.counted(*Vial.objects.all())
    assert [line for line in counted.lines.all() if line.found_ug != line.vial.on_hand_ug] == []


def no_alert_is_lost_or_open(everyone: list[Passage]) -> None:
    assert Response.objects.count() == sum(one.answers for one in everyone)
    item_9 = Alert.objects.filter(kind="risk_item")
    assert item_9.count() == Response.objects.filter(risk_item__gt=0).count() == sum(one.risky for one in everyone)
    assert item_9.filter(assessment=None).count() == 0
    assert Alert.objects.filter(owner=None).count() == 0
    told_late = IntegrationWindow.objects.filter(told_times__gt=0).count()
    assert Alert.objects.filter(kind="integration_closing").count() >= told_late
    assert [str(one.what) for one in Alert.objects.filter(closed_at=None)] == []


def nothing_dangles(everyone: list[Passage]) -> None:
    assert set(Course.objects.values_list("phase", flat=True)) == {"closed"}
    assert Course.objects.count() == len(everyone)
    assert set(DosingSession.objects.values_list("state", flat=True)) <= {"ended", "abandoned"}
    assert DoseOrder.objects.filter(status="active").count() == 0
    assert Plan.objects.filter(ended_at=None).count() == 0
    assert Appointment.objects.filter(state="booked").count() == 0
    assert Invitation.objects.filter(used_at=None, withdrawn_at=None).count() == 0
    assert AdverseEvent.objects.count() == sum(one.harms for one in everyone)


def they_went_different_ways(everyone: list[Passage]) -> None:
    """So that what is compared above is about more than one way."""
    assert len({one.stops_after for one in everyone}) > 1
    assert DosingSession.objects.filter(state="abandoned").exists()
    assert Injection.objects.exclude(reason="").exists()
    assert Appointment.objects.filter(kind="dose", state="missed").exists()
    assert IntegrationWindow.objects.filter(let_go_at__isnull=False).exists()
    assert Alert.objects.filter(kind="integration_closing").exists()
    assert min(sum(one.risky for one in everyone), sum(one.harms for one in everyone)) > 0
