"""Who works here and what they may do."""

import uuid

from django.db.models import Prefetch

from daybreak.care import roles
from daybreak.clinic.entry import Absent
from daybreak.clinic.people.models import Person, RoleGrant


def roles_of(person: Person) -> frozenset[str]:
    """The roles held now; someone who has left holds none."""
    if not person.is_active:
        return frozenset()
    return frozenset(RoleGrant.objects.filter(person=person, ended_at__isnull=True).values_list("role", flat=True))


def may(person: Person, act: str) -> bool:
    """Whether one of the person's roles allows the act."""
    return roles.may(roles_of(person), act)


def permit(person: Person, act: str) -> None:
    """Raises care's Refused, with a sentence naming who may, unless one of the person's roles allows the act."""
    roles.permit(roles_of(person), act)


def staff() -> list[Person]:
    """Everyone who works or worked here, by name; the roles held now come along in ``held``."""
    held = Prefetch("grants", RoleGrant.objects.filter(ended_at__isnull=True).order_by("role"), to_attr="held")
    return list(Person.objects.prefetch_related(held).order_by("-is_active", "name", "pk"))


def by_username(username: str) -> Person:
    """The active person who signs in under this name, whatever its case. Raises Absent with a sentence."""
    person = Person.objects.filter(username__iexact=username, is_active=True).first()
    if person is None:
        raise Absent(f'Nobody signs in here as "{username}": check the name on the staff page.')
    return person


def by_public_id(public_id: uuid.UUID) -> Person:
    """The person of this public name. Raises Absent with a sentence."""
    person = Person.objects.filter(public_id=public_id).first()
    if person is None:
        raise Absent("There is no such person among the staff: go back to the staff page.")
    return person
