"""Secret addresses for calendar programs: made, revoked, and read."""

import hashlib
import secrets

from django.db import transaction

from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Absent, Invalid
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import may, permit
from daybreak.clinic.plans.models import CalendarFeed

SCOPES = {"mine": "my own appointments", "clinic": "all appointments of the clinic"}
GONE = "There is no such calendar. Ask for a new address on the page of the calendar."


@transaction.atomic
def make_feed(*, by: Person, scope: str) -> tuple[CalendarFeed, str]:
    """A new address for the person's own calendar program: the row, and the secret, which is never shown again."""
    permit(by, "plan.read")
    if scope not in SCOPES:
        raise Invalid(errors={"scope": "Choose whose appointments the calendar shows."})
    token = secrets.token_urlsafe(32)
    row = CalendarFeed.objects.create(person=by, scope=scope, token_sha256=_seal(token), recorded_by=by)
    audit.append(by=by, act="calendar.feed", subject=row, detail={"scope": scope})
    return row, token


@transaction.atomic
def revoke_feed(*, by: Person, feed: CalendarFeed) -> CalendarFeed:
    """The address stops working at once. One's own, or with "staff.manage" another's. Twice does nothing."""
    permit(by, "plan.read" if feed.person_id == by.pk else "staff.manage")
    row = CalendarFeed.objects.select_for_update(of=("self",), no_key=True).get(pk=feed.pk)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.save(update_fields=["revoked_at"])
        audit.append(by=by, act="calendar.revoke", subject=row, detail={"scope": row.scope})
    return row


def read_feed(token: str) -> CalendarFeed:
    """The feed of a secret, noted as read. Absent when it is unknown or revoked, or its person may not read plans.

    It is not written into the log: a program asks every few minutes, and nothing in it names a patient.
    """
    row = CalendarFeed.objects.select_related("person").filter(token_sha256=_seal(token), revoked_at=None).first()
    if row is None or not may(row.person, "plan.read"):
        raise Absent(GONE)
    CalendarFeed.objects.filter(pk=row.pk).update(read_at=clock.now())
    return row


def _seal(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
