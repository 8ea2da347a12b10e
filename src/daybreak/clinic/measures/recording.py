"""Records answers given in the clinic or taken from another system, and is the one writer of every response."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from daybreak.care import plausibility
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.entry import Entries, Invalid
from daybreak.clinic.measures.instruments import load, require_words
from daybreak.clinic.measures.models import Channel, Response
from daybreak.clinic.measures.sheet import Sheet, filled_in
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit


def record_in_clinic(
    *,
    by: Person,
    patient: Patient,
    instrument: str = "phq9",
    answers: Mapping[str, int],
    completed_at: datetime | None = None,
    client_id: UUID | None = None,
) -> Response:
    """Answers given in the clinic. Invalid names every item that is missing, and a moment that cannot be.

    Conflict for a licensed questionnaire whose wording is not here: then nobody can have read the questions.
    """
    permit(by, "measure.record")
    require_words(load(instrument))
    sheet, moment = filled_in(instrument, answers, sex=patient.sex), completed_at or clock.now()
    _refuse_an_impossible_moment(moment, patient)
    response = response_of(sheet, patient, Channel.CLINIC, completed_at=moment, client_id=client_id)
    response.recorded_by, response.course = by, courses.current(patient)
    return once(Response, client_id, lambda row: _tells_the_same(row, response), lambda: keep(response, by=by))


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
    sheet = filled_in(instrument, answers, sex=patient.sex) if answers else Sheet.of_total(instrument, total)
    if sheet.total != total:
        raise Invalid(errors={"total": f"The items add up to {sheet.total}, but the total given is {total}."})
    _refuse_an_impossible_moment(completed_at, patient)
    response = response_of(sheet, patient, Channel.IMPORT, completed_at=completed_at, client_id=client_id)
    response.recorded_by, response.source = by, source
    return once(Response, client_id, lambda row: _tells_the_same(row, response), lambda: keep(response, by=by))


def response_of(
    sheet: Sheet, patient: Patient, channel: Channel, *, completed_at: datetime, client_id: UUID | None
) -> Response:
    """The row to be, not yet kept."""
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


def keep(response: Response, *, by: Person | None, actor_name: str = "") -> Response:
    """Writes the response, its line of the log, and whatever alert it causes: all of it or nothing."""
    # Alerts read responses, so they are named only when one is kept.
    from daybreak.clinic.alerts import actions as alerts
    from daybreak.clinic.followup import actions as followup

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
    alerts.watch_response(response)
    followup.watch_response(response)
    return response


def _refuse_an_impossible_moment(moment: datetime, patient: Patient) -> None:
    """Nobody has filled in a questionnaire tomorrow, or before they were born."""
    now, entries = clock.now(), Entries()
    if moment > now:
        entries.refuse("completed_at", "This moment lies in the future. Enter when it was filled in.")
    entries.judge("completed_at", plausibility.check_time(moment, now, birth_date=patient.birth_date))
    entries.settle()


def _tells_the_same(row: Response, response: Response) -> bool:
    fields = ("patient_id", "instrument", "answers", "total", "channel")
    return all(getattr(row, field) == getattr(response, field) for field in fields)
