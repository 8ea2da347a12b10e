"""What speaks against giving the dose now: the pressure before it, and what changed since the order was signed."""

from dataclasses import dataclass
from datetime import datetime

from daybreak.care import monitoring
from daybreak.care.findings import Finding, gravest_first, needs_reason, stops
from daybreak.care.session_states import states
from daybreak.clinic import clock, policy
from daybreak.clinic.orders import recheck
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.sessions import queries
from daybreak.clinic.sessions.models import DosingSession, Reading, Release


@dataclass(frozen=True)
class Pressure:
    """The last blood pressure before a moment, what the rules say of it then, and who released the session on it."""

    reading: Reading | None
    findings: tuple[Finding, ...]
    release: Release | None = None

    @property
    def holds(self) -> bool:
        """Whether the session is on hold: a high pressure that counts, and nobody who may order has released it."""
        return self.may_be_released and self.release is None

    @property
    def may_be_released(self) -> bool:
        """Whether the pressure asks for a prescriber; one that is missing or old is taken again instead."""
        return not stops(self.findings) and needs_reason(self.findings)


def pressure(session: DosingSession, moment: datetime) -> Pressure:
    """The pressure that counts for a dose at ``moment``.

    A release is of one reading: a later reading, or an amendment of that one, asks for another.
    """
    last, rules = queries.last_pressure(session, until=moment), policy.current()
    if last is None:
        return Pressure(None, monitoring.before_dose(None, None, rules))
    found = monitoring.before_dose(last.systolic, last.diastolic, rules, moment - last.at)
    return Pressure(last, found, _release(last, moment))


def hold(session: DosingSession) -> Pressure | None:
    """What a session that waits for its dose is held by now; None when nothing does."""
    if not states().allows(session.state, "session.release"):
        return None
    before = pressure(session, clock.now())
    return before if before.holds else None


def findings(before: Pressure, order: DoseOrder) -> tuple[Finding, ...]:
    """Everything found, gravest first. A stop refuses the dose, a review asks for a reason."""
    return gravest_first([*before.findings, *recheck.since_signed(order)])


def _release(reading: Reading, moment: datetime) -> Release | None:
    """A release signed after the dose is none, but for a device's clock that is a little behind."""
    latest = moment + policy.current().minutes("plausible.clock_skew")
    return Release.objects.filter(reading=reading, at__lte=latest).select_related("recorded_by").first()
