"""Which rules are in force at a moment, what versions there are, and what one changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from daybreak.care.rules import Policy, Rule, shipped
from daybreak.clinic import clock
from daybreak.clinic.rulebook.models import RuleVersion
from daybreak.clinic.rulebook.values import own_values

REMEMBERED = 16


@dataclass(frozen=True)
class Difference:
    """One rule before and after."""

    before: Rule
    after: Rule


def in_force(at: datetime | None = None) -> Policy:
    """The rules in force at a moment: the shipped ones with the values of the last version that began by then."""
    row = version_at(at)
    return shipped() if row is None else policy_of(row)


def version_at(at: datetime | None = None) -> RuleVersion | None:
    """The version in force at a moment; None while the shipped rules are."""
    return RuleVersion.objects.filter(effective_from__lte=at or clock.now()).order_by("-number").first()


def latest() -> RuleVersion | None:
    """The newest version, whether it has begun or not: what the next one is made from."""
    return RuleVersion.objects.order_by("-number").first()


def versions() -> list[RuleVersion]:
    """Every version, the newest first."""
    return list(RuleVersion.objects.select_related("recorded_by").order_by("-number"))


def coming(now: datetime | None = None) -> list[RuleVersion]:
    """Versions that are signed and have not begun, the earliest first."""
    return list(RuleVersion.objects.filter(effective_from__gt=now or clock.now()).order_by("effective_from", "number"))


def policy_of(row: RuleVersion | None) -> Policy:
    """The rules of one version; the shipped ones for None."""
    return shipped() if row is None else _policy(str(row.public_id))


@lru_cache(maxsize=REMEMBERED)
def _policy(public_id: str) -> Policy:
    """A version never changes, so its rules are worked out once in each process."""
    return shipped().with_clinic_values(own_values(RuleVersion.objects.get(public_id=public_id).values))


def before(row: RuleVersion) -> RuleVersion | None:
    """The version that this one was made from."""
    return RuleVersion.objects.filter(number__lt=row.number).order_by("-number").first()


def differences(old: Mapping[str, Rule], new: Mapping[str, Rule]) -> tuple[Difference, ...]:
    """The rules whose value differs, in the order of the reference."""
    return tuple(Difference(old[key], new[key]) for key in new if old[key].value != new[key].value)
