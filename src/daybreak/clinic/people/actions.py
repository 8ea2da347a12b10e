"""Everything that changes who works here and what they may do; the only writer of people and roles."""

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from daybreak.care.roles import ROLES, Role
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.people import queries
from daybreak.clinic.people.models import Person, RoleGrant


@transaction.atomic
def add_person(
    *,
    by: Person | None,
    username: str,
    name: str,
    roles: Iterable[str],
    email: str = "",
    password: str | None = None,
) -> Person:
    """Adds a member of staff with their roles. Without a password they cannot sign in until they are given one.

    ``by`` may be None only for the very first person, who must be a medical director: who else could add the others?
    Raises Refused, Invalid, or Conflict when ``by`` is None although there is staff.
    """
    held = sorted(set(roles))
    _permit_adding(by)
    person = _valid_person(username, name, email, held, password, first=by is None)
    person.set_password(password)
    person.save(force_insert=True)
    audit.append(
        by=by,
        actor_name="the installer",
        act="staff.add",
        subject=person,
        detail={"username": person.username, "name": person.name, "email": person.email, "roles": held},
    )
    for role in held:
        _grant(by, person, role)
    return person


@transaction.atomic
def grant_role(*, by: Person, person: Person, role: str) -> RoleGrant:
    """Gives the person a role from now on; a role already held stays as it is. Raises Refused, Invalid, Conflict."""
    queries.permit(by, "staff.manage")
    _refuse_unknown([role])
    if not Person.objects.select_for_update().get(pk=person.pk).is_active:
        raise Conflict(f"{person.name} no longer works here and can hold no role.")
    held = RoleGrant.objects.filter(person=person, role=role, ended_at__isnull=True).first()
    return held or _grant(by, person, role)


@transaction.atomic
def end_role(*, by: Person, person: Person, role: str) -> None:
    """Ends a role from now on. Raises Refused, and Conflict for a role not held or the last medical director's."""
    queries.permit(by, "staff.manage")
    _keep_a_director(person, [role])
    if not _end(by, person, [role]):
        raise Conflict(f"{person.name} does not hold this role, so there is nothing to end.")


@transaction.atomic
def deactivate(*, by: Person, person: Person) -> None:
    """The person no longer works here: every role ends and they can no longer sign in. What they did stays.

    Raises Refused, and Conflict when they have left already or are the last medical director.
    """
    queries.permit(by, "staff.manage")
    if not Person.objects.select_for_update().get(pk=person.pk).is_active:
        raise Conflict(f"{person.name} has left already.")
    _keep_a_director(person, ROLES)
    _end(by, person, ROLES)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.append(by=by, act="staff.deactivate", subject=person)


@transaction.atomic
def set_password(*, by: Person, person: Person, password: str) -> None:
    """Sets one's own password, or that of another for whoever manages staff. Raises Refused, Invalid."""
    if by.pk != person.pk:
        queries.permit(by, "staff.manage")
    entries = Entries()
    _check_password(entries, person, password)
    entries.settle()
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.append(by=by, act="staff.set_password", subject=person)


@transaction.atomic
def record_sign_in(*, by: Person, method: str) -> None:
    """The person signed in; ``method`` says how ("password", "password and code", "passkey")."""
    audit.append(by=by, act="staff.sign_in", subject=by, detail={"method": method})


@transaction.atomic
def record_sign_out(*, by: Person) -> None:
    """The person signed out."""
    audit.append(by=by, act="staff.sign_out", subject=by)


@transaction.atomic
def record_failed_sign_in(*, username: str, method: str = "password") -> None:
    """Someone failed to sign in with a name or e-mail address.

    One that is nobody's is not kept: people type passwords into the wrong field.
    """
    named = Q(username__iexact=username) | Q(email__iexact=username)
    person = Person.objects.filter(named).first() if username else None
    audit.append(
        by=None,
        actor_name="someone not signed in",
        act="staff.sign_in_failed",
        subject=person,
        detail={"method": method},
    )


@transaction.atomic
def record_credential_change(*, by: Person, person: Person, what: str) -> None:
    """A way to sign in was added, changed or removed; ``what`` names it ("passkey added"), never the secret."""
    audit.append(by=by, act="staff.credential", subject=person, detail={"what": what})


def _permit_adding(by: Person | None) -> None:
    if by is not None:
        queries.permit(by, "staff.manage")
    elif Person.objects.exists():
        raise Conflict("There is staff already: a medical director adds the others, on the staff page.")


def _valid_person(
    username: str, name: str, email: str, roles: list[str], password: str | None, *, first: bool
) -> Person:
    entries = Entries()
    person = Person(
        username=entries.text("username", username, longest=60, called="The sign-in name"),
        name=entries.text("name", name, longest=120, called="The name"),
        email=entries.email("email", email),
    )
    if Person.objects.filter(username__iexact=person.username).exists():
        entries.refuse("username", f'Someone already signs in as "{person.username}": please choose another name.')
    if person.email and Person.objects.filter(email__iexact=person.email).exists():
        entries.refuse("email", "Someone already signs in with this e-mail address: please enter another.")
    if not roles:
        entries.refuse("roles", "Nobody works here without a role: please choose at least one.")
    if first and Role.MEDICAL_DIRECTOR not in roles:
        entries.refuse("roles", "The first person must be a medical director, who can then add the others.")
    if password is not None:
        _check_password(entries, person, password)
    _refuse_unknown(roles, entries)
    entries.settle()
    return person


def _check_password(entries: Entries, person: Person, password: str) -> None:
    try:
        validate_password(password, user=person)
    except ValidationError as error:
        entries.refuse("password", " ".join(error.messages))


def _refuse_unknown(roles: Iterable[str], entries: Entries | None = None) -> None:
    found = entries or Entries()
    for role in set(roles) - set(ROLES):
        found.refuse("roles", f'There is no role "{role}": the roles are {", ".join(ROLES)}.')
    if entries is None:
        found.settle()


def _grant(by: Person | None, person: Person, role: str) -> RoleGrant:
    grant = RoleGrant.objects.create(person=person, role=role, granted_by=by)
    audit.append(by=by, actor_name="the installer", act="staff.grant_role", subject=person, detail={"role": role})
    return grant


def _end(by: Person, person: Person, roles: Iterable[str]) -> int:
    ending = list(RoleGrant.objects.filter(person=person, role__in=list(roles), ended_at__isnull=True))
    for grant in ending:
        # Before the role ends, so that the log names the roles under which this was still done.
        audit.append(by=by, act="staff.end_role", subject=person, detail={"role": grant.role})
    for grant in ending:
        grant.ended_at, grant.ended_by = clock.now(), by
        grant.save(update_fields=["ended_at", "ended_by"])
    return len(ending)


def _keep_a_director(person: Person, ending: Iterable[str]) -> None:
    """Two directors who end each other at once wait here for each other, so that one of them stays."""
    if Role.MEDICAL_DIRECTOR not in set(ending):
        return
    grants = RoleGrant.objects.select_for_update().filter(role=Role.MEDICAL_DIRECTOR, ended_at__isnull=True)
    directors = {grant.person_id for grant in grants}
    if directors == {person.pk}:
        raise Conflict(f"{person.name} is the only medical director: give the role to someone else first.")
