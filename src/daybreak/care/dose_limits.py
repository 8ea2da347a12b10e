"""How much is too much: the limits per kg and in mg of each route, from the first-dose limit to the ten-fold guard."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from daybreak.care.amounts import mg_per_kg, plain
from daybreak.care.dose_request import DoseRequest
from daybreak.care.findings import Finding
from daybreak.care.rules import Policy
from daybreak.care.weights import WeightBasis

_LOWER_OR_REASON = "Lower the dose, or give the reason for this dose."
_LOWER_OR_SIGN = "Lower the dose. A higher limit needs a value signed by the medical director."
_CHECK_THE_POINT = (
    "Check the decimal point, the unit and the weight, and enter the dose again. No reason overrides this."
)
_WORDS = {"first": "limit for a first dose", "soft": "soft limit", "hard": "hard limit"}


def per_kg(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    """The strongest limit per kg that is passed; below a stop, the first-dose limit speaks beside the soft one."""
    if request.asked_mg >= _limit_mg(request, policy, "ten_fold"):
        yield _ten_fold(request, policy)
    elif request.asked_mg > _limit_mg(request, policy, "hard"):
        yield _over(request, policy, "hard", _LOWER_OR_SIGN)
    else:
        yield from _reviewable(request, policy)


def in_mg(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    """The cap in mg, which body weight does not move, and the mg above which a reason is asked."""
    cap, ask = f"{request.route.limits}.cap_mg", f"{request.route.limits}.ask_mg"
    given = f"{plain(request.asked_mg)} mg"
    if request.asked_mg > policy.decimal(cap):
        what = f"{given} is above the {plain(policy.decimal(cap))} mg this clinic gives at most by this route."
        yield policy[cap].finding(what, _LOWER_OR_SIGN)
    elif ask in policy and request.asked_mg > policy.decimal(ask):
        what = f"{given} is above {plain(policy.decimal(ask))} mg, the most in a published protocol."
        yield policy[ask].finding(what, _LOWER_OR_REASON)


def _reviewable(request: DoseRequest, policy: Policy) -> Iterator[Finding]:
    for name in ("soft", "first") if request.first_dose else ("soft",):
        known = f"{request.route.limits}.{name}" in policy
        if known and request.asked_mg > _limit_mg(request, policy, name):
            yield _over(request, policy, name, _LOWER_OR_REASON)


def _limit_mg(request: DoseRequest, policy: Policy, name: str) -> Decimal:
    return policy.decimal(f"{request.route.limits}.{name}") * request.limiting_kg


def _ten_fold(request: DoseRequest, policy: Policy) -> Finding:
    rule = policy[f"{request.route.limits}.ten_fold"]
    limit = f"{plain(policy.decimal(rule.id))} mg/kg or more"
    return rule.finding(f"{_asked(request)} is refused: {limit} is taken for a ten-fold error.", _CHECK_THE_POINT)


def _over(request: DoseRequest, policy: Policy, name: str, may_do: str) -> Finding:
    rule = policy[f"{request.route.limits}.{name}"]
    return rule.finding(
        f"{_asked(request)} is above the {_WORDS[name]} of {plain(policy.decimal(rule.id))} mg/kg.", may_do
    )


def _asked(request: DoseRequest) -> str:
    basis = request.basis if request.limiting_kg == request.weight_kg else WeightBasis.ACTUAL
    per_kg_shown = plain(mg_per_kg(request.asked_mg, request.limiting_kg))
    return f"{per_kg_shown} mg/kg of {basis.label} ({plain(request.asked_mg)} mg)"
