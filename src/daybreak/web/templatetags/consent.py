"""Pieces of the pages of consent: the body map, a drawn signature, a consent's state in words."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from daybreak.care import touch
from daybreak.clinic.consents.decision import FIELD
from daybreak.clinic.consents.standing import State
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.signatures.models import Signature

register = template.Library()

WORDS = {
    State.NO_TEXT: ("no text is signed", "warn"),
    State.UNASKED: ("not decided yet", "warn"),
    State.AGREED: ("agreed", "good"),
    State.DECLINED: ("declined", ""),
    State.WITHDRAWN: ("taken back", "danger"),
    State.NEW_TEXT: ("ask anew: new text", "warn"),
    State.OLD: ("ask anew: too old", "warn"),
}


@register.simple_tag
def state_badge(state: State) -> SafeString:
    """Where a consent stands, as a badge."""
    words, tone = WORDS[state]
    return format_html('<span class="badge" data-tone="{}">{}</span>', tone, words)


@register.inclusion_tag("web/consent/body_map.html")
def body_map(mask: int, editable: bool = False, only: bool = False, name: str = "regions") -> dict[str, Any]:
    """The map from both sides beside the list of its places.

    ``editable`` puts a box to tick before each place; with ``only`` just the places already marked can be changed.
    """
    rows = [(region, bool(mask & region.mask)) for region in touch.regions()]
    return {
        "rows": rows,
        "listed": [row for row in rows if row[1] or not only],
        "sides": [
            ("front", "From the front", [(region, region.front, on) for region, on in rows]),
            ("back", "From behind", [(region, region.back, on) for region, on in rows]),
        ],
        "field": touch.FIELD,
        "editable": editable,
        "only": only,
        "name": name,
        "words": touch.in_words(mask),
    }


@register.simple_tag
def touch_words(mask: int) -> str:
    """A map of touch as people say it."""
    return touch.in_words(mask).lower()


@register.simple_tag
def drawn(strokes: list[list[list[int]]]) -> SafeString:
    """A drawn signature as a picture; nothing for none."""
    if not strokes:
        return SafeString()
    path = " ".join("M" + " L".join(f"{x} {y}" for x, y in stroke) for stroke in strokes)
    return format_html(
        '<svg class="drawn-signature" viewBox="0 0 {} {}" role="img" aria-label="The signature as it was drawn">'
        '<path d="{}" fill="none" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>',
        *FIELD,
        path,
    )


@register.filter
def held_roles(signature: Signature) -> str:
    """The roles held when it was signed, in words."""
    return signatures.role_words(signature)
