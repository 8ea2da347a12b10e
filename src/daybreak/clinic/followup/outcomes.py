"""What became of a course by its answers: response, remission and relapse, from the measures of the record."""

from dataclasses import dataclass

from daybreak.care import followup_outcome as care
from daybreak.care import questionnaires
from daybreak.care.followup_outcome import Answered, Outcome
from daybreak.clinic import policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import outcomes
from daybreak.clinic.measures.outcomes import CourseOutcome

SCALES = ("phq9", "madrs")
"""What outcomes are told by: the patient's own answers and, where they are taken, a clinician's ratings."""


@dataclass(frozen=True)
class Told:
    """The measures of a course and what they tell; ``told`` is empty where there is no baseline or no answer since."""

    measured: CourseOutcome
    told: Outcome


def of_course(course: Course, scale: str = "phq9") -> Told:
    """Reads the measures of the course by one of `SCALES` and judges them by the rules in force."""
    measured, instrument = outcomes.of_course(course, scale), questionnaires.load(scale)
    if measured.baseline is None or measured.outcome is None:
        return Told(measured, Outcome())
    after = measured.measures[measured.measures.index(measured.baseline) + 1 :]
    answers = [Answered(row.completed_at, row.total, str(row.public_id), instrument.short_title) for row in after]
    return Told(measured, care.of_answers(measured.baseline.total, answers, instrument, policy.current()))
