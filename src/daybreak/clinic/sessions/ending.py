"""What speaks against ending a session now, beyond what care asks: a sedation score too old to tell of now."""

from datetime import datetime

from daybreak.care import monitoring
from daybreak.care.amounts import plain
from daybreak.care.findings import Finding
from daybreak.clinic import policy
from daybreak.clinic.sessions import queries, vitals
from daybreak.clinic.sessions.models import DosingSession


def findings(session: DosingSession, now: datetime) -> tuple[Finding, ...]:
    """Care's findings before the end, on the last sedation score since the injection; one more if that is stale."""
    injected_at, rules = queries.injected_at(session), policy.current()
    if injected_at is None:
        raise ValueError("A session without an injection is not ended but abandoned.")
    scored = queries.readings(session).filter(at__gt=injected_at, moaas__isnull=False).last()
    found = monitoring.before_end(injected_at, now, vitals.of(scored) if scored else None, rules)
    if scored is None or now - scored.at <= rules.minutes("monitor.late_every"):
        return found
    minutes = int((now - scored.at).total_seconds() // 60)
    what = f"The last sedation score (MOAA/S {scored.moaas}) is {minutes} minutes old."
    interval = plain(rules.decimal("monitor.late_every"))
    may_do = f"Score it again (within {interval} minutes of the end), or give the reason for ending now."
    return (*found, rules["monitor.awake"].finding(what, may_do))
