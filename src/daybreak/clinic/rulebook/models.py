"""A version of the clinic's own rules: which values differ from the shipped ones, from when on, and why."""

from django.db import models

from daybreak.clinic import clock
from daybreak.clinic.record import Record


class RuleVersion(Record):
    """All of the clinic's own values at once, as the medical director signed them. Never changed, never deleted.

    ``values`` holds for each rule its value (numbers as text, so that they stay exact), who signed that value and on
    which day: ``{id: {"value": …, "signed_by": …, "signed_on": …}}``. A rule that is not in it has its shipped value.
    ``policy_version`` is the name under which findings made by these rules are kept.
    """

    number = models.PositiveIntegerField(unique=True)
    effective_from = models.DateTimeField(default=clock.now)
    values = models.JSONField()
    reason = models.CharField(max_length=600)
    policy_version = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["effective_from"], name="rule_versions_by_date")]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="a_rule_version_has_a_reason")]

    def __str__(self) -> str:
        return f"rules, version {self.number}"
