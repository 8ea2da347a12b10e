"""An act that arrives twice is done once: double clicks, reloads, and tablets that send again."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from daybreak.clinic.entry import Conflict, already
from daybreak.clinic.record import Record

Row = TypeVar("Row", bound=Record)


def once(kind: type[Row], client_id: UUID | None, same: Callable[[Row], bool], act: Callable[[], Row]) -> Row:
    """Do ``act`` in one transaction, or return the row that an earlier arrival of ``client_id`` made.

    ``same`` says whether that row tells what is asked for now; if not, the key was used for something else
    and a ``Conflict`` is raised, because neither keeping the old nor writing the new would be what was meant.
    """
    with transaction.atomic():
        row = already(kind, client_id)
        if row is None:
            return act()
        if not same(row):
            raise Conflict("This entry was already saved with other values. Reload the page, look, and enter it again.")
        return row
