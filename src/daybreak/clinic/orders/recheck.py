"""An order looked at again: what the rules say of it now that they did not say when it was signed."""

from daybreak.care.findings import Finding, Severity
from daybreak.care.routes import Route
from daybreak.care.weights import WeightBasis
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.orders.proposal import Wish, work_out


def since_signed(order: DoseOrder) -> tuple[Finding, ...]:
    """Stops and reviews that came up since it was signed: a weight put right, another dose given, a rule changed.

    The dose stays the milligrams that were ordered; the weight is what is recorded now. Invalid when the weight was
    taken back and none is left.
    """
    wish = Wish(
        route=Route(order.route),
        basis=WeightBasis(order.weight_basis),
        concentration_mg_per_ml=order.concentration_mg_per_ml,
        mg=order.mg,
        reason=order.reason,
    )
    known = {finding["rule"] for finding in order.findings}
    found = work_out(order.course, wish).findings
    return tuple(finding for finding in found if finding.rule not in known and finding.severity is not Severity.NOTE)
