"""Suitability in the synthetic clinic: who referred each patient, what they answered, what was decided and signed."""

from datetime import timedelta

from django.utils import timezone

from daybreak.care.findings import Severity
from daybreak.care.suitability.questions import questions
from daybreak.care.suitability.verdict import Settled
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.actions import Said
from daybreak.project import demo_consent
from daybreak.project.demo_people import IN_THE_CHAIR, READY, RESPONDING, Someone

WELL = {
    **{one.id: "no" for one in questions().values() if one.kind == "yes_no"},
    **dict.fromkeys(("liver_tests", "can_be_pregnant", "contraception", "capacity", "agrees", "escort"), "yes"),
    "substance_disorder": "never",
    "hypertension": "none",
    "liver": "none",
    "urinary": "none",
}
OWN = {
    IN_THE_CHAIR.mrn: {"hypertension": "controlled", "sleep_apnoea": "yes"},
    READY.mrn: {"contraception": "no"},
    RESPONDING.mrn: {"can_be_pregnant": "no", "vertigo": "yes"},
}
"""What is not as in someone well."""
NOTES = {
    "sleep_apnoea": "Mild; wears a mask at night.",
    "contraception": "Lives alone by choice; no partner.",
    "vertigo": "Migraine with aura, twice a month.",
    "hypertension": "Amlodipine for six years, 126/79 at home.",
}
GOES_ON = "Spoken through with the anaesthetist, Dr Ruiz: oximetry throughout, first dose low, the mask brought along."
PASSES = "No partner and no wish for a child; a pregnancy test before each dose is agreed and written into the plan."
TRIALS = (("Sertraline", "150", "10", "none", "2021"), ("Venlafaxine", "225", "12", "partial", "2023"))


def referred(course: Course, someone: Someone, staff: dict[str, Person]) -> None:
    """The letter that came with the patient, written down at the desk."""
    actions.refer(
        by=staff["priya"],
        course=course,
        kind="psychiatrist",
        referrer="Dr Hana Sobel, Quayside practice",
        reason=f"{someone.condition}. Two antidepressants at full dose brought too little; asks for an assessment.",
        referred_on=timezone.localdate(clock.now() - timedelta(days=8)),
    )


def begun(course: Course, staff: dict[str, Person]) -> None:
    """A screening half done: one finding waits for its decision, and the rest of the answers are missing."""
    _trials(course, staff)
    first = ("suicidal_intent", "psychosis", "psychosis_relative", "mania", "bipolar", "substance_disorder")
    said = {name: Said(WELL[name]) for name in first} | {
        "psychosis_relative": Said("yes", "A brother, since 2009, well on treatment."),
        "ketamine_misuse": Said("no"),
        "hypertension": Said("unknown", "To be measured at the next visit."),
    }
    actions.answer(by=staff["jonas"], course=course, said=said)


def screened(course: Course, someone: Someone, staff: dict[str, Person]) -> None:
    """Everything answered, reviews decided, a stop overridden by two people. Done once for a course."""
    if queries.answers(course):
        return
    _trials(course, staff)
    answers = WELL | OWN.get(someone.mrn, {})
    said = {name: Said(answer, NOTES.get(name, "") if answer != WELL[name] else "") for name, answer in answers.items()}
    verdict = actions.answer(by=staff["amara"], course=course, said=said)
    for one in (*verdict.stopping, *verdict.undecided):
        if one.finding.severity is Severity.REVIEW:
            actions.decide(by=staff["amara"], course=course, basis=one.basis, outcome=Settled.GO_ON, reason=GOES_ON)
        else:
            _overridden(course, one.basis, staff)


def _overridden(course: Course, basis: str, staff: dict[str, Person]) -> None:
    first, second = staff["elena"], staff["amara"]
    override = actions.override(by=first, course=course, basis=basis, reason=PASSES, proof=demo_consent.proof(first))
    actions.countersign(by=second, override=override, proof=demo_consent.proof(second))


def _trials(course: Course, staff: dict[str, Person]) -> None:
    for medicine, mg, weeks, outcome, period in TRIALS:
        actions.record_trial(
            by=staff["amara"],
            patient=course.patient,
            medicine=medicine,
            daily_mg=mg,
            weeks=weeks,
            outcome=outcome,
            period=period,
        )
