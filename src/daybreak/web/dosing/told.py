"""A dosing session in the words of the bedside page: what it starts with, and each event as the stream tells it."""

from collections.abc import Mapping
from typing import Any

from daybreak.care import sedation
from daybreak.care.dose import Route
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import queries, snapshot
from daybreak.clinic.sessions.models import DosingSession
from daybreak.web.dosing import words

KINDS = {"amendment": "amended"}
"""Where the page's word for an event is another than the record's."""


def told(event: Mapping[str, Any]) -> dict[str, Any]:
    """One event as the page reads it; the vial by its label."""
    payload = event["payload"]
    vial = payload.get("vial")
    if isinstance(vial, Mapping):
        payload = {**payload, "vial": f"{vial['label']}, lot {vial['lot']}", "vial_id": vial["id"]}
    return {**event, "kind": KINDS.get(event["kind"], event["kind"]), "payload": payload}


def events_after(session_pk: int, seq: int) -> list[dict[str, Any]]:
    """The session's events after ``seq``, in order."""
    return [told(queries.as_dict(event)) for event in queries.events_after(session_pk, seq)]


def page_data(session: DosingSession, by: Person) -> dict[str, Any]:
    """Everything the page starts with, but for its addresses and its key."""
    state = snapshot.state_of(session, by=by)
    order = session.order
    return {
        **state,
        "prediction": words.whole_minutes(state["prediction"]),
        "events": [told(event) for event in state["events"]],
        "moaas_variant": sedation.scale().version,
        "order": {
            **state["order"],
            "route_label": Route(order.route).label,
            "ordered_by": order.recorded_by.name if order.recorded_by else "",
        },
    }


def event_of(session: DosingSession, after: int, **words: str) -> dict[str, Any]:
    """The event whose payload carries ``words``; looked for among those after ``after`` first.

    LookupError when the session tells of no such fact, which its acts make impossible.
    """
    for start in (after, 0):
        for event in events_after(session.pk, start):
            if all((event["kind"] if name == "kind" else event["payload"].get(name)) == words[name] for name in words):
                return event
    raise LookupError(f"No event of this session tells of {words}.")
