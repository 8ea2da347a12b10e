"""That a person has just shown who they are: what a signature needs beside the sign-in of the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Q

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people import actions as people
from daybreak.clinic.people.models import Person

VALID_FOR = timedelta(seconds=60)
WRONG_ATTEMPTS = 5
WAIT = timedelta(minutes=5)
PASSPHRASE = "passphrase"  # noqa: S105 - a word for the record, not a secret


@dataclass(frozen=True)
class Proof:
    """The person with this key proved at ``at`` who they are; good for ``VALID_FOR``.

    Made where a secret was checked, in this module, and by tests and demonstration data. Never kept.
    """

    person_id: int
    at: datetime
    how: str

    def is_of(self, person: Person) -> bool:
        """Whether this person proved it, just now."""
        return self.person_id == person.pk and timedelta(0) <= clock.now() - self.at <= VALID_FOR


def of_person(person: Person, password: str) -> Proof | None:
    """The proof, when the passphrase is this person's; None when it is not, which is logged and counted.

    Conflict after ``WRONG_ATTEMPTS`` within ``WAIT``: a tablet left open must not let anyone try at leisure.
    """
    _refuse_further_attempts(person)
    if password and person.is_active and person.check_password(password):
        return Proof(person.pk, clock.now(), PASSPHRASE)
    if password:
        _count(person)
        people.record_failed_sign_in(username=person.username, method="signature")
    return None


def of_other(username: str, password: str, *, than: Person | None = None) -> Proof | None:
    """A second person's own proof, typed at another's screen; None when name or passphrase is wrong.

    ``than`` is the first person: Conflict when both are one, because nobody is their own witness.
    """
    name = username.replace("\x00", "").strip()
    person = Person.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True).first()
    if person is None or not name:
        return None
    if than is not None and person.pk == than.pk:
        raise Conflict("The second signature must be another person's. Ask a colleague.")
    return of_person(person, password)


def signer(proof: Proof) -> Person:
    """Whose proof it is."""
    return Person.objects.get(pk=proof.person_id)


def _key(person: Person) -> str:
    return f"signature-attempts-{person.public_id}"


def _count(person: Person) -> None:
    """A counter that is gone between two lines was just forgotten, and begins again."""
    cache.add(_key(person), 0, int(WAIT.total_seconds()))
    try:
        cache.incr(_key(person))
    except ValueError:
        cache.set(_key(person), 1, int(WAIT.total_seconds()))


def _refuse_further_attempts(person: Person) -> None:
    if cache.get(_key(person), 0) >= WRONG_ATTEMPTS:
        minutes = int(WAIT.total_seconds() // 60)
        raise Conflict(f"The passphrase was wrong too often. Wait {minutes} minutes, then sign.")
