"""The cards of a course's page, in order: each part of the programme adds one, a function with its template."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person

Card = Callable[[Course, Person], dict[str, Any] | None]
"""Gives what the card shows, with the name of its ``template``; None when there is nothing for this person."""

CARDS: tuple[str, ...] = (
    "daybreak.web.measures.cards.measures",
    "daybreak.web.calendar.cards.plan",
    "daybreak.web.consent.cards.checklist",
    "daybreak.web.suitability.cards.suitability",
    "daybreak.web.consent.cards.consents",
    "daybreak.web.consent.cards.preparation",
    "daybreak.web.integration.cards.card",
    "daybreak.web.notes.cards.card",
    "daybreak.web.followup.cards.card",
)
"""Dotted names. A template reads what the function gave as ``card``; ``card.wide`` lets it take the whole row."""


def cards(course: Course, person: Person) -> list[dict[str, Any]]:
    """Every card that has something to show this person."""
    shown = (_function(name)(course, person) for name in CARDS)
    return [card for card in shown if card is not None]


def _function(name: str) -> Card:
    module, _, function = name.rpartition(".")
    found: Card = getattr(import_module(module), function)
    return found
