"""Staff for the tests of sign-in, added through the actions that people use."""

from daybreak.clinic.people import actions
from daybreak.clinic.people.models import Person

PASSPHRASE = "tavo-meru-siko-lane"


def director() -> Person:
    """The first person of a clinic."""
    return actions.add_person(
        by=None,
        username="dora",
        name="Dora Director",
        email="dora@clinic.example",
        roles=["medical_director"],
        password=PASSPHRASE,
    )
