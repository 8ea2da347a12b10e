"""Signs: one person, one meaning, one content, sealed in the transaction of the act that is signed."""

import hashlib
from uuid import UUID

from django.db.models import Model

from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Invalid
from daybreak.clinic.once import once
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import roles_of
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.signatures.proof import Proof

LONGEST_MEANING = 300
NOT_PROVEN = "Type your passphrase again to sign: a signature is good only when you have just shown who you are."


def sign(
    *,
    by: Person,
    meaning: str,
    subject: Model,
    content: str,
    proof: Proof | None,
    patient: Patient | None = None,
    client_id: UUID | None = None,
) -> Signature:
    """``by`` signs ``subject`` as it reads in ``content``. Call it in the transaction of the act.

    Invalid(errors={"signing_password": …}) unless ``proof`` is this person's own and younger than a minute. Who may do
    the act, the act itself asks. ``patient`` puts the line of the log into that patient's chart.
    """
    checked(by, proof)
    digest = digest_of(content)
    named = (subject._meta.label_lower, str(getattr(subject, "public_id", subject.pk)))
    return once(
        Signature,
        client_id,
        lambda row: (row.person_id, row.subject_kind, row.subject_id, row.content_sha256) == (by.pk, *named, digest),
        lambda: _sign(by, meaning, named, digest, checked(by, proof), patient, client_id),
    )


def checked(by: Person, proof: Proof | None) -> Proof:
    """The proof, when it is this person's and fresh; Invalid otherwise. For acts that ask before they write."""
    if proof is None or not proof.is_of(by):
        raise Invalid(errors={"signing_password": NOT_PROVEN})
    return proof


def digest_of(content: str) -> str:
    """The SHA-256 under which a content is signed, as 64 hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def _sign(
    by: Person,
    meaning: str,
    named: tuple[str, str],
    digest: str,
    proof: Proof,
    patient: Patient | None,
    client_id: UUID | None,
) -> Signature:
    row = Signature.objects.create(
        person=by,
        printed_name=by.name,
        roles=" ".join(sorted(roles_of(by))),
        meaning=meaning[:LONGEST_MEANING],
        signed_at=clock.now(),
        how=proof.how,
        subject_kind=named[0],
        subject_id=named[1],
        content_sha256=digest,
        recorded_by=by,
        client_id=client_id,
    )
    detail = {"meaning": row.meaning, "sha256": digest, "how": proof.how}
    audit.append(
        by=by, act="signature.sign", subject_kind=named[0], subject_id=named[1], patient=patient, detail=detail
    )
    return row
