"""A secret address shows a calendar program the times and no patient, until it is revoked or its person leaves."""

from datetime import timedelta

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.entry import Absent, Invalid
from daybreak.clinic.people import actions as people
from daybreak.clinic.plans import actions, queries
from daybreak.clinic.plans.models import CalendarFeed
from tests.clinic import cast
from tests.clinic.plans import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(scenes.NOW):
        yield


def test_the_secret_is_not_in_the_database():
    feed, token = actions.make_feed(by=cast.nurse(), scope="mine")
    assert token not in repr(CalendarFeed.objects.values().get(pk=feed.pk))
    assert actions.read_feed(token) == feed


def test_ones_own_feed_has_ones_own_appointments_and_no_scales():
    plan = scenes.plan()
    mine, _ = actions.make_feed(by=cast.nurse(), scope="mine")
    everyones, _ = actions.make_feed(by=cast.nurse(), scope="clinic")
    assert {row.kind for row in queries.of_feed(mine)} == {"dose"}
    assert {row.kind for row in queries.of_feed(everyones)} == {"dose", "preparation", "integration", "follow_up"}
    with clock.at(scenes.FIRST_DOSE + timedelta(weeks=30)):
        assert queries.of_feed(everyones) == []
    assert plan.appointments.count() == 31


def test_a_revoked_address_shows_nothing_from_then_on():
    feed, token = actions.make_feed(by=cast.nurse(), scope="mine")
    actions.revoke_feed(by=cast.nurse(), feed=feed)
    with pytest.raises(Absent, match="no such calendar"):
        actions.read_feed(token)


def test_the_address_of_someone_who_left_or_lost_their_role_shows_nothing():
    _, left = actions.make_feed(by=cast.nurse(), scope="clinic")
    _, lost = actions.make_feed(by=cast.therapist(), scope="clinic")
    people.deactivate(by=cast.director(), person=cast.nurse())
    people.end_role(by=cast.director(), person=cast.therapist(), role="therapist")
    for token in (left, lost):
        with pytest.raises(Absent):
            actions.read_feed(token)


def test_nobody_but_a_manager_of_staff_revokes_anothers():
    feed, _ = actions.make_feed(by=cast.nurse(), scope="mine")
    with pytest.raises(Refused):
        actions.revoke_feed(by=cast.therapist(), feed=feed)
    assert actions.revoke_feed(by=cast.director(), feed=feed).revoked_at == scenes.NOW


def test_a_feed_is_ones_own_or_the_clinics():
    with pytest.raises(Invalid):
        actions.make_feed(by=cast.nurse(), scope="everything")
