"""Takes a consent back, or makes touch less, at any second: by the patient's link, or as the patient says or shows."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from daybreak.care import touch
from daybreak.care.consents import ConsentKind, locked
from daybreak.care.findings import Refused
from daybreak.clinic import clock, policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.consents import bedside, queries
from daybreak.clinic.consents.locking import wait_for
from daybreak.clinic.consents.models import Asking, Channel, TouchMap, Withdrawal
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries, Invalid
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

LONGEST_REASON = 300


def take_back(
    *, by: Person, course: Course, kind: str, reason: str = "", client_id: UUID | None = None
) -> Withdrawal | None:
    """The patient takes back what was agreed, and ``by`` writes it down. No reason is needed.

    Taking back twice does nothing. None when nothing stands: there is then nothing that could be done on it.
    """
    permit(by, "consent.take_back")
    entries = Entries()
    reason = entries.text("reason", reason, longest=LONGEST_REASON, required=False)
    entries.settle()
    return _take_back(course, kind, Channel.SPOKEN, by, reason, client_id)


def take_back_by_link(*, token: str, kind: str, client_id: UUID | None = None) -> Withdrawal | None:
    """The patient takes it back, by the link it was given with or by any later one of the course."""
    asked = queries.asking(token)
    return _take_back(asked.course, kind, _channel(asked), None, "", client_id)


def narrow(*, by: Person, course: Course, keep: Iterable[str], client_id: UUID | None = None) -> TouchMap:
    """Touch stays only in the regions ``keep``; none of them is taking it back. Refused when that would widen it.

    Conflict when nothing is marked. The same again does nothing.
    """
    permit(by, "consent.take_back")
    return _narrow(course, keep, Channel.SPOKEN, by, client_id)


def narrow_by_link(*, token: str, keep: Iterable[str], client_id: UUID | None = None) -> TouchMap:
    """As ``narrow``, by the patient's own link."""
    asked = queries.asking(token)
    return _narrow(asked.course, keep, _channel(asked), None, client_id)


@transaction.atomic
def _take_back(
    course: Course, kind: str, channel: Channel, by: Person | None, reason: str, client_id: UUID | None
) -> Withdrawal | None:
    running = bedside.running(course)
    wait_for(course)
    if kind == ConsentKind.TOUCH and queries.touch_mask(course):
        _set(course, touch.NOWHERE, channel, by, None)  # whatever stands behind it: "no" is nowhere
    consent = queries.latest(course, ConsentKind(kind))
    if consent is None or not consent.agreed:
        return None
    known = Withdrawal.objects.filter(consent=consent).first()
    if known is not None:
        return known
    row = Withdrawal.objects.create(
        consent=consent,
        channel=channel,
        reason=reason,
        at=clock.now(),
        recorded_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    _log(by, channel, "consent.take_back", row, consent.course, {"text": kind, "reason": reason})
    bedside.tell(running, by, f"{consent.document.wording.title}: consent taken back. {_SAYS[consent.kind]}")
    return row


_SAYS = {
    ConsentKind.TREATMENT: "Give nothing more; after an injection stay with the patient and go on watching.",
    ConsentKind.TOUCH: "No touch from now on, but to keep the patient safe.",
    ConsentKind.VR: "Take the headset off now.",
    ConsentKind.RECORDING: "Stop the recording now.",
    ConsentKind.DATA_USE: "Use nothing beyond the care of this session.",
}


@transaction.atomic
def _narrow(
    course: Course, keep: Iterable[str], channel: Channel, by: Person | None, client_id: UUID | None
) -> TouchMap:
    running = bedside.running(course)
    wait_for(course)
    current = queries.touch_map(course)
    if current is None or not current.mask:
        raise Conflict("No place is marked for touch, so there is nothing to take away.")
    mask = _kept(keep)
    if touch.widens(current.mask, mask):
        raise Refused([locked(policy.current(), "Touch can only be made less here, never more.")])
    if mask == current.mask:
        return current
    if not mask:
        _take_back(course, ConsentKind.TOUCH, channel, by, "", client_id)
        return queries.touch_map(course) or current
    row = _set(course, mask, channel, by, client_id)
    detail = {"places": touch.in_words(mask), "no_longer": touch.in_words(current.mask & ~mask)}
    _log(by, channel, "consent.narrow", row, course, detail)
    bedside.tell(running, by, f"Touch made less. Now only: {touch.in_words(mask)}.")
    return row


def _kept(keep: Iterable[str]) -> int:
    try:
        return touch.mask_of(keep)
    except ValueError as problem:
        raise Invalid(errors={"keep": "This page does not offer that place. Reload it and mark again."}) from problem


def _set(course: Course, mask: int, channel: Channel, by: Person | None, client_id: UUID | None) -> TouchMap:
    earlier = queries.touch_map(course)
    return TouchMap.objects.create(
        course=course,
        mask=mask,
        words=earlier.words if earlier and mask else "",
        channel=channel,
        at=clock.now(),
        recorded_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )


def _channel(asked: Asking) -> Channel:
    return Channel.DEVICE if asked.on_device else Channel.LINK


def _log(
    by: Person | None,
    channel: Channel,
    act: str,
    row: Withdrawal | TouchMap,
    course: Course,
    detail: dict[str, str],
) -> None:
    audit.append(
        by=by, actor_name=channel.label, act=act, subject=row, patient=course.patient, detail={**detail, "how": channel}
    )
