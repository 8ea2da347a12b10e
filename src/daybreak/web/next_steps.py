"""What comes next for one patient, in the order in which care goes, for someone who may do it."""

from dataclasses import dataclass

from django.urls import reverse

from daybreak.care import courses as care
from daybreak.care import roles
from daybreak.clinic.courses.models import Course
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.patients.queries import Facts
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.suitability import queries as suitability


@dataclass(frozen=True)
class Situation:
    """Where one patient stands."""

    patient: Patient
    facts: Facts
    course: Course | None
    order: DoseOrder | None
    session: DosingSession | None
    measured: bool


@dataclass(frozen=True)
class Step:
    """One thing to do: why, and the page on which it is done. ``url`` is empty for those who may only know of it."""

    what: str
    why: str
    url: str
    act: str

    @property
    def who(self) -> str:
        """Whose work it is."""
        return ", ".join(role.label for role in roles.act(self.act).roles)


def next_step(at: Situation, acts: frozenset[str]) -> Step | None:
    """The most urgent thing to do; without its address for someone who may not do it."""
    step = _session(at) or _beginning(at) or _course(at)
    if step is None or step.act in acts:
        return step
    return Step(step.what, step.why, "", step.act)


def _session(at: Situation) -> Step | None:
    if at.session is not None:
        url = reverse("web:session", args=[at.session.public_id])
        return Step("Go to the dosing session", "A session is under way.", url, "session.read")
    if at.order is not None:
        url = reverse("web:order", args=[at.order.public_id])
        return Step("Open the dosing session", "An injection is ordered and waits to be given.", url, "session.open")
    return None


def _beginning(at: Situation) -> Step | None:
    patient = at.patient.public_id
    if at.course is None:
        why = "Doses, measures and phases belong to a course of treatment."
        return Step("Open a course", why, reverse("web:course-new", args=[patient]), "course.open")
    if not at.measured:
        why = "Without a baseline nobody can tell later whether the treatment helped."
        return Step("Record the first PHQ-9", why, reverse("web:measure-clinic", args=[patient]), "measure.record")
    if at.facts.weight is None:
        why = "A dose is reckoned from a measured weight."
        return Step("Measure the weight", why, reverse("web:fact-new", args=[patient, "weight"]), "patient.record")
    return None


def _course(at: Situation) -> Step | None:
    """In follow-up nothing is next: the page offers a PHQ-9 at any time, and closing is a decision, not a step."""
    course = at.course
    if course is None:
        return None
    if care.allows(course.phase, "order.write") or course.phase == care.Phase.PREPARATION:
        unsettled = suitability.of_course(course)
        if not unsettled.is_eligible:
            url = reverse("web:suitability", args=[course.public_id])
            why = f"{unsettled.standing.label}. {unsettled.sentence}"
            return Step("Open suitability", why, url, "suitability.record")
    if course.phase == care.Phase.PREPARATION:
        url = reverse("web:course-move", args=[course.public_id])
        return Step("Move to dosing", "When preparation is complete, the course moves to dosing.", url, "course.move")
    if care.allows(course.phase, "order.write"):
        why = f"The course is in {care.phase(course.phase).label}; an injection may be ordered."
        return Step("Order an injection", why, reverse("web:order-new", args=[course.public_id]), "order.write")
    return None
