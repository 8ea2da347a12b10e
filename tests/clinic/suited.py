"""A course of which nothing stands against a dose: every question answered through the actions, nothing found."""

from daybreak.care.findings import Severity
from daybreak.care.suitability.questions import questions
from daybreak.care.suitability.verdict import Settled
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.suitability import actions
from daybreak.clinic.suitability.actions import Said

ANSWERS = {
    **{one.id: "no" for one in questions().values() if one.kind == "yes_no"},
    **dict.fromkeys(("liver_tests", "can_be_pregnant", "contraception", "capacity", "agrees", "escort"), "yes"),
    "substance_disorder": "never",
    "hypertension": "none",
    "liver": "none",
    "urinary": "none",
}
"""Someone well. "can_be_pregnant" says nothing of a man, nor "mood_stabiliser" of someone without bipolar disorder."""


def said(**changed: str) -> dict[str, Said]:
    """Someone well's answers to everything, with some of them changed."""
    return {name: Said(answer) for name, answer in (ANSWERS | changed).items()}


def suited(course: Course, by: Person, **changed: str) -> Course:
    """The course with every question answered and every review decided to go on; weight and height are the chart's."""
    for one in actions.answer(by=by, course=course, said=said(**changed)).undecided:
        if one.finding.severity is Severity.REVIEW:
            reason = "Weighed with the patient; the benefit is worth it."
            actions.decide(by=by, course=course, basis=one.basis, outcome=Settled.GO_ON, reason=reason)
    return course
