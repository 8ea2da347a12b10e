"""Asks a patient to read and decide: by a link for a phone, or on the clinic's own device, which is handed over."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from daybreak.care.consents import ConsentKind
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.consents import links, queries
from daybreak.clinic.consents.models import Asking
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST_VALIDITY = timedelta(days=60)


def ask(
    *,
    by: Person,
    course: Course,
    kinds: Iterable[str],
    valid_for: timedelta,
    on_device: bool = False,
    client_id: UUID | None = None,
) -> tuple[Asking, str]:
    """An asking and its token, told now and never again. On the clinic's device ``by`` is the witness.

    A repeated ``client_id`` gives the same asking a new token. Invalid for no texts, or for one that nobody has signed;
    Conflict when the course is closed.
    """
    permit(by, "consent.ask")
    asked = [kind.value for kind in ConsentKind if kind in set(kinds)]
    _check(asked, valid_for)
    token = links.new_token()
    row = once(
        Asking,
        client_id,
        lambda row: (row.course_id, row.kinds) == (course.pk, asked),
        lambda: _ask(by, course, asked, valid_for, on_device, links.hashed(token), client_id),
    )
    if row.token_hash != links.hashed(token):
        _renew(by, row, links.hashed(token))
    return row, token


def withdraw_asking(*, by: Person, asking: Asking) -> Asking:
    """The link stops working, for deciding and for taking back. Withdrawing twice does nothing."""
    permit(by, "consent.ask")
    with transaction.atomic():
        current = Asking.objects.select_for_update(of=("self",), no_key=True).get(pk=asking.pk)
        if current.withdrawn_at is None:
            current.withdrawn_at = clock.now()
            current.save(update_fields=["withdrawn_at"])
            audit.append(by=by, act="consent.withdraw_link", subject=current, patient=current.course.patient)
        return current


def _check(asked: list[str], valid_for: timedelta) -> None:
    if not asked:
        raise Invalid(errors={"kinds": "Choose at least one text to ask about."})
    unsigned = [ConsentKind(kind).label for kind in asked if queries.in_force(kind) is None]
    if unsigned:
        raise Invalid(errors={"kinds": f"The medical director has not signed yet: {', '.join(unsigned)}."})
    if not timedelta(0) < valid_for <= LONGEST_VALIDITY:
        raise Invalid(errors={"valid_for": f"A link lasts at most {LONGEST_VALIDITY.days} days."})


def _ask(
    by: Person,
    course: Course,
    kinds: list[str],
    valid_for: timedelta,
    on_device: bool,
    token_hash: str,
    client_id: UUID | None,
) -> Asking:
    current = Course.objects.select_related("patient").get(pk=course.pk)
    if current.closed_at is not None:
        raise Conflict("This course is closed. A new treatment is a new course.")
    row = Asking.objects.create(
        course=current,
        kinds=kinds,
        token_hash=token_hash,
        on_device=on_device,
        expires_at=clock.now() + valid_for,
        recorded_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    detail = {"texts": kinds, "on_device": on_device, "expires_at": row.expires_at.isoformat()}
    audit.append(by=by, act="consent.ask", subject=row, patient=current.patient, detail=detail)
    return row


@transaction.atomic
def _renew(by: Person, row: Asking, token_hash: str) -> None:
    if not Asking.objects.filter(pk=row.pk, withdrawn_at=None).update(token_hash=token_hash):
        raise Conflict("This link was withdrawn meanwhile. Reload the page, and make a new one if it is needed.")
    row.token_hash = token_hash
    audit.append(by=by, act="consent.renew_link", subject=row, patient=row.course.patient)
