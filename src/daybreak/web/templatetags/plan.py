"""Pieces of the pages of plans: values of protocols in words, kept moments, and the day's appointments by chair."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone

from daybreak.care.protocols import said
from daybreak.care.rules import Rule, frozen
from daybreak.care.sentences import written
from daybreak.web.calendar.pages import today_card

register = template.Library()


@register.filter
def as_written(value: Any) -> str:
    """A number, a list or a table of a protocol as people write it: "7, 2"; "preparation 90, dose 180"."""
    exact = frozen(value)
    if isinstance(exact, tuple) and all(isinstance(part, int | Decimal) for part in exact):
        return ", ".join(written(part) for part in exact)
    return written(exact).replace("_", " ")


@register.filter
def bounds(rule: Rule) -> str:
    """How far a clinic may move a number, part by part: "2 to 5; 3 to 7"."""
    if rule.is_fixed:
        return "fixed"
    if rule.choices:
        return f"any of: {as_written(rule.choices)}"
    least, most = rule.minimum, rule.maximum
    if isinstance(least, tuple) and isinstance(most, tuple):
        return "; ".join(f"{written(low)} to {written(high)}" for low, high in zip(least, most, strict=True))
    if isinstance(least, Mapping) and isinstance(most, Mapping):
        return "; ".join(f"{spaced(part)} {written(low)} to {written(most[part])}" for part, low in least.items())
    return f"{written(least)} to {written(most)}"


register.filter("said", said)


@register.filter
def spaced(name: str) -> str:
    """A short name in words."""
    return name.replace("_", " ")


@register.filter
def told(moment: str) -> str:
    """A moment that the history kept, on the clinic's clocks: "Mon 16 Mar, 09:00"."""
    local = timezone.localtime(datetime.fromisoformat(moment))
    return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


@register.inclusion_tag("plan/today.html")
def chairs() -> dict[str, Any]:
    """The day's appointments by chair and room."""
    return {"chairs": today_card()}
