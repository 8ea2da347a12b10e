"""What speaks against giving the dose now: the pressure before it, and what changed since the order was signed."""

from datetime import datetime, timedelta

from daybreak.care import monitoring
from daybreak.care.findings import Finding, gravest_first
from daybreak.clinic import policy
from daybreak.clinic.orders import recheck
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.sessions import queries
from daybreak.clinic.sessions.models import DosingSession, Reading

PRESSURE_COUNTS_FOR = timedelta(minutes=30)
"""A pressure older than this says nothing of the patient who is dosed now (a choice of this project)."""


def findings(session: DosingSession, order: DoseOrder, moment: datetime) -> tuple[Finding, ...]:
    """Everything found, gravest first. A stop refuses the dose, a review asks for a reason."""
    last = queries.last_pressure(session, until=moment)
    systolic, diastolic = (last.systolic, last.diastolic) if last else (None, None)
    pressure = monitoring.before_dose(systolic, diastolic, policy.current())
    return gravest_first([*pressure, *_too_old(last, moment), *recheck.since_signed(order)])


def _too_old(last: Reading | None, moment: datetime) -> tuple[Finding, ...]:
    """A session may wait an hour for its patient; the pressure from before the hour does not count."""
    if last is None or moment - last.at <= PRESSURE_COUNTS_FOR:
        return ()
    minutes = int((moment - last.at).total_seconds() // 60)
    what = f"The last blood pressure was taken {minutes} minutes before the dose."
    return (policy.current()["monitor.before.measured"].finding(what, "Measure it again, and record it first."),)
