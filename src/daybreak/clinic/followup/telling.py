"""Tells a person: of a check that is overdue, one that found something, a serious event, a response that is lost."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from daybreak.care import adverse
from daybreak.care import followup_checks as care
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.alerts.queries import open_alerts
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.followup import outcomes, standing
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from daybreak.clinic.followup.standing import DueCheck
from daybreak.clinic.measures.models import Response
from daybreak.clinic.people.models import Person

OVERDUE, FOUND, SERIOUS, RELAPSE = "check_overdue", "check_finding", "adverse_serious", "relapse"
BY_RULE = "the rules of care"
LOOKED_BACK = timedelta(days=366)
"""How long after a course closed the rounds still look after what was left due."""


def make_rounds(now: datetime) -> int:
    """Raise the alert for each check that is overdue and of which nobody was told. How many."""
    late = [one for one in _due(now) if one.is_overdue]
    told = set(Alert.objects.filter(client_id__in=[_key_of(one) for one in late]).values_list("client_id", flat=True))
    return sum(_tell(one.course, one.due.check.id, now) for one in late if _key_of(one) not in told)


def found(row: CheckRecord) -> Alert | None:
    """Tell the prescriber of a check that found something. In the transaction that keeps it."""
    kind = care.check(row.check_id)
    result = kind.result(row.result)
    if not row.finds or result is None:
        return None
    return alerts.raise_alert(
        kind=FOUND,
        patient=row.patient,
        course=row.course,
        what=f"{kind.title}: {result.label.lower()}.",
        detail={"check": kind.id, "row": str(row.public_id)},
        actor_name=BY_RULE,
        client_id=_key("found", row.public_id),
    )


def answered(row: CheckRecord, *, by: Person) -> None:
    """Close the alerts that this check answers: its own that is overdue, and those of what it comes after."""
    kind = care.check(row.check_id)
    for alert in open_alerts(patient=row.patient).filter(kind__in=(OVERDUE, FOUND)):
        about = alert.detail.get("check")
        answers = about == kind.id if alert.kind == OVERDUE else about in kind.after
        if answers and not _still_due(row, str(about), alert.kind):
            alerts.close(by=by, alert=alert, note=f"{kind.title} was written down.")


def serious(row: AdverseEvent) -> Alert | None:
    """Tell the prescriber of a serious event, once for all its versions. In the transaction that keeps it."""
    if row.grade != adverse.SERIOUS:
        return None
    criteria = ", ".join(adverse.label("criterion", one).lower() for one in row.criteria)
    return alerts.raise_alert(
        kind=SERIOUS,
        patient=row.patient,
        course=row.course,
        what=f"Serious adverse event: {row.what} ({criteria}).",
        detail={"event": str(row.case)},
        actor_name=BY_RULE,
        client_id=_key("serious", row.case),
    )


def watch_response(response: Response) -> Alert | None:
    """Tell the prescriber when these answers show that a response is lost, or that the loss is confirmed.

    Call it in the transaction that keeps the answers. It asks what stands after them, so that answers in any order,
    also imported ones, raise each alert once.
    """
    course = courses.current(response.patient)
    if response.instrument not in outcomes.SCALES or course is None:
        return None
    lost = outcomes.of_course(course, response.instrument).told.relapse
    if lost is None:
        return None
    first = _key("relapse", UUID(lost.first.row))
    if lost.confirmed is None or open_alerts().filter(client_id=first).exists():
        what = f"A response is lost: {lost.first.scale} {lost.first.total} on {_day(lost.first.at)}. "
        what += "Ask again to confirm a relapse."
        return _lost(course, what, lost.first.row, first)
    what = f"A relapse is confirmed: {lost.first.scale} {lost.first.total} on {_day(lost.first.at)}, "
    what += f"{lost.confirmed.total} on {_day(lost.confirmed.at)}."
    return _lost(course, what, lost.confirmed.row, _key("relapse-confirmed", UUID(lost.first.row)))


def _lost(course: Course, what: str, row: str, key: UUID) -> Alert:
    return alerts.raise_alert(
        kind=RELAPSE,
        patient=course.patient,
        course=course,
        what=what,
        detail={"response": row},
        actor_name=BY_RULE,
        client_id=key,
    )


def _due(now: datetime) -> list[DueCheck]:
    return standing.due_of(standing.latest_courses(now - LOOKED_BACK), now)


@transaction.atomic
def _tell(course: Course, check_id: str, now: datetime) -> int:
    """Look once more, in the transaction of the alert: somebody may have written it down since."""
    late = [one for one in standing.due_of([course], now) if one.due.check.id == check_id and one.is_overdue]
    for one in late:
        alerts.raise_alert(
            kind=OVERDUE,
            patient=course.patient,
            course=course,
            what=f"{one.due.check.title} is overdue since {_day(one.due.until)}. {one.due.because}.",
            detail={"check": check_id, "since": one.due.since.isoformat(), "until": one.due.until.isoformat()},
            owner=next(iter(duty.in_turn([one.due.check.owner], now)), None),
            client_id=_key_of(one),
        )
    return len(late)


def _still_due(row: CheckRecord, check_id: str, kind: str) -> bool:
    """Whether what the alert is about waits all the same, as after a check that was amended or dated back."""
    latest = courses.history(row.patient).first() or row.course
    waiting = {one.due.check.id for one in standing.due_of([latest])}
    after = {one.id for one in care.checks().values() if check_id in one.after}
    return check_id in waiting if kind == OVERDUE else not waiting.isdisjoint(after)


def _key_of(one: DueCheck) -> UUID:
    """One key for what is due: the same whoever looks and whenever."""
    return _key(f"due:{one.due.check.id}:{one.due.since.isoformat()}", one.course.patient.public_id)


def _key(cause: str, of: UUID) -> UUID:
    return uuid5(NAMESPACE_OID, f"daybreak.followup:{cause}:{of}")


def _day(moment: datetime) -> str:
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return f"{local.day} {local:%b %Y}"
