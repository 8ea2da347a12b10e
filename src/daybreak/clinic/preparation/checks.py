"""What is missing of a preparation, item by item, in sentences; nothing when it is done."""

from daybreak.care.amounts import plain
from daybreak.clinic import policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.preparation import queries


def session(course: Course) -> tuple[str, ...]:
    """As many preparation sessions as the clinic asks for."""
    least, held = policy.current().decimal("preparation.sessions"), queries.sessions(course).count()
    if held >= least:
        return ()
    if not held:
        return ("No preparation session was held yet.",)
    return (f"{held} of {plain(least)} preparation sessions were held.",)


def intention(course: Course) -> tuple[str, ...]:
    """An intention in the patient's own words."""
    return () if queries.intention(course) else ("The patient's intention is not written down yet.",)


def safety_plan(course: Course) -> tuple[str, ...]:
    """A safety plan with every part that it needs."""
    return () if queries.safety_plan(course) else ("There is no safety plan yet.",)


def escort(course: Course) -> tuple[str, ...]:
    """An adult who can be named and called."""
    return () if queries.escort(course) else ("Nobody is named who takes the patient home.",)


def preferences(course: Course) -> tuple[str, ...]:
    """What is heard and seen under the drug."""
    return () if queries.preferences(course) else ("Music and headset are not chosen yet.",)
