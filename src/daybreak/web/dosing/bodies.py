"""What the bedside page sends: JSON read into plain values, with a sentence for each one that cannot be read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from daybreak.clinic.entry import Invalid

LARGEST = 64 * 1024
"""Bytes: a reading with a long note is far below it."""
LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Body:
    """One request body; each method takes one field or raises ``Invalid`` naming it."""

    fields: Mapping[str, Any]

    def client_id(self) -> UUID:
        """The sender's own key, without which a retry could double the record."""
        return self.uuid("client_id", "This page is out of date: it sent no key for this entry. Reload it.")

    def uuid(self, name: str, sentence: str) -> UUID:
        """A UUID, or ``sentence``."""
        try:
            return UUID(str(self.fields.get(name)))
        except ValueError:
            raise Invalid({name: sentence}) from None

    def whole_numbers(self, names: tuple[str, ...]) -> dict[str, int | None]:
        """Each named value as a whole number, or None where none was taken."""
        wrong = {name: "Give a whole number, or leave it empty." for name in names if not self._is_whole(name)}
        if wrong:
            raise Invalid(wrong)
        return {name: None if self.fields.get(name) is None else int(self.fields[name]) for name in names}

    def text(self, name: str) -> str:
        """Text without the blanks around it; empty when it was not sent."""
        value = self.fields.get(name) or ""
        if not isinstance(value, str):
            raise Invalid({name: "Write this as text."})
        if len(value) > LONGEST_TEXT:
            raise Invalid({name: f"Keep this under {LONGEST_TEXT} characters."})
        return value.strip()

    def moment(self, name: str) -> datetime | None:
        """A moment with its time zone; None when it was not sent."""
        value = self.fields.get(name)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise Invalid({name: "The time cannot be read. Reload the page."}) from None
        if moment.tzinfo is None:
            raise Invalid({name: "The time came without its zone. Reload the page."})
        return moment

    def confirmed(self) -> tuple[str, ...]:
        """The fields whose improbable values the person has looked at again."""
        names = self.fields.get("confirmed") or []
        return tuple(str(name) for name in names) if isinstance(names, list) else ()

    def _is_whole(self, name: str) -> bool:
        value = self.fields.get(name)
        if value is None:
            return True
        if isinstance(value, bool):
            return False
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def read(request: HttpRequest) -> Body:
    """The JSON object of the request; ``Invalid`` when it is none."""
    if len(request.body) > LARGEST:
        raise Invalid({"__all__": "This is too much for one entry. Shorten the note."})
    try:
        fields = json.loads(request.body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise Invalid({"__all__": "The server could not read what this page sent. Reload the page."})
    return Body(fields)
