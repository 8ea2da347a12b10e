"""A dose as it would be ordered: the weight it rests on, what it comes to in mg and mL, and what the rules say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from daybreak.care import amounts, dose, dose_request, weights
from daybreak.care.dose_request import DoseCalculation, DoseRequest
from daybreak.care.findings import Finding, needs_reason
from daybreak.care.routes import Route
from daybreak.care.weights import WeightBasis
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Invalid
from daybreak.clinic.orders import history
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.patients.models import Observation, ObservationKind

INJECTIONS = (Route.IM, Route.SC)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the prescriber typed: mg/kg or mg, the weight to reckon on, and the strength of the vial."""

    route: Route
    basis: WeightBasis
    concentration_mg_per_ml: Decimal
    mg_per_kg: Decimal | None = None
    mg: Decimal | None = None
    reason: str = ""

    def is_of(self, order: DoseOrder) -> bool:
        """True when ``order`` is what became of this wish, whatever the patient weighs by now."""
        asked = order.mg == amounts.mg_ordered(self.mg) if self.mg is not None else order.mg_per_kg == self.mg_per_kg
        same_vial = order.concentration_mg_per_ml == self.concentration_mg_per_ml
        return asked and same_vial and (order.route, order.weight_basis) == (self.route, self.basis)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A wish worked out on what the record knows of the patient now."""

    request: DoseRequest
    calculation: DoseCalculation
    findings: tuple[Finding, ...]
    weights: Mapping[WeightBasis, Decimal | None]
    weight: Observation
    height: Observation | None
    policy_version: str

    @property
    def needs_reason(self) -> bool:
        """True when a rule lets this dose pass only with a documented reason."""
        return needs_reason(self.findings)

    @property
    def weight_age(self) -> timedelta:
        """How long ago the patient was weighed."""
        return clock.now() - self.weight.effective_at


def work_out(course: Course, wish: Wish) -> Proposal:
    """The proposal for ``course``. Invalid when no weight is known; care's Refused when the numbers make no dose."""
    patient, rules = course.patient, policy.current()
    weight = patients.latest(patient, ObservationKind.BODY_WEIGHT)
    height = patients.latest(patient, ObservationKind.BODY_HEIGHT)
    if weight is None:
        raise Invalid(
            errors={"weight": "No weight is recorded for this patient. Weigh the patient and record it first."}
        )
    by_basis = weights.dosing_weights(patient.sex, height.value if height else None, weight.value)
    request = DoseRequest(
        route=wish.route,
        weight_kg=_chosen(by_basis, wish.basis),
        basis=wish.basis,
        concentration_mg_per_ml=wish.concentration_mg_per_ml,
        first_dose=history.is_first_of(course),
        doses_in_last_7_days=history.within_a_week(patient),
        mg_per_kg=wish.mg_per_kg,
        mg=wish.mg,
        reason=wish.reason,
        actual_weight_kg=weight.value,
        height_cm=height.value if height else None,
        age_y=patients.age(patient),
        before=history.of_patient(patient),
    )
    return Proposal(
        request=request,
        calculation=dose_request.calculate(request),
        findings=dose.findings(request, rules),
        weights=by_basis,
        weight=weight,
        height=height,
        policy_version=rules.version,
    )


def _chosen(by_basis: Mapping[WeightBasis, Decimal | None], basis: WeightBasis) -> Decimal:
    kg = by_basis[basis]
    if kg is None:
        sentence = (
            f"The {basis.label} cannot be known from what is recorded. Record the height, or choose the actual weight."
        )
        raise Invalid(errors={"weight_basis": sentence})
    return kg
