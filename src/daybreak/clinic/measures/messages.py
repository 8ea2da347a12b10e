"""Messages with a link: written down, then sent, then marked; after a crash between the two one may go out twice."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.measures import instruments
from daybreak.clinic.measures.asking import BY_SCHEDULE, new_link
from daybreak.clinic.measures.models import Invitation, Message, Reach, Way
from daybreak.clinic.measures.sending import Letter, NotSent, sender

MOST_ATTEMPTS = 4
AGAIN_AFTER = timedelta(minutes=10)
"""Doubled with each attempt: 10, 20, 40 minutes."""
GIVEN_UP_ON = timedelta(minutes=5)
"""A message that was being sent this long ago was interrupted: it is sent again."""


def write(invitation: Invitation, reach: Reach, number: int) -> Message:
    """A message that is due now. In the transaction of what causes it."""
    return Message.objects.create(
        invitation=invitation, number=number, way=reach.way, language=reach.language, due_at=clock.now()
    )


def deliver(now: datetime) -> int:
    """Sends what is due, one after another; how many went out."""
    waiting = Q(state="due", due_at__lte=now) | Q(state="sending", due_at__lte=now - GIVEN_UP_ON)
    keys = list(Message.objects.filter(waiting).order_by("due_at", "pk").values_list("pk", flat=True)[:50])
    return sum(_deliver(key, now) for key in keys)


def letter_of(message: Message, token: str) -> Letter:
    """The words of a message in the patient's language: nobody is named, nothing says what is treated."""
    invitation = message.invitation
    asked = open_in_batch(invitation)
    minutes = sum(one.minutes for one in instruments.askable() if one.id in {row.instrument for row in asked}) or 1
    patient = invitation.patient
    with translation.override(message.language):
        subject = _("A reminder from your clinic") if message.number else _("A few questions from your clinic")
        opening = (
            _("You have not answered yet. There is still time.")
            if message.number
            else _("Your clinic would like to know how you are.")
        )
        takes = ngettext("It takes about %(count)d minute.", "It takes about %(count)d minutes.", minutes)
        link = settings.ANSWER_ADDRESS.format(token=token)
        closing = _("The link is for you alone. If you no longer want these messages, tell your clinic.")
        text = f"{opening} {takes % {'count': minutes}}\n\n{link}\n\n{closing}"
    return Letter(patient.email if message.way == Way.EMAIL else patient.phone, subject, text)


def _deliver(key: int, now: datetime) -> int:
    message, token = _claim(key, now)
    if message is None:
        return 0
    try:
        letter = letter_of(message, token)
        if not letter.to:
            raise NotSent("The chart holds no address for this way.")
        sender(message.way).send(letter)
    except NotSent as problem:
        _failed(message, str(problem), now)
        return 0
    except Exception as problem:  # noqa: BLE001 - a sender of the clinic's own may fail in any way; its text may name someone
        _failed(message, f"The sender failed ({type(problem).__name__}).", now)
        return 0
    _sent(message)
    return 1


@transaction.atomic
def _claim(key: int, now: datetime) -> tuple[Message | None, str]:
    """The message with a token of its own, taken by one process alone; None when another did or nothing is asked."""
    waiting = Q(state="due") | Q(state="sending", due_at__lte=now - GIVEN_UP_ON)
    taken = Message.objects.filter(waiting, pk=key).update(state="sending", due_at=now, attempts=F("attempts") + 1)
    if not taken:
        return None, ""
    message = Message.objects.select_related("invitation__patient", "invitation__course").get(pk=key)
    if not open_in_batch(message.invitation):
        Message.objects.filter(pk=key).update(state="dropped", done_at=now)
        return None, ""
    return message, new_link(message.invitation)


@transaction.atomic
def _sent(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(state="sent", done_at=clock.now(), problem="")
    detail = {"way": message.way, "number": message.number, "language": message.language}
    audit.append(
        by=None,
        act="measure.message",
        subject=message,
        patient=message.invitation.patient,
        detail=detail,
        actor_name=BY_SCHEDULE,
    )


@transaction.atomic
def _failed(message: Message, problem: str, now: datetime) -> None:
    gives_up = message.attempts >= MOST_ATTEMPTS
    again = now + AGAIN_AFTER * 2 ** (message.attempts - 1)
    state = {"state": "failed", "done_at": now} if gives_up else {"state": "due", "due_at": again}
    Message.objects.filter(pk=message.pk).update(problem=problem[:200], **state)
    if gives_up:
        audit.append(
            by=None,
            act="measure.message_failed",
            subject=message,
            patient=message.invitation.patient,
            detail={"way": message.way, "number": message.number, "problem": problem},
            actor_name=BY_SCHEDULE,
        )


def open_in_batch(invitation: Invitation) -> list[Invitation]:
    """What a message can still ask; nothing once the course is closed."""
    if invitation.course is not None and invitation.course.closed_at is not None:
        return []
    rows = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    same = rows.filter(pk=invitation.pk) if invitation.batch is None else rows.filter(batch=invitation.batch)
    return list(same)
