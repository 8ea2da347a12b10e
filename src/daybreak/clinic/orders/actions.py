"""Orders injections and cancels them: worked out on the record, checked by the rules, signed by the prescriber."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.db import transaction

from daybreak.care import amounts
from daybreak.care.courses import phases
from daybreak.care.findings import Refused, refuse_if_stopped, stops, unanswered
from daybreak.care.routes import Route
from daybreak.care.weights import WeightBasis
from daybreak.clinic import clock, policy, states
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.forecasts import actions as forecasts
from daybreak.clinic.forecasts import queries as predictions
from daybreak.clinic.once import once
from daybreak.clinic.orders import changes, signing
from daybreak.clinic.orders.models import DoseOrder, OrderStatus
from daybreak.clinic.orders.proposal import INJECTIONS, Proposal, Wish, work_out
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.suitability import actions as suitability


@dataclass(frozen=True)
class _Change:
    """The order that another takes the place of, if one does, and why; and the proof of who signs."""

    of: DoseOrder | None
    reason: str
    proof: Proof | None = None


def compute(
    *,
    by: Person,
    course: Course,
    mg_per_kg: Decimal | float | str | None = None,
    mg: Decimal | float | str | None = None,
    weight_basis: str = WeightBasis.ACTUAL,
    concentration_mg_per_ml: Decimal | float | str,
    reason: str = "",
    route: str = Route.IM,
) -> Proposal:
    """The dose worked out, with what the rules say, for the page to show as one types. Writes nothing.

    Raises Invalid for entries that are no numbers or rest on a weight nobody recorded, care's Refused when they make
    no dose. A rule that would stop the order is among the proposal's findings, not raised.
    """
    permit(by, "order.write")
    return work_out(course, _wish(mg_per_kg, mg, weight_basis, concentration_mg_per_ml, reason, route))


def order_injection(
    *,
    by: Person,
    course: Course,
    mg_per_kg: Decimal | float | str | None = None,
    mg: Decimal | float | str | None = None,
    weight_basis: str = WeightBasis.ACTUAL,
    concentration_mg_per_ml: Decimal | float | str,
    reason: str = "",
    route: str = Route.IM,
    replaces: DoseOrder | None = None,
    change_reason: str = "",
    proof: Proof | None,
    client_id: UUID | None = None,
    confirmed: Collection[str] = (),
) -> DoseOrder:
    """A signed order, with its findings and its forecast. ``proof`` is that ``by`` has just shown who they are.

    With ``replaces`` it takes the place of an active order of the course, which is cancelled in the same transaction;
    what is different is kept with it. Invalid(errors={"change_reason": …}) when nobody says why.

    Refused when a rule stops it. Invalid(errors={"reason": …}) when a rule asks for a reason and none is given;
    Invalid(confirm={"weight": …}) when the weight is old. Conflict when the course's phase does not allow it, or
    another order is active. A forecast that fails never keeps an order from being signed.
    """
    permit(by, "order.write")
    wish = _wish(mg_per_kg, mg, weight_basis, concentration_mg_per_ml, reason, route)
    _predict_beforehand(course, wish)
    return once(
        DoseOrder,
        client_id,
        lambda row: (row.course_id, row.supersedes_id) == (course.pk, replaces and replaces.pk) and wish.is_of(row),
        lambda: _order(by, course, wish, _Change(replaces, change_reason, proof), frozenset(confirmed), client_id),
    )


def cancel_order(*, by: Person, order: DoseOrder, reason: str) -> DoseOrder:
    """The order is not to be given. Cancelling twice does nothing; Conflict when it is given or a session is open."""
    permit(by, "order.cancel")
    if not reason.strip():
        raise Invalid(errors={"reason": "Say why the order is cancelled."})
    with transaction.atomic():
        current = (
            DoseOrder.objects.select_for_update(of=("self",), no_key=True)
            .select_related("course__patient")
            .get(pk=order.pk)
        )
        if current.status == OrderStatus.CANCELLED:
            return current
        if current.status == OrderStatus.GIVEN:
            raise Conflict("This dose has been given; the order can no longer be cancelled.")
        if current.sessions.filter(state="open").exists():
            raise Conflict("A session is open for this order. Abandon the session first, with the reason.")
        current.status, current.cancelled_at, current.cancelled_by = OrderStatus.CANCELLED, clock.now(), by
        current.cancel_reason = reason.strip()[:300]
        current.save(update_fields=["status", "cancelled_at", "cancelled_by", "cancel_reason"])
        audit.append(
            by=by,
            act="order.cancel",
            subject=current,
            patient=current.course.patient,
            detail={"reason": current.cancel_reason},
        )
        return current


def _wish(
    mg_per_kg: Decimal | float | str | None,
    mg: Decimal | float | str | None,
    weight_basis: str,
    concentration_mg_per_ml: Decimal | float | str,
    reason: str,
    route: str,
) -> Wish:
    errors: dict[str, str] = {}
    numbers = {
        field: _number(field, value, errors)
        for field, value in (("mg_per_kg", mg_per_kg), ("mg", mg), ("concentration_mg_per_ml", concentration_mg_per_ml))
    }
    if weight_basis not in set(WeightBasis):
        errors["weight_basis"] = "Choose the actual, the ideal or the adjusted weight."
    if route not in INJECTIONS:
        errors["route"] = f"An injection is {' or '.join(known.label for known in INJECTIONS)}."
    if errors:
        raise Invalid(errors=errors)
    return Wish(
        route=Route(route),
        basis=WeightBasis(weight_basis),
        concentration_mg_per_ml=numbers["concentration_mg_per_ml"] or Decimal(0),
        mg_per_kg=numbers["mg_per_kg"],
        mg=numbers["mg"],
        reason=reason.strip(),
    )


def _number(field: str, value: Decimal | float | str | None, errors: dict[str, str]) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        number = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        errors[field] = "This is not a number. Enter digits, with a point for decimals."
        return None
    return number


def _predict_beforehand(course: Course, wish: Wish) -> None:
    """The model takes its time before the transaction, not inside it, where everyone else would wait to write."""
    try:
        proposal = work_out(course, wish)
    except (Invalid, Refused):
        return
    if not stops(proposal.findings):
        predictions.of_proposal(course.patient, proposal)


def _order(
    by: Person, course: Course, wish: Wish, change: _Change, confirmed: frozenset[str], client_id: UUID | None
) -> DoseOrder:
    current = Course.objects.select_for_update(of=("self",), no_key=True).select_related("patient").get(pk=course.pk)
    states.require(phases(), current.phase, "order.write", "Ordering an injection")
    earlier = changes.replaced(by, change.of, current.pk, change.reason) if change.of else None
    if DoseOrder.objects.filter(course=current, status=OrderStatus.ACTIVE).exists():
        raise Conflict("This course already has an active order. Change it or cancel it before another is signed.")
    proposal = work_out(current, wish)
    refuse_if_stopped(proposal.findings)
    _ask(proposal, wish, confirmed)
    suitability.require(by=by, course=current)
    order = _signed(by, current, wish, proposal, _Change(earlier, change.reason), client_id)
    signing.sign(by, order, change.proof)
    act = "order.change" if earlier else "order.write"
    audit.append(by=by, act=act, subject=order, patient=current.patient, detail=_told(order))
    forecasts.keep(order=order, by=by)
    return order


def _ask(proposal: Proposal, wish: Wish, confirmed: frozenset[str]) -> None:
    errors, confirm = {}, {}
    still_open = unanswered(proposal.findings, wish.reason)
    if still_open:
        errors["reason"] = f"{' '.join(finding.what for finding in still_open)} Lower the dose, or give the reason."
    if proposal.weight_age > policy.current().days("dose.weight_fresh") and "weight" not in confirmed:
        days = proposal.weight_age.days
        confirm["weight"] = (
            f"The weight was taken {days} days ago. Weigh the patient again, or confirm that it still holds."
        )
    if errors or confirm:
        raise Invalid(errors=errors, confirm=confirm)


def _signed(
    by: Person, course: Course, wish: Wish, proposal: Proposal, change: _Change, client_id: UUID | None
) -> DoseOrder:
    request, dose = proposal.request, proposal.calculation
    different = changes.between(change.of, proposal) if change.of else []
    found = [*proposal.findings, *([changes.finding(change.of, different)] if change.of else [])]
    return DoseOrder.objects.create(
        course=course,
        route=request.route,
        mg_per_kg=dose.mg_per_kg,
        mg=dose.mg,
        drawn_mg=dose.drawn_mg,
        weight_kg=request.weight_kg,
        weight_basis=request.basis,
        weighed_at=proposal.weight.effective_at,
        actual_weight_kg=proposal.weight.value,
        height_cm=request.height_cm,
        concentration_mg_per_ml=request.concentration_mg_per_ml,
        volume_ml=dose.volume_ml,
        reason=wish.reason,
        supersedes=change.of,
        changes=different,
        change_reason=change.reason.strip()[:300] if change.of else "",
        before={"sessions": request.before.sessions, "mg": amounts.plain(request.before.mg)},
        findings=[finding.as_dict() for finding in found],
        policy_version=proposal.policy_version,
        signed_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )


def _told(order: DoseOrder) -> dict[str, object]:
    fields = ("route", "mg", "mg_per_kg", "weight_kg", "weight_basis", "volume_ml", "concentration_mg_per_ml", "reason")
    rules = [finding["rule"] for finding in order.findings]
    told = {field: _plain(getattr(order, field)) for field in fields}
    changed = {"changes": order.changes, "change reason": order.change_reason} if order.supersedes_id else {}
    return {**told, "rules": rules, "policy": order.policy_version, **changed}


def _plain(value: Decimal | str) -> str:
    return amounts.plain(value) if isinstance(value, Decimal) else str(value)
