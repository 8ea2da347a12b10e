"""Reads signatures: who signed a thing, and whether it still reads as it was signed."""

from django.db.models import Model, QuerySet

from daybreak.care.roles import ROLES, Role
from daybreak.clinic.signatures.actions import digest_of
from daybreak.clinic.signatures.models import Signature


def of(subject: Model) -> QuerySet[Signature]:
    """Every signature under ``subject``, in the order they were made."""
    rows = Signature.objects.select_related("person")
    return rows.filter(
        subject_kind=subject._meta.label_lower, subject_id=str(getattr(subject, "public_id", subject.pk))
    )


def holds(signature: Signature, content: str) -> bool:
    """Whether ``content`` is, to the letter, what was signed."""
    return signature.content_sha256 == digest_of(content)


def role_words(signature: Signature) -> str:
    """The roles held when it was signed, in words."""
    return ", ".join(Role(role).label if role in ROLES else role for role in signature.roles.split())
