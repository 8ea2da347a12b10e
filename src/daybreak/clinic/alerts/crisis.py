"""The text that a patient at risk reads: the clinic's own, signed and numbered; until then the one that is shipped."""

from uuid import UUID

from django.db import transaction

from daybreak.care import crisis as care
from daybreak.clinic import clock
from daybreak.clinic.alerts import steps
from daybreak.clinic.alerts.models import Alert, AlertStep, CrisisText, StepKind
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Entries, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

MEANING = "This is what a patient at risk reads in our clinic"
LONGEST = 600
BY_THE_PAGE = "the patient's page"


def sign_crisis_text(
    *, by: Person, language: str, text: str, phone: str, proof: Proof | None, client_id: UUID | None = None
) -> CrisisText:
    """A new version, in force at once. Refused; Invalid names ``text``, ``phone``, ``language`` or the signature."""
    permit(by, "crisis.sign")
    entries = Entries()
    text = entries.text("text", text, longest=LONGEST, called="The text")
    phone = entries.text("phone", phone, longest=40, required=False, called="The number")
    if language not in care.languages():
        entries.refuse("language", f"There is no page in “{language}”: choose one of {', '.join(care.languages())}.")
    if phone and not care.is_a_number(phone):
        entries.refuse("phone", "This is not a telephone number: digits, blanks and a plus sign in front.")
    entries.settle()
    signatures.checked(by, proof)
    return once(
        CrisisText,
        client_id,
        lambda row: (row.language, row.text, row.phone) == (language, text, phone),
        lambda: _sign(by, language, text, phone, proof, client_id),
    )


@transaction.atomic
def crisis_shown(*, alert: Alert, version: str) -> AlertStep | None:
    """The patient was shown the crisis text with the answer that raised this; once is enough. Closed alerts stay."""
    current = steps.locked(alert)
    if not current.is_open or AlertStep.objects.filter(alert=current, kind=StepKind.SHOWN).exists():
        return None
    return steps.write(current, StepKind.SHOWN, by=None, words=f"Shown: {version}.", actor_name=BY_THE_PAGE)


def text_of(row: CrisisText) -> str:
    """What is signed, to the letter."""
    return f"{row.language}, version {row.version}\n{row.text}\n{row.phone}"


def _sign(by: Person, language: str, text: str, phone: str, proof: Proof | None, client_id: UUID | None) -> CrisisText:
    one_at_a_time(f"crisis.{language}")
    last = CrisisText.objects.filter(language=language).first()
    row = CrisisText.objects.create(
        language=language,
        version=(last.version if last else 0) + 1,
        text=text,
        phone=phone,
        recorded_at=clock.now(),
        recorded_by=by,
        client_id=client_id,
    )
    signatures.sign(by=by, meaning=MEANING, subject=row, content=text_of(row), proof=proof)
    detail = {"language": language, "version": row.version, "text": text, "phone": phone}
    audit.append(by=by, act="crisis.sign", subject=row, detail=detail)
    return row
