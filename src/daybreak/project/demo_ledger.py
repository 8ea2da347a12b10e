"""The drug cabinet of the synthetic clinic: the first inventory, and yesterday's count with a small difference."""

from datetime import date, datetime, timedelta
from typing import Protocol

from daybreak.clinic import clock
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials import queries as shelf
from daybreak.clinic.vials.actions import Found
from daybreak.clinic.vials.models import CountKind, CountMoment
from daybreak.project.demo_story import Step

SHORT = "KT-0101"
SHORT_UG = 1_500
"""0.03 mL of 50 mg/mL: what stays in the dead space of a few syringes."""


class Days(Protocol):
    """The demo clinic's calendar."""

    now: datetime

    def day(self, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment ``days_ago`` days ago."""
        ...

    def date_in(self, days: int) -> date:
        """The date so many days from today."""
        ...


def steps(staff: dict[str, Person], calendar: Days) -> list[Step]:
    """Two counts by the two nurses."""
    opened = calendar.day(100, 8) + timedelta(minutes=30)
    return [
        Step(opened, lambda: _count(staff, CountKind.INVENTORY, CountMoment.OPEN, 0)),
        Step(calendar.day(1, 17, 30), lambda: _count(staff, CountKind.DAY, CountMoment.CLOSE, SHORT_UG)),
    ]


def _count(staff: dict[str, Person], kind: CountKind, moment: CountMoment, short_ug: int) -> None:
    held = shelf.all_vials().filter(on_hand_ug__gt=0)
    found = {vial.public_id: Found(vial.on_hand_ug) for vial in held}
    for vial in held.filter(label=SHORT):
        if short_ug:
            why = "0.03 mL less than the ledger: dead space of the syringes, both of us measured it"
            found[vial.public_id] = Found(vial.on_hand_ug - short_ug, explanation=why)
    second = Proof(staff["mei"].pk, clock.now(), "passphrase")
    vials.count(by=staff["jonas"], second=second, found=found, kind=kind, moment=moment)
