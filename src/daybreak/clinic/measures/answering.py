"""The patient's own answers, by link: kept item by item while they are given, sent once, played once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from daybreak.care import cognition
from daybreak.clinic import clock, policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.measures import queries
from daybreak.clinic.measures.instruments import load
from daybreak.clinic.measures.models import Channel, DraftAnswer, Invitation, Response, TaskRun
from daybreak.clinic.measures.recording import keep, response_of
from daybreak.clinic.measures.sheet import Sheet, filled_in
from daybreak.clinic.once import once

BY_LINK = "patient, by link"


def answer_by_link(
    *,
    token: str,
    answers: Mapping[str, int],
    invitation_id: UUID | None = None,
    language: str = "en",
    client_id: UUID | None = None,
) -> Response:
    """The patient's own answers, once. Absent for an unknown link; Conflict when it is used, withdrawn or expired.

    ``invitation_id`` names which of the questionnaires behind the link is answered. Of two simultaneous arrivals one
    uses it up by a conditional UPDATE; the other is told so.
    """
    invitation = queries.asked_by(token, invitation_id)
    sheet = filled_in(invitation.instrument, answers, sex=invitation.patient.sex)
    try:
        return once(
            Response,
            client_id,
            lambda row: row.invitation_id == invitation.pk and row.answers == dict(sheet.answers),
            lambda: _answer(invitation, sheet, language, client_id),
        )
    except Conflict as conflict:  # answers changed on a page gone back to: say it in words for a patient
        invitation.refresh_from_db()
        raise Conflict(queries.why_closed(invitation) or str(conflict)) from conflict


def keep_answer(*, token: str, invitation_id: UUID, link_id: str, value: int) -> bool:
    """Keeps one answer until the rest is there, so that nothing is lost when the phone rings; whether it tells of risk.

    Conflict when the link is closed; Invalid for what the questionnaire does not ask.
    """
    invitation = queries.asked_by(token, invitation_id)
    instrument = load(invitation.instrument)
    item = next((item for item in instrument.items if item.link_id == link_id), None)
    if item is None or item.answer(value) is None:
        raise Invalid(errors={"value": _("This page does not offer that answer. Choose again.")})
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
        if queries.why_closed(current):
            raise Conflict(queries.why_closed(current))
        if not current.drafts.exists():
            audit.append(by=None, act="measure.begin", subject=current, patient=current.patient, actor_name=BY_LINK)
        DraftAnswer.objects.update_or_create(
            invitation=current, link_id=link_id, defaults={"value": value, "at": clock.now()}
        )
    return link_id == instrument.risk_item and value >= instrument.risk_from


def play_by_link(
    *,
    token: str,
    invitation_id: UUID,
    trials: Sequence[Mapping[str, Any]],
    timing: Mapping[str, Any],
    client_id: UUID | None = None,
) -> TaskRun:
    """One finished run of a browser task, scored from its trials; it uses the invitation up.

    Invalid when it is not a run of a task, Refused when it cannot have happened, Conflict when the link is closed.
    """
    invitation = queries.asked_by(token, invitation_id)
    try:
        told, kept_time = cognition.trials_from(trials), cognition.timing_from(timing)
        result = cognition.scored(invitation.instrument, told, kept_time, policy.current())
    except ValueError as problem:
        raise Invalid(errors={"trials": str(problem)}) from problem
    run = TaskRun(
        patient=invitation.patient,
        course=invitation.course,
        invitation=invitation,
        task=invitation.instrument,
        completed_at=clock.now(),
        trials=list(trials),
        timing=dict(timing),
        result=result.as_dict(),
        value=result.value,
        is_usable=result.is_usable,
        client_id=client_id,
    )
    return once(TaskRun, client_id, lambda row: row.invitation_id == invitation.pk, lambda: _play(invitation, run))


def _play(invitation: Invitation, run: TaskRun) -> TaskRun:
    _use_up(invitation)
    run.save(force_insert=True)
    detail = {"task": run.task, "value": run.value, "is_usable": run.is_usable}
    audit.append(by=None, act="measure.play", subject=run, patient=run.patient, detail=detail, actor_name=BY_LINK)
    return run


def _answer(invitation: Invitation, sheet: Sheet, language: str, client_id: UUID | None) -> Response:
    moment = _use_up(invitation)
    response = response_of(sheet, invitation.patient, Channel.LINK, completed_at=moment, client_id=client_id)
    response.invitation, response.course = invitation, invitation.course
    response.language = load(invitation.instrument, language).language
    DraftAnswer.objects.filter(invitation=invitation).delete()
    return keep(response, by=None, actor_name=BY_LINK)


def _use_up(invitation: Invitation) -> Any:
    moment = clock.now()
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None, expires_at__gt=moment).update(
        used_at=moment
    )
    if not used:
        raise Conflict(_(queries.CLOSED))
    return moment
