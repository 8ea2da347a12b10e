"""What the drug cabinet asks for, to be shown on the pages where people look first."""

from typing import Any

from django import template
from django.utils import timezone

from daybreak.care.amounts import plain
from daybreak.care.exposure import Exposure
from daybreak.clinic import clock
from daybreak.clinic.orders import history
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.vials import queries, variance

register = template.Library()


@register.inclusion_tag("ledger/due.html")
def cabinet() -> dict[str, Any]:
    """Deadlines after losses, and what the last counts missed. Shows nothing when there is nothing."""
    today = timezone.localdate(clock.now())
    due = [(found, found.is_late(today)) for found in queries.due()]
    return {"due": due, "shortages": variance.shortages()}


@register.simple_tag
def exposure_of(patient: Patient) -> str:
    """What this patient was given here so far, in one line."""
    return exposure_words(history.of_patient(patient))


@register.simple_tag
def exposure_words(before: Exposure) -> str:
    """What was given here so far: "Given here so far: 3 doses, 126 mg; the last 7 days ago"."""
    if not before.sessions:
        return "Nothing was given here so far"
    doses = f"{before.sessions} dose{'s' if before.sessions != 1 else ''}, {plain(before.mg)} mg"
    return f"Given here so far: {doses}; the last {_ago(before.days_since_last or 0)}"


def _ago(days: int) -> str:
    return "today" if days == 0 else f"{days} day{'s' if days != 1 else ''} ago"
