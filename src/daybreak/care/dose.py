"""A dose before it is given: what the rules say about the amount, the syringe, the person and the schedule."""

from __future__ import annotations

from collections.abc import Iterator

from daybreak.care import dose_limits, dose_schedule, plausibility
from daybreak.care.amounts import mg_in, mg_of, micrograms, plain, volume_ml
from daybreak.care.dose_request import DoseCalculation, DoseRequest, calculate, incomplete
from daybreak.care.findings import Finding, Refused, Severity, gravest_first, needs_reason, stops, unanswered
from daybreak.care.routes import Route
from daybreak.care.rules import Policy
from daybreak.care.weights import WeightBasis, body_mass_index

__all__ = [
    "DoseCalculation",
    "DoseRequest",
    "Route",
    "WeightBasis",
    "calculate",
    "findings",
    "mg_in",
    "mg_of",
    "micrograms",
    "needs_reason",
    "unanswered",
    "volume_ml",
]


def findings(request: DoseRequest, policy: Policy) -> tuple[Finding, ...]:
    """What the rules say about the dose, gravest first. What cannot be reckoned yields only what is missing."""
    try:
        dose = calculate(request)
    except Refused as refused:
        return refused.findings
    return gravest_first(
        (
            *_weight(request, policy),
            *_route(request, policy),
            *dose_limits.per_kg(request, policy),
            *dose_limits.in_mg(request, policy),
            *_volume(request, dose, policy),
            *_concentration(request, dose, policy),
            *_age(request, policy),
            *_weight_basis(request, policy),
            *dose_schedule.spacing(request, policy),
            *dose_schedule.totals(request, dose, policy),
            *dose_schedule.rise(request, dose, policy),
            *_infusion(request, policy),
        )
    )


def _weight(request: DoseRequest, policy: Policy) -> tuple[Finding, ...]:
    """Only the impossible: an unusual weight was confirmed when it was recorded."""
    checked = (
        plausibility.check("weight_kg", kg, policy) for kg in dict.fromkeys((request.weight_kg, request.limiting_kg))
    )
    return stops(found for found in checked if found)


def _route(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    rule = policy["dose.routes"]
    if request.route not in policy.words(rule.id):
        what = f"This clinic does not give ketamine by this route ({request.route.label})."
        yield rule.finding(
            what, "Choose another route, or ask the medical director to sign it into the clinic's policy."
        )


def _volume(request: DoseRequest, dose: DoseCalculation, policy: Policy) -> Iterator[Finding]:
    least, most = policy["dose.volume.least_ml"], policy["dose.volume.most_ml"]
    volume = f"{plain(dose.volume_ml)} mL"
    if dose.volume_ml == 0:
        yield incomplete("The dose is less than 0.01 mL of this vial.", "Choose a weaker vial, or check the dose.")
    elif dose.volume_ml < policy.decimal(least.id):
        what = f"{volume} is hard to draw up exactly: it is less than {plain(policy.decimal(least.id))} mL."
        yield least.finding(what, "Choose a weaker vial, or say how the volume will be measured.")
    elif request.route.is_one_site and dose.volume_ml > policy.decimal(most.id):
        what = f"{volume} is more than {plain(policy.decimal(most.id))} mL at one site."
        yield most.finding(what, "Choose a stronger vial, or say how it will be divided between sites.")


def _concentration(request: DoseRequest, dose: DoseCalculation, policy: Policy) -> Iterator[Finding]:
    rule = policy["dose.concentrated"]
    strongest, given = policy.decimal(rule.id), request.concentration_mg_per_ml
    if given > strongest:
        what = f"{plain(given)} mg/mL is stronger than any vial of ketamine ({plain(strongest)} mg/mL)."
        yield rule.finding(what, "Check the concentration printed on the vial.")
    elif given == strongest and request.route.is_intravenous:
        what = f"{plain(given)} mg/mL must never go into a vein undiluted."
        yield rule.finding(what, "Dilute it, and order from the diluted concentration.")
    elif given == strongest:
        drawn = f"{plain(dose.drawn_mg)} mg are only {plain(dose.volume_ml)} mL"
        what = f"{plain(given)} mg/mL is the strong vial: {drawn}."
        yield rule.finding(what, "Read the concentration and the volume aloud before drawing up.", Severity.NOTE)


def _age(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    youngest, older = policy["dose.age.youngest"], policy["dose.age.older"]
    if request.age_y is None:
        return
    if request.age_y < policy.decimal(youngest.id):
        adults = f"this programme treats adults from {plain(policy.decimal(youngest.id))}"
        what = f"The patient is {request.age_y} years old; {adults}."
        yield youngest.finding(what, "Check the date of birth; do not dose in this programme.")
    elif request.age_y >= policy.decimal(older.id):
        start = f"from {plain(policy.decimal(older.id))} a lower start is considered"
        what = f"The patient is {request.age_y} years old; {start}."
        yield older.finding(what, "Lower the dose, or give the reason for this dose.")


def _weight_basis(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    if request.basis is not WeightBasis.ACTUAL or not request.height_cm:
        return
    rule, index = policy["dose.weight_basis"], body_mass_index(request.weight_kg, request.height_cm)
    if index >= policy.decimal(rule.id):
        what = f"The body mass index is {index} kg/m² and the dose is reckoned on actual weight."
        yield rule.finding(what, "Consider ideal or adjusted weight; the choice is recorded.")


def _infusion(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    rule = policy["dose.iv.minutes"]
    shortest, given = policy.decimal(rule.id), request.minutes
    if request.route.is_intravenous and (given is None or given < shortest):
        length = "of unstated length" if given is None else f"over {plain(given)} minutes"
        what = f"An intravenous dose {length} is not the published infusion over {plain(shortest)} minutes."
        yield rule.finding(what, "State a longer infusion time, or give the reason.")
