"""Reads what is prepared, and what is still missing before a dosing session may begin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from django.db.models import QuerySet

from daybreak.care import checklist
from daybreak.care.checklist import Item
from daybreak.clinic.courses.models import Course
from daybreak.clinic.preparation.models import Escort, Intention, Preferences, PreparationSession, SafetyPlan

MetBy = Callable[[Course], Iterable[str]]


@dataclass(frozen=True)
class Gap:
    """Something missing before a dose: in words, whose work it is, and the name of the page on which it is done.

    ``owner`` is the label of a role. ``link`` names a page of a course, which the pages turn into an address.
    """

    item: str
    what: str
    owner: str
    link: str


@dataclass(frozen=True)
class Line:
    """One item of the checklist with what is missing of it; nothing when it is done."""

    item: Item
    missing: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def gaps(course: Course) -> tuple[Gap, ...]:
    """Everything on the checklist of ``course`` that is not done, in the order of the checklist."""
    return tuple(
        Gap(line.item.id, what, line.item.owner.label, line.item.page)
        for line in lines(course)
        for what in line.missing
    )


def lines(course: Course) -> tuple[Line, ...]:
    """The whole checklist of ``course`` as it stands now."""
    return tuple(Line(item, tuple(_met_by(item)(course))) for item in checklist.items())


def sessions(course: Course) -> QuerySet[PreparationSession]:
    """The preparation sessions held, the earliest first."""
    return PreparationSession.objects.filter(course=course).select_related("recorded_by")


def intention(course: Course) -> Intention | None:
    """The intention as it was last put."""
    return Intention.objects.filter(course=course).select_related("recorded_by").last()


def earlier_intentions(course: Course) -> list[Intention]:
    """How it was put before, the latest first."""
    return list(Intention.objects.filter(course=course).order_by("-pk")[1:])


def safety_plan(course: Course) -> SafetyPlan | None:
    """The safety plan as it was last written."""
    return SafetyPlan.objects.filter(course=course).select_related("recorded_by").last()


def escort(course: Course) -> Escort | None:
    """Who takes the patient home."""
    return Escort.objects.filter(course=course).select_related("recorded_by").last()


def preferences(course: Course) -> Preferences | None:
    """What is to be heard and seen."""
    return Preferences.objects.filter(course=course).select_related("recorded_by").last()


def _met_by(item: Item) -> MetBy:
    """The function that the data names; each part of the programme brings its own."""
    module, _, name = item.met_by.rpartition(".")
    found: MetBy = getattr(import_module(module), name)
    return found
