"""Signs, as the clinician, that the treatment was explained and that the patient can decide about it."""

from uuid import UUID

from django.db import transaction

from daybreak.clinic.consents import content, queries
from daybreak.clinic.consents.models import Consent
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.signatures.proof import Proof

MEANING = "have explained the treatment, answered what was asked, and found that the patient can decide about it"


def explain(*, by: Person, consent: Consent, proof: Proof | None, client_id: UUID | None = None) -> Signature:
    """The clinician's own signature under a patient's consent. Conflict when it was declined or taken back."""
    permit(by, "consent.explain")
    with transaction.atomic():
        current = queries.get(consent.public_id)
        if not current.agreed or hasattr(current, "withdrawal"):
            raise Conflict("The patient does not agree to this now, so there is nothing to sign under.")
        return signatures.sign(
            by=by,
            meaning=MEANING,
            subject=current,
            content=content.sealed_words(current),
            proof=proof,
            patient=current.course.patient,
            client_id=client_id,
        )
