"""Small pieces that pages share: a field with its unit, a finding, a moment, the patient's banner, a QR code."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import segno
from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from daybreak.care import amounts
from daybreak.care.findings import Certainty, Finding
from daybreak.clinic.measures import queries as measures
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.patients.models import Patient
from daybreak.web.forms.entry import EntryForm
from daybreak.web.sources import linked

register = template.Library()

WORDS = {"stop": "Stop.", "review": "Check.", "note": "Note."}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, unit: str = "", optional: bool = False, label: str = "", hint: bool = True
) -> dict[str, Any]:
    """A question with its hint, its unit, its error and, for an improbable value, the tick that confirms it.

    ``label`` and ``hint=False`` replace what a form that is not ours says.
    """
    asked = bound.form.asked(bound.name) if isinstance(bound.form, EntryForm) else None
    bound.help_text = bound.help_text if hint else ""
    bound.field.widget.attrs.pop("placeholder", None)  # the label says it, and stays when one types
    return {"field": bound, "unit": unit, "optional": optional, "asked": asked, "label": label or bound.label}


@register.inclusion_tag("components/choices.html")
def choices(bound: BoundField, shape: str = "") -> dict[str, Any]:
    """A question answered by pressing one of a few keys; ``shape`` "column" sets them below one another."""
    return {"field": bound, "shape": shape}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Any) -> dict[str, Any]:
    """What is wrong with the whole form, and the findings that refused it."""
    return {"form": form, "findings": getattr(form, "findings", ())}


@register.inclusion_tag("components/finding.html")
def finding(found: Finding | dict[str, str]) -> dict[str, Any]:
    """One finding: its word, what was found, what may be done, where the rule comes from."""
    known = found if isinstance(found, Finding) else Finding.from_dict(found)
    return {"finding": known, "word": WORDS[known.severity.value], "certainty": Certainty(known.certainty).label}


@register.inclusion_tag("components/patient_banner.html", takes_context=True)
def patient_banner(context: dict[str, Any], patient: Patient) -> dict[str, Any]:
    """Whose page this is: name, age, record number, weight, allergies; and item 9 when its last answer was above 0."""
    return {
        "patient": patient,
        "age": patients.age(patient),
        "facts": patients.current_facts(patient),
        "risk": measures.risk_flag(patient),
        "may": context.get("may"),
    }


@register.filter
def day(moment: datetime | date | None) -> str:
    """A day as people write it: "12 Nov 2026"."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return f"{local.day} {local:%b %Y}"


@register.simple_tag
def moment(at: datetime | None, style: str = "") -> SafeString:
    """A moment in the clinic's own time: "12 Nov 2026, 14:20"; style "relative" lets it read "5 min ago"."""
    if at is None:
        return mark_safe("—")
    local = timezone.localtime(at)
    relative = mark_safe(" data-relative") if style == "relative" else ""
    return format_html('<time datetime="{}"{}>{}, {}</time>', at.isoformat(), relative, day(at), f"{local:%H:%M}")


@register.filter
def plain(number: Decimal | float | int | None) -> str:
    """A number without zeros that say nothing: 80.00 is 80, 0.50 is 0.5."""
    if number is None:
        return "—"
    return amounts.plain(Decimal(str(number)))


@register.filter
def sources(text: str) -> SafeString:
    """Where a rule comes from, its long addresses as links of a few words."""
    return linked(text)


@register.filter
def short_version(version: str) -> str:
    """A version of the rules short enough to be read aloud: "policy-860bf12d9c01" is "860bf12"."""
    return version.removeprefix("policy-")[:7]


@register.filter
def letter(number: int) -> str:
    """0 is A: a short name for one of a few things laid side by side."""
    return chr(ord("A") + number)


@register.simple_tag
def fresh_key() -> SafeString:
    """A hidden key for a form of one button, so that pressing it twice does it once."""
    return format_html('<input type="hidden" name="client_id" value="{}">', uuid.uuid4())


@register.simple_tag
def qr(text: str) -> SafeString:
    """The text as a QR code drawn in SVG, dark on light in every theme because cameras need it so."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=5, border=3, dark="#1b1a17", light="#ffffff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 (segno writes only paths, never the text)
