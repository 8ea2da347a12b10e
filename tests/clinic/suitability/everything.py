"""One row of each kind that suitability keeps, made through the actions."""

from datetime import date

from daybreak.care.findings import Severity
from daybreak.clinic.courses.models import Course
from daybreak.clinic.suitability import actions
from tests.clinic import cast
from tests.clinic.suited import said

REASON = "Weighed with the patient and the cardiologist."


def one_of_each(course: Course) -> None:
    """A referral, answers, a past trial, a decision, an override with its second signature, and the verdicts."""
    actions.refer(
        by=cast.nurse(), course=course, kind="patient", reason="Came by herself", referred_on=date(2026, 1, 12)
    )
    actions.record_trial(by=cast.nurse(), patient=course.patient, medicine="Sertraline", outcome="none")
    now = actions.answer(by=cast.nurse(), course=course, said=said(aneurysm="yes", seizures="yes"))
    director, prescriber = cast.director(), cast.prescriber()
    for one in (*now.stopping, *now.undecided):
        if one.finding.severity is Severity.REVIEW:
            actions.decide(by=prescriber, course=course, basis=one.basis, outcome="go_on", reason=REASON)
        else:
            signed = actions.override(
                by=director, course=course, basis=one.basis, reason=REASON, proof=cast.proof(director)
            )
            actions.countersign(by=prescriber, override=signed, proof=cast.proof(prescriber))
