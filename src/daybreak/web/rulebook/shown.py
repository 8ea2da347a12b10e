"""A rule as the pages of the rulebook show it: its value in words, its bounds, what a version changed."""

from dataclasses import dataclass
from datetime import datetime

from daybreak.care.rules import Rule
from daybreak.clinic import clock
from daybreak.clinic.rulebook import queries
from daybreak.clinic.rulebook.models import RuleVersion
from daybreak.clinic.rulebook.queries import Difference
from daybreak.web.views.rules import bounds, in_words


@dataclass(frozen=True)
class ShownDifference:
    """One changed rule in words."""

    rule: Rule
    before: str
    after: str
    back_to_shipped: bool

    @classmethod
    def of(cls, difference: Difference) -> "ShownDifference":
        """The difference, written out with its unit."""
        after = difference.after
        return cls(after, _with_unit(difference.before), _with_unit(after), after.signed_on is None)


@dataclass(frozen=True)
class ShownVersion:
    """One version with what it changed and whether it is in force."""

    row: RuleVersion
    differences: tuple[ShownDifference, ...]
    state: str

    @classmethod
    def of(cls, row: RuleVersion, in_force: RuleVersion | None, now: datetime | None = None) -> "ShownVersion":
        """The version against the one it was made from."""
        changed = queries.differences(queries.policy_of(queries.before(row)), queries.policy_of(row))
        return cls(row, tuple(map(ShownDifference.of, changed)), _state(row, in_force, now or clock.now()))


def _state(row: RuleVersion, in_force: RuleVersion | None, now: datetime) -> str:
    if row.effective_from > now:
        return "signed, not begun"
    return "in force" if in_force is not None and in_force.pk == row.pk else "replaced"


def _with_unit(rule: Rule) -> str:
    return f"{in_words(rule.value)} {rule.unit}".strip()


def limits(rule: Rule) -> str:
    """Between which values it may be set, with the unit."""
    said = bounds(rule)
    return f"{said} {rule.unit}".strip() if said and not rule.choices else said
