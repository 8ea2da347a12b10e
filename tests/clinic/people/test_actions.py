"""Staff: who is added by whom, which roles they hold, and that a medical director always remains."""

import json

import pytest
from django.db import transaction

from daybreak.care.findings import Refused
from daybreak.care.roles import ROLES
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.people import actions, queries
from daybreak.clinic.people.models import Person, RoleGrant
from tests.clinic import cast

pytestmark = pytest.mark.django_db


def add(**changes):
    by = changes.pop("by") if "by" in changes else cast.director()
    entries = {"by": by, "username": "new", "name": "Noa New", "roles": ["nurse"]}
    return actions.add_person(**(entries | changes))


def test_the_first_person_is_a_medical_director_and_is_added_by_nobody():
    first = add(by=None, roles=["medical_director", "prescriber"])
    assert queries.roles_of(first) == {"medical_director", "prescriber"}


def test_the_first_person_cannot_be_someone_who_could_add_nobody():
    with pytest.raises(Invalid) as refused:
        add(by=None, roles=["nurse"])
    assert refused.value.errors == {
        "roles": "The first person must be a medical director, who can then add the others."
    }


def test_nobody_adds_staff_once_there_is_staff():
    cast.director()
    with pytest.raises(Conflict):
        add(by=None, roles=["medical_director"])


@pytest.mark.parametrize("role", [role for role in ROLES if role != "medical_director"])
def test_only_a_medical_director_adds_staff(role):
    someone = cast.person("someone", role)
    with pytest.raises(Refused):
        add(by=someone)


def test_a_sign_in_name_is_taken_whatever_its_case():
    add(username="Mika")
    with pytest.raises(Invalid) as refused:
        add(username="mika")
    assert list(refused.value.errors) == ["username"]


def test_an_email_address_is_one_persons_and_none_is_nobodys():
    add(email="mika@example.org")
    with pytest.raises(Invalid) as refused:
        add(username="other", email="Mika@Example.org")
    assert list(refused.value.errors) == ["email"]
    assert [add(username=name).email for name in ("third", "fourth")] == ["", ""]


def test_everything_wrong_with_a_new_person_is_told_at_once():
    with pytest.raises(Invalid) as refused:
        add(username=" ", name="", email="nowhere", roles=[], password="password")
    assert set(refused.value.errors) == {"username", "name", "email", "roles", "password"}


def test_an_unknown_role_is_refused_with_the_roles_there_are():
    with pytest.raises(Invalid, match='There is no role "surgeon": the roles are prescriber, nurse'):
        add(roles=["surgeon"])


def test_a_password_is_kept_as_a_hash_and_never_logged():
    person = add(password=cast.PASSWORD)
    assert person.check_password(cast.PASSWORD)
    assert cast.PASSWORD not in person.password
    assert not [event for event in AuditEvent.objects.all() if cast.PASSWORD in event.detail]
    assert not [event for event in AuditEvent.objects.all() if person.password in event.detail]


def test_without_a_password_nobody_can_sign_in():
    assert add().has_usable_password() is False


def test_a_person_sets_their_own_password_and_not_that_of_another():
    nurse, therapist = cast.nurse(), cast.therapist()
    actions.set_password(by=nurse, person=nurse, password=cast.PASSWORD)
    assert Person.objects.get(pk=nurse.pk).check_password(cast.PASSWORD)
    with pytest.raises(Refused):
        actions.set_password(by=nurse, person=therapist, password=cast.PASSWORD)


def test_a_weak_password_is_refused_with_the_reason():
    with pytest.raises(Invalid) as refused:
        actions.set_password(by=cast.nurse(), person=cast.nurse(), password="nurse")
    assert "too short" in refused.value.errors["password"]


def test_a_role_granted_twice_is_held_once():
    nurse = cast.nurse()
    first = actions.grant_role(by=cast.director(), person=nurse, role="prescriber")
    second = actions.grant_role(by=cast.director(), person=nurse, role="prescriber")
    assert first == second
    assert queries.roles_of(nurse) == {"nurse", "prescriber"}


def test_a_role_that_ends_leaves_its_history():
    nurse = cast.nurse()
    actions.end_role(by=cast.director(), person=nurse, role="nurse")
    assert queries.roles_of(nurse) == frozenset()
    grant = RoleGrant.objects.get(person=nurse)
    assert (grant.role, grant.ended_by) == ("nurse", cast.director())


def test_a_role_not_held_cannot_end():
    with pytest.raises(Conflict, match="does not hold this role"):
        actions.end_role(by=cast.director(), person=cast.nurse(), role="prescriber")


@pytest.mark.parametrize("leave", ["end_role", "deactivate"])
def test_the_last_medical_director_stays(leave):
    director = cast.director()
    more = {"role": "medical_director"} if leave == "end_role" else {}
    with pytest.raises(Conflict, match="is the only medical director: give the role to someone else first"):
        getattr(actions, leave)(by=director, person=director, **more)
    assert queries.roles_of(director) == {"medical_director"}


def test_a_medical_director_may_leave_when_another_remains():
    director, other = cast.director(), cast.person("other", "medical_director")
    actions.deactivate(by=other, person=director)
    assert queries.roles_of(director) == frozenset()
    with pytest.raises(Conflict):
        actions.deactivate(by=other, person=other)


def test_someone_who_left_can_do_nothing_and_be_given_nothing():
    nurse = cast.nurse()
    actions.deactivate(by=cast.director(), person=nurse)
    gone = Person.objects.get(pk=nurse.pk)
    assert (gone.is_active, queries.roles_of(gone), queries.may(gone, "patient.read")) == (False, frozenset(), False)
    with pytest.raises(Conflict, match="no longer works here"):
        actions.grant_role(by=cast.director(), person=gone, role="nurse")
    with pytest.raises(Conflict, match="has left already"):
        actions.deactivate(by=cast.director(), person=gone)


def test_each_change_of_staff_is_one_line_of_the_log():
    nurse = cast.nurse()
    actions.grant_role(by=cast.director(), person=nurse, role="therapist")
    actions.deactivate(by=cast.director(), person=nurse)
    told = AuditEvent.objects.filter(subject_id=str(nurse.public_id)).values_list("act", "actor_name", "detail")
    assert [(act, who, json.loads(detail)) for act, who, detail in told] == [
        (
            "staff.add",
            "Dr Dana Director",
            {"username": "nurse", "name": "Nurse Example", "email": "nurse@example.org", "roles": ["nurse"]},
        ),
        ("staff.grant_role", "Dr Dana Director", {"role": "nurse"}),
        ("staff.grant_role", "Dr Dana Director", {"role": "therapist"}),
        ("staff.end_role", "Dr Dana Director", {"role": "nurse"}),
        ("staff.end_role", "Dr Dana Director", {"role": "therapist"}),
        ("staff.deactivate", "Dr Dana Director", {}),
    ]


def test_signing_in_and_out_is_logged_with_its_method():
    nurse = cast.nurse()
    actions.record_sign_in(by=nurse, method="passkey")
    actions.record_sign_out(by=nurse)
    last = AuditEvent.objects.order_by("-seq")[:2]
    assert [(event.act, event.actor_id, event.detail) for event in last] == [
        ("staff.sign_out", nurse.public_id, "{}"),
        ("staff.sign_in", nurse.public_id, '{"method": "passkey"}'),
    ]


def test_a_failed_sign_in_names_a_known_person_and_keeps_nothing_of_an_unknown_name():
    nurse = cast.nurse()
    actions.record_failed_sign_in(username="NURSE")
    actions.record_failed_sign_in(username="Nurse@example.org")
    actions.record_failed_sign_in(username="my secret typed into the wrong field")
    actions.record_failed_sign_in(username="")
    known, by_email, unknown, empty = AuditEvent.objects.order_by("seq").filter(act="staff.sign_in_failed")
    assert (known.subject_id, by_email.subject_id, known.actor_id) == (str(nurse.public_id), str(nurse.public_id), None)
    assert empty.subject_id == ""
    assert (unknown.subject_id, unknown.detail) == ("", '{"method": "password"}')


def test_a_changed_credential_is_logged_without_the_credential():
    nurse = cast.nurse()
    actions.record_credential_change(by=nurse, person=nurse, what="passkey added")
    assert AuditEvent.objects.order_by("seq").last().detail == '{"what": "passkey added"}'


def test_an_action_that_fails_after_writing_leaves_nothing():
    cast.director()
    before = AuditEvent.objects.count()

    def fail():
        with transaction.atomic():
            add()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert (Person.objects.filter(username="new").count(), AuditEvent.objects.count()) == (0, before)
