"""Asks questionnaires by link and records their answers: scored by care, items kept, each link used once."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from daybreak.care import plausibility, questionnaires
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.entry import Absent, Conflict, Entries, Invalid
from daybreak.clinic.measures import links, queries
from daybreak.clinic.measures.models import Channel, Invitation, Response
from daybreak.clinic.measures.sheet import Sheet, filled_in
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST_VALIDITY = timedelta(days=60)
BY_LINK = "patient, by link"


def invite(
    *, by: Person, patient: Patient, instrument: str = "phq9", valid_for: timedelta, client_id: UUID | None = None
) -> tuple[Invitation, str]:
    """An invitation and its token; the token is told now and never again, because only its hash is kept.

    A repeated ``client_id`` therefore gives the same invitation a new token, and the earlier token stops working:
    whoever asked twice has seen at most the last answer. Conflict when that link was used or withdrawn meanwhile.
    """
    permit(by, "measure.invite")
    questionnaires.load(instrument)
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
        audit.append(by=by, act="measure.withdraw", subject=current, patient=current.patient)
        return current


def answer_by_link(*, token: str, answers: Mapping[str, int], client_id: UUID | None = None) -> Response:
    """The patient's own answers, once. Absent for an unknown link; Conflict when it is used, withdrawn or expired.

    Of two simultaneous arrivals one uses the link up by a conditional UPDATE; the other is told so.
    """
    token_hash = links.checked(token)
    invitation = Invitation.objects.select_related("patient", "course").filter(token_hash=token_hash).first()
    if invitation is None:
        raise Absent("This link is not known here. Ask the clinic for a new one.")
    sheet = filled_in(invitation.instrument, answers)
    try:
        return once(
            Response,
            client_id,
            lambda row: row.invitation_id == invitation.pk and row.answers == dict(sheet.answers),
            lambda: _answer(invitation, sheet, client_id),
        )
    except Conflict as conflict:  # answers changed on a page gone back to: say it in words for a patient
        invitation.refresh_from_db()
        raise Conflict(queries.why_closed(invitation) or str(conflict)) from conflict


def _answer(invitation: Invitation, sheet: Sheet, client_id: UUID | None) -> Response:
    moment = clock.now()
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None, expires_at__gt=moment).update(
        used_at=moment
    )
    if not used:
        raise Conflict("This link was closed meanwhile. Ask the clinic for a new one.")
    response = _response(sheet, invitation.patient, Channel.LINK, completed_at=moment, client_id=client_id)
    response.invitation, response.course = invitation, invitation.course
    return _keep(response, by=None, actor_name=BY_LINK)


def record_in_clinic(
    *,
    by: Person,
    patient: Patient,
    instrument: str = "phq9",
    answers: Mapping[str, int],
    completed_at: datetime | None = None,
    client_id: UUID | None = None,
) -> Response:
    """Answers given in the clinic. Invalid names every item that is missing, and a moment that cannot be."""
    permit(by, "measure.record")
    sheet, moment = filled_in(instrument, answers), completed_at or clock.now()
    _refuse_an_impossible_moment(moment, patient)
    response = _response(sheet, patient, Channel.CLINIC, completed_at=moment, client_id=client_id)
    response.recorded_by, response.course = by, courses.current(patient)
    return once(Response, client_id, lambda row: _tells_the_same(row, response), lambda: _keep(response, by=by))


def record_imported(
    *,
    by: Person,
    patient: Patient,
    instrument: str = "phq9",
    total: int,
    answers: Mapping[str, int] | None = None,
    completed_at: datetime,
    source: str,
    client_id: UUID | None = None,
) -> Response:
    """A total from another system. With its items it is scored again and must agree; without them item 9 is unknown."""
    permit(by, "record.import")
    sheet = filled_in(instrument, answers) if answers else Sheet.of_total(instrument, total)
    if sheet.total != total:
        raise Invalid(errors={"total": f"The items add up to {sheet.total}, but the total given is {total}."})
    _refuse_an_impossible_moment(completed_at, patient)
    response = _response(sheet, patient, Channel.IMPORT, completed_at=completed_at, client_id=client_id)
    response.recorded_by, response.source = by, source
    return once(Response, client_id, lambda row: _tells_the_same(row, response), lambda: _keep(response, by=by))


def _refuse_an_impossible_moment(moment: datetime, patient: Patient) -> None:
    """Nobody has filled in a questionnaire tomorrow, or before they were born."""
    now, entries = clock.now(), Entries()
    if moment > now:
        entries.refuse("completed_at", "This moment lies in the future. Enter when it was filled in.")
    entries.judge("completed_at", plausibility.check_time(moment, now, birth_date=patient.birth_date))
    entries.settle()


def _response(
    sheet: Sheet, patient: Patient, channel: Channel, *, completed_at: datetime, client_id: UUID | None
) -> Response:
    return Response(
        patient=patient,
        instrument=sheet.instrument,
        instrument_version=sheet.version,
        answers=dict(sheet.answers),
        total=sheet.total,
        risk_item=sheet.risk_item,
        channel=channel,
        completed_at=completed_at,
        client_id=client_id,
    )


def _tells_the_same(row: Response, response: Response) -> bool:
    fields = ("patient_id", "instrument", "answers", "total", "channel")
    return all(getattr(row, field) == getattr(response, field) for field in fields)


def _keep(response: Response, *, by: Person | None, actor_name: str = "") -> Response:
    response.save(force_insert=True)
    detail: dict[str, Any] = {
        "instrument": response.instrument,
        "total": response.total,
        "risk_item": response.risk_item,
        "channel": response.channel,
    }
    audit.append(
        by=by,
        act="measure.record",
        subject=response,
        patient=response.patient,
        detail=detail,
        actor_name=actor_name,
    )
    return response
