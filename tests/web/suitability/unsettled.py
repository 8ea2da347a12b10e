"""What suitability's addresses name beside a course: a past trial, a finding, an override, made on that course."""

from typing import Any

from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.actions import Said
from tests.clinic import cast

REASON = "Small, unchanged for ten years; the vascular surgeon agrees in writing."


def trial(clinic: Any) -> list[Any]:
    """The course and a past trial of its patient."""
    known = queries.past_trials(clinic.course.patient)
    row = known[0] if known else _tried(clinic)
    return [clinic.course.public_id, row.public_id]


def finding(clinic: Any) -> list[Any]:
    """The course and the basis of a stop."""
    return [clinic.course.public_id, _stop(clinic.course)]


def override(clinic: Any) -> list[Any]:
    """An override by the medical director that waits for its second signature."""
    of, director = clinic.course, cast.director()
    basis = _stop(of)
    row = queries.overrides(of).filter(basis=basis).first()
    if row is None:
        proof = cast.proof(director)
        row = actions.override(by=director, course=of, basis=basis, reason=REASON, proof=proof)
    return [row.public_id]


def _tried(clinic: Any) -> Any:
    return actions.record_trial(
        by=cast.nurse(),
        patient=clinic.course.patient,
        medicine="Sertraline",
        daily_mg="100",
        weeks="8",
        outcome="none",
    )


def _stop(course: Any) -> str:
    now = actions.answer(by=cast.nurse(), course=course, said={"aneurysm": Said("yes")})
    return next(one.basis for one in now.stopping if one.finding.rule == "suitability.e2")
