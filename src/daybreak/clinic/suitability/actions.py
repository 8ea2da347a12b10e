"""Everything that changes suitability: the one way in.

Rules of this house:

- A verdict is worked out from the record each time it is asked for; what is kept is what it was, never what it is.
- A decision holds for exactly the finding that it was made about: another medicine or another number asks again.
- A stop passes only over two signatures of two people, a medical director's first; some stops never pass.
- Imminent suicidal intent raises its alert with the answer, and never closes anything.
"""

from django.db import transaction

from daybreak.care.suitability.verdict import Verdict
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.suitability.answering import Said, answer, refer
from daybreak.clinic.suitability.deciding import FIRST, SECOND, countersign, decide, override
from daybreak.clinic.suitability.keeping import keep
from daybreak.clinic.suitability.trying import record_trial, retract_trial
from daybreak.clinic.suitability.watching import medicine_changed

__all__ = [
    "FIRST",
    "SECOND",
    "Said",
    "answer",
    "countersign",
    "decide",
    "medicine_changed",
    "override",
    "record_trial",
    "refer",
    "require",
    "retract_trial",
]


@transaction.atomic
def require(*, by: Person, course: Course) -> Verdict:
    """Keeps the verdict that an order rests on. Raises Refused, with why, unless the course is eligible now."""
    now = keep(by, course)
    now.require()
    return now
