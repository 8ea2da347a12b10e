"""Signing on a page: the passphrase is asked for again, and becomes the proof that a signature needs."""

from django.http import HttpRequest

from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures import proof
from daybreak.clinic.signatures.proof import Proof

FIELD = "signing_password"
MISSING = "Type your passphrase to sign."
WRONG = "This is not your passphrase. Nothing was signed; type it again."
LONGEST = 4096
"""Characters beyond which nothing is a passphrase, only work for the hash."""


def proof_of(request: HttpRequest) -> Proof | None:
    """The proof that whoever is signed in typed their own passphrase just now; None otherwise (``why_not`` says why).

    It is checked once a request, however often it is asked for. Conflict when it was wrong too often.
    """
    if not hasattr(request, "_signing_proof"):
        person = request.user
        found = proof.of_person(person, typed(request)) if isinstance(person, Person) else None
        request._signing_proof = found  # type: ignore[attr-defined]  # kept for this request only
    known: Proof | None = request._signing_proof  # type: ignore[attr-defined]
    return known


def typed(request: HttpRequest) -> str:
    """What was typed into the field, as far as it can be a passphrase."""
    return request.POST.get(FIELD, "")[:LONGEST]


def why_not(request: HttpRequest) -> str:
    """The sentence beside the field once a proof was asked for and there is none; empty otherwise."""
    if getattr(request, "_signing_proof", True) is not None:
        return ""
    return WRONG if typed(request) else MISSING
