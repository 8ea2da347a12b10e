"""Asks: a link for one questionnaire, or one link for several that are answered one after another."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.measures import instruments, links
from daybreak.clinic.measures.models import DraftAnswer, Invitation, Link
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST_VALIDITY = timedelta(days=60)
BY_SCHEDULE = "the schedule of measures"


@dataclass(frozen=True)
class Wanted:
    """One measure that an occasion of the schedule asks for."""

    instrument: str
    occasion: str


def invite(
    *, by: Person, patient: Patient, instrument: str = "phq9", valid_for: timedelta, client_id: UUID | None = None
) -> tuple[Invitation, str]:
    """An invitation and its token; the token is told now and never again, because only its hash is kept.

    A repeated ``client_id`` therefore gives the same invitation a new token, and the earlier token stops working:
    whoever asked twice has seen at most the last answer. Conflict when that link was used or withdrawn meanwhile, or
    when the questionnaire has no words yet.
    """
    permit(by, "measure.invite")
    require_askable(instrument)
    if not timedelta(0) < valid_for <= LONGEST_VALIDITY:
        raise Invalid(errors={"valid_for": f"A link lasts at most {LONGEST_VALIDITY.days} days."})
    token = links.new_token()
    invitation = once(
        Invitation,
        client_id,
        lambda row: (row.patient_id, row.instrument) == (patient.pk, instrument),
        lambda: _invite(by, patient, instrument, valid_for, links.hashed(token), client_id),
    )
    if invitation.token_hash != links.hashed(token):
        _renew(by, invitation, links.hashed(token))
    return invitation, token


def require_askable(instrument: str) -> None:
    """Passes what a patient can answer alone. ValueError for an unknown one, Conflict without words, Invalid when it is
    a clinician's to rate."""
    if instruments.is_task(instrument):
        return
    found = instruments.require_words(instruments.load(instrument))
    if found.rated_by != instruments.BY_PATIENT:
        raise Invalid(errors={"instrument": f"{found.short_title} is rated by a clinician: record it in the clinic."})


def ask_together(
    *,
    course: Course,
    wanted: Sequence[Wanted],
    valid_for: timedelta,
    joins: Invitation | None = None,
    by: Person | None = None,
) -> list[Invitation]:
    """What the schedule wants now, as one batch behind one link; or at the end of the batch that it ``joins``.

    Call it in a transaction that holds the course's row. The token of the link is made when the message is sent; until
    then nobody holds one.
    """
    batch = joins.batch if joins else uuid.uuid4()
    first, expires_at = (joins.place + 1 if joins else 0), clock.now() + valid_for
    rows = [
        Invitation.objects.create(
            patient=course.patient,
            course=course,
            instrument=want.instrument,
            occasion=want.occasion,
            batch=batch,
            place=place,
            token_hash=links.hashed(links.new_token()),
            expires_at=expires_at,
            recorded_by=by,
        )
        for place, want in enumerate(wanted, start=first)
    ]
    for row in rows:
        detail = {"instrument": row.instrument, "occasion": row.occasion, "expires_at": expires_at.isoformat()}
        audit.append(
            by=by,
            act="measure.invite",
            subject=row,
            patient=course.patient,
            detail=detail,
            actor_name="" if by else BY_SCHEDULE,
        )
    return rows


def new_link(invitation: Invitation) -> str:
    """One more token for the invitation, for a message that goes out now. In the sender's transaction."""
    token = links.new_token()
    Link.objects.create(invitation=invitation, token_hash=links.hashed(token))
    return token


def _invite(
    by: Person, patient: Patient, instrument: str, valid_for: timedelta, token_hash: str, client_id: UUID | None
) -> Invitation:
    invitation = Invitation.objects.create(
        patient=patient,
        course=courses.current(patient),
        instrument=instrument,
        token_hash=token_hash,
        expires_at=clock.now() + valid_for,
        recorded_by=by,
        client_id=client_id,
    )
    detail = {"instrument": instrument, "expires_at": invitation.expires_at.isoformat()}
    audit.append(by=by, act="measure.invite", subject=invitation, patient=patient, detail=detail)
    return invitation


@transaction.atomic
def _renew(by: Person, invitation: Invitation, token_hash: str) -> None:
    still_open = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not still_open.update(token_hash=token_hash):
        raise Conflict(
            "This link was used or withdrawn meanwhile. Reload the page, and make a new one if it is needed."
        )
    invitation.token_hash = token_hash
    audit.append(by=by, act="measure.renew_link", subject=invitation, patient=invitation.patient)


def withdraw_invitation(*, by: Person, invitation: Invitation) -> Invitation:
    """The link stops working. Withdrawing twice does nothing; Conflict when it was already answered."""
    permit(by, "measure.invite")
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
        if current.withdrawn_at is not None:
            return current
        if current.used_at is not None:
            raise Conflict("This questionnaire has been answered already; the answers are in the chart.")
        current.withdrawn_at = clock.now()
        current.save(update_fields=["withdrawn_at"])
        DraftAnswer.objects.filter(invitation=current).delete()
        audit.append(by=by, act="measure.withdraw", subject=current, patient=current.patient)
        return current
