"""Holds every dose back until nothing is missing any more."""

from contextlib import nullcontext
from datetime import datetime

from daybreak.care import checklist
from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.preparation import queries
from daybreak.clinic.preparation.queries import Gap


class Unready(Refused):
    """A dose would begin with a gap. ``gaps`` are all of them, ``findings`` the same as refusals."""

    gaps: tuple[Gap, ...]

    def __init__(self, gaps: tuple[Gap, ...]) -> None:
        self.gaps = gaps
        super().__init__(checklist.item(gap.item).finding(gap.what) for gap in gaps)

    def __str__(self) -> str:
        return f"Not ready for a dose. {' '.join(gap.what for gap in self.gaps)}"


def refuse_gaps(course: Course, at: datetime | None = None) -> None:
    """Raise ``Unready`` when anything on the checklist of ``course`` is missing, now or ``at`` the moment of a dose.

    A dose charted a minute late is judged by what stood when it was given: what happened must never be kept out of the
    record because of what came after.
    """
    with clock.at(at) if at else nullcontext():
        found = queries.gaps(course)
    if found:
        raise Unready(found)
