"""Staff are found, and their roles tell what they may do."""

import uuid

import pytest

from daybreak.care.findings import Refused
from daybreak.care.roles import ACTS, act
from daybreak.clinic.entry import Absent
from daybreak.clinic.people import actions, queries
from tests.clinic import cast

pytestmark = pytest.mark.django_db


def test_each_of_the_cast_may_do_exactly_what_their_role_may():
    for role, person in cast.everyone().items():
        allowed = {name for name in ACTS if queries.may(person, name)}
        assert allowed == {name for name in ACTS if role in act(name).roles}


def test_two_roles_may_do_what_either_may():
    both = cast.person("both", "nurse", "auditor")
    assert (queries.may(both, "session.inject"), queries.may(both, "audit.read")) == (True, True)


def test_a_refusal_says_who_may():
    with pytest.raises(Refused, match=r"needs a prescriber or a nurse\. You are signed in as therapist"):
        queries.permit(cast.therapist(), "session.inject")


def test_staff_are_listed_by_name_with_the_roles_they_hold_and_those_who_left_last():
    cast.everyone()
    actions.deactivate(by=cast.director(), person=cast.auditor())
    listed = [(person.username, [grant.role for grant in person.held]) for person in queries.staff()]
    assert listed == [
        ("coordinator", ["coordinator"]),
        ("director", ["medical_director"]),
        ("nurse", ["nurse"]),
        ("outsider", []),
        ("prescriber", ["prescriber"]),
        ("researcher", ["researcher"]),
        ("therapist", ["therapist"]),
        ("auditor", []),
    ]


def test_a_person_is_found_by_sign_in_name_whatever_its_case_unless_they_left():
    nurse = cast.nurse()
    assert queries.by_username("Nurse") == nurse
    actions.deactivate(by=cast.director(), person=nurse)
    with pytest.raises(Absent, match='Nobody signs in here as "nurse"'):
        queries.by_username("nurse")


def test_a_person_is_found_by_public_name():
    nurse = cast.nurse()
    assert queries.by_public_id(nurse.public_id) == nurse
    with pytest.raises(Absent):
        queries.by_public_id(uuid.uuid4())
