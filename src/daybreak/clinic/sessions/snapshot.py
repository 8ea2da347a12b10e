"""A dosing session as its page starts with it: everything up to an event number, from where the stream goes on."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from daybreak.care import sedation
from daybreak.care.amounts import mg_of, plain
from daybreak.clinic import clock
from daybreak.clinic.entry import Invalid
from daybreak.clinic.forecasts import queries as forecasts
from daybreak.clinic.orders import recheck
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people import queries as people
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import payloads, queries
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.vials import queries as vials
from daybreak.clinic.vials.models import Vial

ACTS = ("record", "inject", "end", "note")


def state_of(session: DosingSession, by: Person | None = None) -> dict[str, Any]:
    """The session as JSON. ``permissions`` say what the roles of ``by`` allow; ``session.state`` what is possible now.

    The events are read first: what is committed between them and the rest is shown, and then told again by the stream;
    the other way round it would be missed.
    """
    events = [queries.as_dict(event) for event in queries.events_after(session.pk, 0)]
    session = queries.get(session.public_id)
    given, order = queries.injected_at(session), session.order
    return {
        "session": _session(session, given),
        "due": queries.due(session),
        "last_seq": events[-1]["seq"] if events else 0,
        "events": [_event(event, given) for event in events],
        "prediction": forecasts.of_order(order),
        "permissions": {act: by is not None and people.may(by, f"session.{act}") for act in ACTS},
        "moaas": [{"value": level.score, "label": level.label} for level in sedation.LEVELS],
        "vials": [_vial(vial) for vial in _fitting(session)],
        "order": {**_order(order), "since_signed": _since_signed(session)},
    }


def _session(session: DosingSession, given: datetime | None) -> dict[str, Any]:
    return {
        "id": str(session.public_id),
        "state": session.state,
        "place": session.place,
        "injected_at": given.isoformat() if given else None,
        "opened_at": session.opened_at.isoformat(),
        "ended_at": session.ended_at.isoformat() if session.ended_at else None,
        "ended_by": session.ended_by.name if session.ended_by else None,
        "server_now": clock.now().isoformat(),
        "patient": _patient(session.order.course.patient),
    }


def _patient(patient: Patient) -> dict[str, Any]:
    return {
        "id": str(patient.public_id),
        "name": patient.name,
        "birth_date": patient.birth_date.isoformat(),
        "age": patients.age(patient),
        "sex": patient.sex,
        "mrn": patient.mrn,
    }


def _event(event: dict[str, Any], given: datetime | None) -> dict[str, Any]:
    """As it was told, but that the minutes of readings before the injection are known by now."""
    payload = event["payload"]
    if given is None or payload.get("minutes", 0) is not None:
        return event
    at = datetime.fromisoformat(payload["at"])
    return {**event, "payload": {**payload, "minutes": payloads.minutes(at, given)}}


def _fitting(session: DosingSession) -> list[Vial]:
    if session.state != "open":
        return []
    order = session.order
    return vials.usable(amount_ug=order.amount_ug, concentration=order.concentration_mg_per_ml)


def _vial(vial: Vial) -> dict[str, Any]:
    return {
        "id": str(vial.public_id),
        "label": vial.label,
        "lot": vial.lot,
        "concentration": plain(vial.concentration_mg_per_ml),
        "on_hand_ml": plain((mg_of(vial.on_hand_ug) / vial.concentration_mg_per_ml).quantize(Decimal("0.01"))),
        "expires": vial.expires_on.isoformat(),
    }


def _since_signed(session: DosingSession) -> list[dict[str, Any]]:
    """What came up since the order was signed, while it can still be thought over."""
    if session.state != "open":
        return []
    try:
        found = recheck.since_signed(session.order)
    except Invalid as invalid:
        return [{"severity": "stop", "what": str(invalid)}]
    return [{"severity": finding.severity, "what": finding.what} for finding in found]


def _order(order: DoseOrder) -> dict[str, Any]:
    return {
        "id": str(order.public_id),
        "mg": plain(order.drawn_mg),
        "ordered_mg": plain(order.mg),
        "mg_per_kg": plain(order.mg_per_kg),
        "volume_ml": plain(order.volume_ml),
        "concentration": plain(order.concentration_mg_per_ml),
        "route": order.route,
        "weight": plain(order.weight_kg),
        "weight_basis": order.weight_basis,
        "reason": order.reason,
        "signed_by": order.recorded_by.name if order.recorded_by else "",
        "signed_at": order.signed_at.isoformat(),
        "findings": [{"severity": finding["severity"], "what": finding["what"]} for finding in order.findings],
    }
