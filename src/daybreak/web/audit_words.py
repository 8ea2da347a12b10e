"""The audit log in words: what each act was, and the log's rows as a person reads them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from daybreak.care.roles import ROLES, Role
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.queries import Damaged
from daybreak.clinic.patients.models import Patient

WORDS = {
    "patient.read": "opened a chart",
    "patient.register": "registered a patient",
    "patient.amend": "corrected who a patient is",
    "patient.identifier": "noted a patient's number elsewhere",
    "condition.record": "recorded a condition",
    "condition.retract": "retracted a condition",
    "medication.record": "recorded a medicine",
    "medication.retract": "retracted a medicine",
    "allergy.record": "recorded an allergy",
    "allergy.retract": "retracted an allergy",
    "observation.record": "recorded a measurement",
    "observation.retract": "retracted a measurement",
    "record.import": "imported a record",
    "measure.invite": "made a questionnaire link",
    "measure.renew_link": "renewed a questionnaire link",
    "measure.withdraw": "withdrew a questionnaire link",
    "measure.record": "recorded questionnaire answers",
    "measure.begin": "began a questionnaire",
    "measure.play": "finished a browser task",
    "measure.reach": "noted how a patient is asked",
    "measure.message": "sent a message with a link",
    "measure.message_failed": "could not send a message",
    "instrument.import": "imported the wording of a scale",
    "policy.sign": "signed the clinic's rules of care",
    "course.open": "opened a course",
    "course.move": "moved a course to another phase",
    "pasttrial.record": "recorded a past trial of an antidepressant",
    "pasttrial.retract": "retracted a past trial",
    "suitability.refer": "recorded a referral",
    "suitability.answer": "answered questions of suitability",
    "suitability.assess": "kept a verdict of suitability",
    "suitability.decide": "decided about a finding of suitability",
    "suitability.override": "signed an override of a stop",
    "suitability.countersign": "gave the second signature under an override",
    "followup.check": "wrote down a follow-up check",
    "followup.check_amended": "amended a follow-up check",
    "adverse.report": "reported an adverse event",
    "adverse.amend": "amended an adverse event",
    "order.write": "ordered an injection",
    "order.given": "gave an ordered injection",
    "order.cancel": "cancelled an order",
    "forecast.keep": "kept the prediction with an order",
    "forecast.failed": "could not keep a prediction",
    "vial.receive": "received a vial",
    "vial.administered": "took a dose from a vial",
    "vial.wasted": "recorded waste from a vial",
    "vial.returned": "returned from a vial",
    "vial.broken": "recorded breakage of a vial",
    "vial.lost": "recorded a loss from a vial",
    "vial.overfill": "found overfill in a vial",
    "vial.moved": "put a vial elsewhere",
    "vial.reversed": "corrected a line of the ledger",
    "vial.loss": "opened the report of a loss",
    "vial.loss_notice": "notified the authority of a loss",
    "vial.loss_form106": "sent Form 106 about a loss",
    "vial.loss_not_significant": "judged a loss not significant",
    "vial.count_day": "counted what is on hand",
    "vial.count_inventory": "took an inventory",
    "vial.records": "opened a record of the drug",
    "vial.export": "took out a record of the drug",
    "order.change": "changed an order",
    "session.open": "opened a dosing session",
    "session.record": "recorded a reading",
    "session.amend": "amended a reading",
    "session.inject": "charted an injection",
    "session.note": "wrote a note in a session",
    "session.release": "released a session on hold",
    "session.end": "ended a dosing session",
    "session.abandon": "abandoned a dosing session",
    "session.read": "watched a dosing session",
    "alert.raise": "raised an alert",
    "alert.escalate": "let an alert go on in time",
    "alert.pass_on": "passed an alert on from someone away",
    "alert.hand_on": "handed an alert to a colleague",
    "alert.acknowledge": "took an alert",
    "alert.again": "added a sign to an open alert",
    "alert.note": "wrote a note with an alert",
    "alert.shown": "showed the crisis text",
    "alert.close": "closed an alert",
    "words.keep": "wrote in their own words",
    "crisis.sign": "signed what a patient at risk reads",
    "duty.away": "noted an absence",
    "duty.back": "ended an absence",
    "duty.on_call": "put someone on call",
    "duty.off_call": "ended a shift on call",
    "staff.add": "added a member of staff",
    "staff.grant_role": "gave a role",
    "staff.end_role": "ended a role",
    "staff.deactivate": "ended someone's access",
    "staff.set_password": "set a passphrase",
    "staff.credential": "changed a way to sign in",
    "staff.sign_in": "signed in",
    "staff.sign_in_failed": "failed to sign in",
    "staff.sign_out": "signed out",
    "signature.sign": "signed",
    "consent.publish": "signed a text of consent",
    "consent.ask": "asked a patient for consent",
    "consent.renew_link": "renewed a consent link",
    "consent.withdraw_link": "withdrew a consent link",
    "consent.give": "agreed to a text of consent",
    "consent.decline": "declined a text of consent",
    "consent.take_back": "took back a consent",
    "consent.narrow": "made touch less",
    "preparation.preparationsession": "held a preparation session",
    "preparation.intention": "wrote down an intention",
    "preparation.safetyplan": "wrote a safety plan",
    "preparation.escort": "noted an escort",
    "preparation.preferences": "noted music and headset",
    "session.announce": "told the bedside",
    "integration.open": "opened the window after a dose",
    "integration.book": "booked an integration",
    "integration.tell": "told of an integration that is not booked or not written down",
    "integration.hand_on": "handed an integration on",
    "integration.hold": "wrote down that an integration was held",
    "integration.let_go": "wrote down why an integration was not held",
    "note.draft": "began a progress note",
    "note.discard": "threw a draft away",
    "note.write": "signed a progress note",
    "note.read": "read a progress note",
    "psychotherapy.draft": "began a psychotherapy note",
    "psychotherapy.discard": "threw a draft of a psychotherapy note away",
    "psychotherapy.write": "signed a psychotherapy note",
    "psychotherapy.read": "opened a psychotherapy note",
    "psychotherapy.reseal": "sealed a psychotherapy note with a new key",
    "psychotherapy.keys_new": "made the first key of the psychotherapy notes",
    "psychotherapy.keys_rotate": "made a new key for the psychotherapy notes",
    "audit.verify": "verified the log",
    "plan.make": "planned a course",
    "plan.end": "ended a plan",
    "plan.book": "booked an appointment",
    "plan.move": "moved an appointment",
    "plan.cancel": "cancelled an appointment",
    "plan.missed": "marked an appointment as missed",
    "plan.done": "marked an appointment as done",
    "plan.reopen": "put an appointment back into the plan",
    "place.add": "added a chair or a room",
    "place.retire": "retired a chair or a room",
    "place.close_day": "closed the clinic on a day",
    "place.open_day": "opened the clinic on a closed day again",
    "protocol.sign": "signed numbers of a protocol",
    "calendar.feed": "made a calendar address",
    "calendar.revoke": "revoked a calendar address",
    "trial.save": "saved a design of a virtual trial",
    "trial.run": "asked for a run of a virtual trial",
    "trial.stop": "stopped a run of a virtual trial",
    "trial.go_on": "let a run of a virtual trial go on",
    "trial.finish": "finished a run of a virtual trial",
    "trial.fail": "could not finish a run of a virtual trial",
}

SHORT = 60
"""Characters of detail that are shown without asking."""


@dataclass(frozen=True)
class Line:
    """One event as it is shown. ``patient`` is None where the reader may not know whom it was done to.

    Of a damaged event only its number is known.
    """

    event: AuditEvent | Damaged
    what: str
    roles: str
    detail: tuple[tuple[str, str], ...]
    patient: Patient | None

    @property
    def is_damaged(self) -> bool:
        """Whether someone wrote into the event what the record cannot have written."""
        return isinstance(self.event, Damaged)

    @property
    def is_short(self) -> bool:
        """Whether the detail fits on the line itself."""
        return len(self.detail) <= 1 and sum(len(value) for _, value in self.detail) <= SHORT


def words(act: str) -> str:
    """What the act was; an act without words of its own keeps its name."""
    return WORDS.get(act, act)


def lines(events: Iterable[AuditEvent | Damaged], *, with_patients: bool) -> list[Line]:
    """The events in words. Names, and details that could tell of a patient, only for those who may open charts."""
    rows = list(events)
    named = _patients(row for row in rows if isinstance(row, AuditEvent)) if with_patients else {}
    return [
        Line(row, "damaged", "", (), None) if isinstance(row, Damaged) else _line(row, named, with_patients)
        for row in rows
    ]


def _line(row: AuditEvent, named: Mapping[UUID, Patient], with_patients: bool) -> Line:
    return Line(
        event=row,
        what=words(row.act),
        roles=_roles(row.actor_roles),
        detail=_detail(row) if with_patients or row.patient_id is None else (),
        patient=named.get(row.patient_id) if row.patient_id else None,
    )


def _patients(events: Iterable[AuditEvent]) -> dict[UUID, Patient]:
    named = {event.patient_id for event in events if event.patient_id}
    return {patient.public_id: patient for patient in Patient.objects.filter(public_id__in=named)}


def _roles(held: str) -> str:
    return ", ".join(Role(role).label if role in ROLES else role for role in held.split())


def _detail(event: AuditEvent) -> tuple[tuple[str, str], ...]:
    """What the event keeps beside its subject, as names and plain values."""
    kept = json.loads(event.detail)
    return tuple((_name(name), _plain(value)) for name, value in kept.items() if value not in ("", None))


def _name(name: str) -> str:
    return name.replace("_ug", " (µg)").replace("_", " ")


def _plain(value: object) -> str:
    if isinstance(value, list):
        return " → ".join(_plain(part) for part in value)
    if isinstance(value, dict):
        return "; ".join(f"{_name(name)}: {_plain(part)}" for name, part in value.items())
    return str(value)
