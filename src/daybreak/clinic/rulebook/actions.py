"""Signs a new version of the clinic's rules: within their safe bounds, with a reason, from a date on."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from daybreak.care.findings import Refused
from daybreak.care.rules import ClinicValue, Policy, shipped
from daybreak.care.sentences import written
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Entries, Invalid, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.rulebook import queries
from daybreak.clinic.rulebook.models import RuleVersion
from daybreak.clinic.rulebook.values import own_values, stored
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

MEANING = "I reviewed these rules of care and put them in force in our clinic"
LONGEST_REASON = 600
FARTHEST = timedelta(days=366)
UNCHANGED = "Nothing differs from the version before: change a value first."


def sign_rules(
    *,
    by: Person,
    changes: Mapping[str, Any],
    reason: str,
    effective_from: datetime | None = None,
    proof: Proof | None,
    client_id: UUID | None = None,
) -> RuleVersion:
    """A new version: the newest one with ``changes`` (id to value; None puts the shipped value back), from a moment on.

    Refused when a value lies outside its safe bounds or a rule is not the clinic's to change; Invalid names ``reason``,
    ``effective_from`` or the signature. The same ``client_id`` again is the same version.
    """
    permit(by, "policy.sign")
    entries = Entries()
    reason = entries.text("reason", reason, longest=LONGEST_REASON, called="The reason")
    begins = _begins(entries, effective_from)
    entries.settle()
    signatures.checked(by, proof)
    return once(
        RuleVersion,
        client_id,
        lambda row: row.reason == reason,
        lambda: _sign(by, changes, reason, begins, proof, client_id),
    )


def proposed(changes: Mapping[str, Any], by: Person) -> tuple[Policy, Policy]:
    """The rules before and after ``changes``, nothing written. Refused as ``sign_rules``."""
    last = queries.latest()
    return queries.policy_of(last), shipped().with_clinic_values(own_values(_values(last, changes, by)))


def content_of(row: RuleVersion) -> str:
    """What is signed, to the letter: every value of the clinic's own, the reason, and from when on."""
    lines = [f"{rule.id} = {written(rule.value)} {rule.unit}".rstrip() for rule in _own(row)]
    return "\n".join([f"rules, version {row.number}, from {row.effective_from.isoformat()}", row.reason, *lines])


def _own(row: RuleVersion) -> list[Any]:
    policy = shipped().with_clinic_values(own_values(row.values))
    return [policy[rule_id] for rule_id in policy if rule_id in row.values]


def _begins(entries: Entries, asked: datetime | None) -> datetime:
    now = clock.now()
    if asked is None:
        return now
    if asked < now - timedelta(minutes=5):
        entries.refuse("effective_from", "Rules cannot begin in the past: choose today or a later day.")
    if asked > now + FARTHEST:
        entries.refuse("effective_from", "That is more than a year away: choose an earlier day.")
    return max(asked, now)


@transaction.atomic
def _sign(
    by: Person,
    changes: Mapping[str, Any],
    reason: str,
    begins: datetime,
    proof: Proof | None,
    client_id: UUID | None,
) -> RuleVersion:
    one_at_a_time("rulebook")
    last = queries.latest()
    values = _values(last, changes, by)
    policy = shipped().with_clinic_values(own_values(values))
    changed = queries.differences(queries.policy_of(last), policy)
    if not changed:
        raise Invalid(errors={"changes": UNCHANGED})
    if last is not None and begins < last.effective_from:
        raise Invalid(errors={"effective_from": _too_early(last)})
    row = RuleVersion.objects.create(
        number=(last.number if last else 0) + 1,
        effective_from=begins,
        values=values,
        reason=reason,
        policy_version=policy.version,
        recorded_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    signatures.sign(by=by, meaning=MEANING, subject=row, content=content_of(row), proof=proof)
    detail = {one.after.id: f"{written(one.before.value)} → {written(one.after.value)}" for one in changed}
    audit.append(by=by, act="policy.sign", subject=row, detail={"version": row.number, "reason": reason, **detail})
    return row


def _too_early(last: RuleVersion) -> str:
    return (
        f"Version {last.number} begins on {last.effective_from:%-d %B %Y}: a later version cannot begin before it. "
        "Choose that day or a later one."
    )


def _values(last: RuleVersion | None, changes: Mapping[str, Any], by: Person) -> dict[str, Any]:
    """The clinic's own values after ``changes``; what was not touched keeps its signature."""
    kept: dict[str, Any] = dict(last.values) if last else {}
    for rule_id, value in changes.items():
        known = shipped()[rule_id]
        own = ClinicValue(value, by.name, clock.now().date())
        if value is None or value == known.value:
            kept.pop(rule_id, None)
            continue
        if rule_id in kept and own_values({rule_id: kept[rule_id]})[rule_id].value == value:
            continue
        try:
            shipped().with_clinic_values({rule_id: own})
        except Refused as refused:
            raise_unless_order(refused)
        kept[rule_id] = {"value": stored(value), "signed_by": by.name, "signed_on": own.signed_on.isoformat()}
    return kept


def raise_unless_order(refused: Refused) -> None:
    """One value may break an order that the changes keep together: only the whole is judged for that."""
    if not all("would lie above" in finding.what for finding in refused.findings):
        raise refused
