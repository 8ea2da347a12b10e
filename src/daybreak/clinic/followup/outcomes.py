"""What became of a course by its answers: response, remission and relapse, from the measures of the record."""

from dataclasses import dataclass

from daybreak.care import followup_outcome as care
from daybreak.care import questionnaires
from daybreak.care.followup_outcome import Answered, Outcome
from daybreak.clinic import policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import outcomes
from daybreak.clinic.measures.outcomes import CourseOutcome


@dataclass(frozen=True)
class Told:
    """The measures of a course and what they tell; ``told`` is empty where there is no baseline or no answer since."""

    measured: CourseOutcome
    told: Outcome


def of_course(course: Course) -> Told:
    """Reads the measures of the course and judges them by the rules in force."""
    measured = outcomes.of_course(course)
    if measured.baseline is None or measured.outcome is None:
        return Told(measured, Outcome())
    after = measured.measures[measured.measures.index(measured.baseline) + 1 :]
    answers = [Answered(row.completed_at, row.total, str(row.public_id)) for row in after]
    scale = questionnaires.load("phq9")
    return Told(measured, care.of_answers(measured.baseline.total, answers, scale, policy.current()))
