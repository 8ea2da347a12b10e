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
    "course.open": "opened a course",
    "course.move": "moved a course to another phase",
    "order.write": "ordered an injection",
    "order.given": "gave an ordered injection",
    "order.cancel": "cancelled an order",
    "forecast.keep": "kept the prediction with an order",
    "forecast.failed": "could not keep a prediction",
    "vial.receive": "received a vial",
    "vial.administered": "took a dose from a vial",
    "vial.wasted": "recorded waste from a vial",
    "vial.returned": "returned from a vial",
    "session.open": "opened a dosing session",
    "session.record": "recorded a reading",
    "session.amend": "amended a reading",
    "session.inject": "charted an injection",
    "session.note": "wrote a note in a session",
    "session.release": "released a session on hold",
    "session.end": "ended a dosing session",
    "session.abandon": "abandoned a dosing session",
    "session.read": "watched a dosing session",
    "staff.add": "added a member of staff",
    "staff.grant_role": "gave a role",
    "staff.end_role": "ended a role",
    "staff.deactivate": "ended someone's access",
    "staff.set_password": "set a passphrase",
    "staff.credential": "changed a way to sign in",
    "staff.sign_in": "signed in",
    "staff.sign_in_failed": "failed to sign in",
    "staff.sign_out": "signed out",
    "audit.verify": "verified the log",
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
