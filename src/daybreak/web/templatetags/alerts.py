"""What templates show of alerts: those that want the reader, those of a patient, and the crisis text."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import get_language

from daybreak.clinic.alerts import queries
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.web.access import permitted
from daybreak.web.alerts.shown import Shown, shown

register = template.Library()


@register.simple_tag(takes_context=True)
def asking_me(context: RequestContext) -> list[Shown]:
    """Open alerts that want the person who is signed in; what is due first comes first."""
    request = context.get("request")
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, Person) or "alert.read" not in permitted(request):
        return []
    return [shown(alert) for alert in queries.asking(person)]


@register.simple_tag
def alerts_of(patient: Patient) -> list[Shown]:
    """The open alerts of a patient."""
    return [shown(alert) for alert in queries.open_alerts(patient)]


@register.simple_tag
def all_alerts() -> list[Shown]:
    """Every open alert."""
    return [shown(alert) for alert in queries.open_alerts()]


@register.simple_tag
def last_assessment(patient: Patient) -> Any:
    """The patient's last risk assessment, None when there is none."""
    return queries.assessments(patient).first()


@register.simple_tag
def words_of(patient: Patient) -> Any:
    """The last three things that the patient has written."""
    return queries.words(patient)[:3]


@register.simple_tag
def crisis_text(language: str = "") -> queries.Crisis:
    """What a patient at risk reads, in the language of the page."""
    return queries.crisis((language or get_language() or "en").partition("-")[0])
