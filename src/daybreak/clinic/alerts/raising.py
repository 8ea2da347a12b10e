"""Opens an alert: once for each cause, with a holder who is here and a clock that runs, in one transaction."""

from typing import Any
from uuid import UUID

from daybreak.care.alert_states import states as alert_states
from daybreak.care.alerts import Kind
from daybreak.care.alerts import kind as kind_of
from daybreak.clinic import clock, policy
from daybreak.clinic.alerts import steps, turn
from daybreak.clinic.alerts.models import Alert, StepKind
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Entries
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST = 600


def raise_alert(
    *,
    kind: str,
    patient: Patient,
    what: str,
    detail: dict[str, Any] | None = None,
    course: Course | None = None,
    owner: Person | None = None,
    by: Person | None = None,
    actor_name: str = steps.BY_THE_CLOCK,
    client_id: UUID | None = None,
) -> Alert:
    """An open alert of this kind (care/policy/alerts.toml), held by ``owner`` if they may, else by whose turn it is.

    ``what`` is one sentence for the person who holds it; ``detail`` names what it rests on. A repeated ``client_id``
    returns the alert that there is, open or closed: give each cause a key of its own (``uuid5`` of its public id).
    ``by`` is None for what a rule or a clock finds. Raises Refused, Invalid, and ValueError for an unknown kind.
    """
    of = kind_of(kind)
    if by is not None:
        permit(by, "alert.raise")
    entries = Entries()
    what = entries.text("what", what, longest=LONGEST, called="What it is about")
    entries.settle()
    return once(
        Alert,
        client_id,
        lambda row: (row.kind, row.patient_id) == (kind, patient.pk),
        lambda: _raise(of, patient, what, detail or {}, course, owner, by, actor_name, client_id),
    )


def _raise(
    of: Kind,
    patient: Patient,
    what: str,
    detail: dict[str, Any],
    course: Course | None,
    wished: Person | None,
    by: Person | None,
    actor_name: str,
    client_id: UUID | None,
) -> Alert:
    now, rules = clock.now(), policy.current()
    owner = turn.first(of, now, wished)
    alert = Alert(
        kind=of.id,
        priority=of.priority,
        patient=patient,
        course=course,
        what=what,
        detail=detail,
        policy_version=rules.version,
        state=alert_states().start,
        owner=owner,
        raised_at=now,
        due_at=now + of.time_to_acknowledge(rules),
        for_everyone=owner is None,
        recorded_by=by,
        client_id=client_id,
    )
    steps.write(alert, StepKind.RAISED, by=by, words=what, actor_name=actor_name, detail=detail)
    return alert
