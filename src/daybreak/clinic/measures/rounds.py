"""What time alone makes due among measures: asking, reminding, sending. Alerts look after answers that never come."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from daybreak.care.occasions import hours, is_waking_hour, may_remind
from daybreak.clinic import policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import due, messages
from daybreak.clinic.measures.asking import Wanted, ask_together
from daybreak.clinic.measures.models import Invitation, Message, Reach, Way

LOOKED_BACK = timedelta(days=30)
"""No link and no batch stays open longer than this after its last message."""


def make_rounds(now: datetime) -> int:
    """Everything once; how many things were done. Nothing is asked or sent outside waking hours."""
    if not is_waking_hour(policy.current(), timezone.localtime(now)):
        return 0
    return _ask(now) + _remind(now) + messages.deliver(now)


def _ask(now: datetime) -> int:
    """One batch and one message for each open course whose patient is asked by message and owes an answer."""
    last = Reach.objects.filter(patient=OuterRef("patient")).order_by("-recorded_at", "-pk").values("way")[:1]
    reached = Course.objects.filter(closed_at=None).annotate(way=Subquery(last)).exclude(way=None)
    courses = list(reached.exclude(way=Way.NONE).select_related("patient"))
    if not courses:
        return 0
    wanted = due.wanted(courses, now)
    return sum(_ask_one(course, now) for course in courses if wanted[course.pk])


@transaction.atomic
def _ask_one(course: Course, now: datetime) -> int:
    """Looked at again under the course's lock, because another process may have asked meanwhile."""
    current = Course.objects.select_for_update(of=("self",), no_key=True).select_related("patient").get(pk=course.pk)
    reach = Reach.objects.filter(patient=current.patient).last()
    occasions = due.wanted([current], now)[current.pk] if current.closed_at is None else []
    if not occasions or reach is None or reach.way == Way.NONE:
        return 0
    wanted = [Wanted(one.instrument, one.key) for one in occasions]
    valid_for, open_one = hours(policy.current(), "measure.link.valid"), _still_reminded(current, now)
    rows = ask_together(course=current, wanted=wanted, valid_for=valid_for, joins=open_one)
    if open_one is None:
        messages.write(rows[0], reach, number=0)
    return 1


def _still_reminded(course: Course, now: datetime) -> Invitation | None:
    """The last of a batch that is open and will be called to mind once more: what is due now joins it, so that nobody
    gets two messages where one will do."""
    asked = Invitation.objects.filter(course=course, used_at=None, withdrawn_at=None, expires_at__gt=now)
    one = asked.exclude(batch=None).order_by("-pk").first()
    if one is None:
        return None
    told = Message.objects.filter(invitation__batch=one.batch).order_by("-number").first()
    if told is None or told.number >= policy.current().decimal("measure.reminder.most"):
        return None
    return Invitation.objects.filter(batch=one.batch).order_by("-place").first()


def _remind(now: datetime) -> int:
    """One more message for each batch that is still open, as often and as late as the rules say."""
    rules = policy.current()
    sent = Message.objects.filter(state="sent", done_at__gte=now - LOOKED_BACK).order_by("number")
    last = {message.invitation_id: message for message in sent.select_related("invitation")}
    return sum(
        _remind_one(message)
        for message in last.values()
        if message.done_at and may_remind(rules, sent_at=message.done_at, reminders=message.number, now=now)
    )


@transaction.atomic
def _remind_one(message: Message) -> int:
    first = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=message.invitation_id)
    reach = Reach.objects.filter(patient=first.patient).last()
    newer = Message.objects.filter(invitation=first, number__gt=message.number).exists()
    if newer or reach is None or reach.way == Way.NONE or not messages.open_in_batch(first):
        return 0
    messages.write(first, reach, number=message.number + 1)
    return 1
