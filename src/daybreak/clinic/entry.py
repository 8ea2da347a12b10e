"""What may be wrong with what someone entered: impossible values, improbable ones, absent rows, states that forbid."""

import hashlib
import uuid
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection

from daybreak.care.findings import Finding, Severity
from daybreak.clinic.record import Record

Row = TypeVar("Row", bound=Record)
_JOINERS = str.maketrans("", "", "\u200c\u200d")
"""Invisible letters that Persian and Indic names are rightly written with."""


class Invalid(Exception):  # noqa: N818 - the record's word for it
    """Some entries cannot be taken (``errors``) or wait for a "yes, it is so" (``confirm``): field → sentence."""

    def __init__(self, errors: Mapping[str, str] | None = None, confirm: Mapping[str, str] | None = None) -> None:
        self.errors = dict(errors or {})
        self.confirm = dict(confirm or {})
        super().__init__(next(iter([*self.errors.values(), *self.confirm.values()]), "Something entered is not valid."))


class Absent(Exception):  # noqa: N818
    """There is no such row, or none that may be named; the text is a sentence for a person."""


class Conflict(Exception):  # noqa: N818
    """The state of things does not allow this act; the text is a sentence for a person."""


class Entries:
    """Collects what is wrong with one form of entries, so that a person sees all of it at once.

    ``confirmed`` names the fields whose improbable value the person has confirmed.
    """

    def __init__(self, confirmed: Collection[str] = ()) -> None:
        self._confirmed = frozenset(confirmed)
        self.errors: dict[str, str] = {}
        self.confirm: dict[str, str] = {}

    def refuse(self, field: str, sentence: str) -> None:
        """The entry cannot be taken; the first reason stays."""
        self.errors.setdefault(field, sentence)

    def ask(self, field: str, sentence: str) -> None:
        """The entry is improbable: it waits for a confirmation of this field."""
        if field not in self._confirmed:
            self.confirm.setdefault(field, sentence)

    def text(self, field: str, value: str, *, longest: int, required: bool = True, called: str = "") -> str:
        """``value`` with the white space put in order; refused when missing, too long or not writable."""
        name = called or field.replace("_", " ").capitalize()
        clean = " ".join(value.split())
        if required and not clean:
            self.refuse(field, f"{name} is missing: please enter it.")
        elif len(clean) > longest:
            self.refuse(field, f"{name} is too long: please keep it to {longest} characters.")
        elif not clean.translate(_JOINERS).isprintable():
            self.refuse(field, f"{name} contains characters that cannot be written: please type it again.")
        return clean

    def email(self, field: str, value: str) -> str:
        """An e-mail address or nothing."""
        clean = self.text(field, value, longest=254, required=False, called="The e-mail address")
        if clean and field not in self.errors:
            try:
                validate_email(clean)
            except ValidationError:
                self.refuse(field, "This is not an e-mail address: it should look like name@example.org.")
        return clean

    def number(self, field: str, value: Decimal | float | str) -> Decimal | None:
        """``value`` as an exact number; a decimal comma is understood. None (and refused) when it is not one."""
        try:
            exact = Decimal(str(value).strip().replace(",", "."))
        except InvalidOperation:
            exact = Decimal("NaN")
        if not exact.is_finite():
            self.refuse(field, f"{field.replace('_', ' ').capitalize()} is not a number: please enter digits.")
            return None
        return exact

    def judge(self, field: str, finding: Finding | None) -> None:
        """Refuses where a rule stops, asks where it wants a confirmation; a note or no finding passes."""
        if finding is None or finding.severity is Severity.NOTE:
            return
        sentence = f"{finding.what} {finding.may_do}".strip()
        if finding.severity is Severity.STOP:
            self.refuse(field, sentence)
        else:
            self.ask(field, sentence)

    def settle(self) -> None:
        """Raises Invalid when anything is wrong or waits for a confirmation."""
        if self.errors or self.confirm:
            raise Invalid(errors=self.errors, confirm=self.confirm)


def already(model: type[Row], client_id: uuid.UUID | None) -> Row | None:
    """The row that an earlier arrival of the same act made, or None. Call it inside the act's transaction.

    On PostgreSQL two simultaneous arrivals wait for each other here; on SQLite the immediate transaction does it.
    """
    if client_id is None:
        return None
    one_at_a_time(str(client_id))
    return model._default_manager.filter(client_id=client_id).first()


def one_at_a_time(what: str) -> None:
    """Waits until no other transaction does the same ``what``; SQLite's immediate transactions are alone anyway."""
    if connection.vendor == "postgresql":
        lock = int.from_bytes(hashlib.sha256(what.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
