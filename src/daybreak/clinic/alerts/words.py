"""Keeps what a patient writes in their own words, and looks in it for phrases of self-harm in the same transaction."""

from uuid import UUID

from daybreak.clinic import clock
from daybreak.clinic.alerts.models import PatientWords
from daybreak.clinic.alerts.signals import watch_text
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.measures import queries as measures
from daybreak.clinic.measures.models import Invitation
from daybreak.clinic.once import once

LONGEST = 2000
MOST = 5
"""Messages behind one link; whoever has more to say is better heard than read."""
BY_LINK = "patient, by link"
WHERE = "a message behind a questionnaire's link"


def keep_words(
    *, token: str, text: str, language: str = "en", client_id: UUID | None = None
) -> tuple[PatientWords, bool]:
    """The words as they were kept, and whether a phrase in them has raised an alert. No phrase is no all-clear.

    The link is the permission, also once its questions are answered. Absent for an unknown link; Conflict for one that
    is withdrawn or past its time, or has carried ``MOST`` messages; Invalid when there is nothing or too much.
    """
    invitation = measures.asked_by(token)
    if invitation.withdrawn_at is not None or invitation.expires_at <= clock.now():
        raise Conflict("This link is closed. Call your clinic, or the number below if you need help now.")
    entries = Entries()
    clean = "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()
    entries.text("text", clean.replace("\n", " "), longest=LONGEST, called="What you want to tell us")
    entries.settle()
    row = once(
        PatientWords,
        client_id,
        lambda known: (known.invitation_id, known.text) == (invitation.pk, clean),
        lambda: _keep(invitation, clean, language, client_id),
    )
    return row, bool(row.patient.alerts.filter(detail__row=str(row.public_id)).exists())


def _keep(invitation: Invitation, text: str, language: str, client_id: UUID | None) -> PatientWords:
    if PatientWords.objects.filter(invitation=invitation).count() >= MOST:
        raise Conflict("This link has carried enough messages. Call your clinic: they will want to hear the rest.")
    row = PatientWords.objects.create(
        patient=invitation.patient,
        course=invitation.course,
        invitation=invitation,
        text=text,
        language=language,
        client_id=client_id,
    )
    audit.append(
        by=None, actor_name=BY_LINK, act="words.keep", subject=row, patient=row.patient, detail={"length": len(text)}
    )
    watch_text(text=text, patient=row.patient, key=row.public_id, where=WHERE, course=row.course)
    return row
