"""A clinic of many chairs for the whole programme: each chair with its room, its nurse and its therapist."""

from dataclasses import dataclass, field

from daybreak.care.visits import Kind
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.plans.models import Place
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast


@dataclass
class Chair:
    """A chair with its room, its people, and the vial that is in use at it."""

    number: int
    place: Place
    room: Place
    nurse: Person
    therapist: Person
    received: int = 0
    vial: Vial | None = None

    def team(self, prescriber: Person) -> dict[Kind, list[Person]]:
        """Who takes which kind of appointment."""
        return {
            Kind.PREPARATION: [self.therapist],
            Kind.DOSE: [self.nurse],
            Kind.INTEGRATION: [self.therapist],
            Kind.FOLLOW_UP: [prescriber],
        }


@dataclass
class Clinic:
    """The team and its chairs."""

    chairs: list[Chair]
    prescriber: Person = field(default_factory=cast.prescriber)
    coordinator: Person = field(default_factory=cast.coordinator)
    witness: Person = field(default_factory=lambda: cast.person("witness", "nurse"))


def clinic(chairs: int) -> Clinic:
    """A clinic with so many chairs, its consent texts signed."""
    cast.published()
    return Clinic([chair(number) for number in range(chairs)])


def chair(number: int) -> Chair:
    """A chair with a room and people of its own."""
    desk = cast.coordinator()
    return Chair(
        number,
        plans.add_place(by=desk, name=f"Chair {number}", kind="chair"),
        plans.add_place(by=desk, name=f"Room {number}", kind="room"),
        cast.person(f"nurse{number}", "nurse"),
        cast.person(f"therapist{number}", "therapist"),
    )
