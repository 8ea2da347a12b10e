"""Where each consent of a course stands now, and what of it is missing before a dose."""

from dataclasses import dataclass
from enum import StrEnum

from daybreak.care.consents import ConsentKind, ConsentText, shipped
from daybreak.clinic import clock, policy
from daybreak.clinic.consents import queries
from daybreak.clinic.consents.models import Consent, Document
from daybreak.clinic.courses.models import Course
from daybreak.clinic.signatures import queries as signatures


class State(StrEnum):
    """Where a consent stands."""

    NO_TEXT = "no_text"
    UNASKED = "unasked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NEW_TEXT = "new_text"
    OLD = "old"


@dataclass(frozen=True)
class Standing:
    """One consent of one course: the version in force, the last decision, and what that makes of it now."""

    kind: ConsentKind
    state: State
    document: Document | None
    consent: Consent | None

    @property
    def text(self) -> ConsentText:
        """The wording in force, or the shipped one while none is."""
        return self.document.wording if self.document else shipped(self.kind)

    @property
    def is_agreed(self) -> bool:
        """Whether the patient agrees, in the words now in force."""
        return self.state is State.AGREED

    @property
    def missing(self) -> str:
        """What is missing before a dose, as a sentence; empty when nothing is."""
        title = self.text.title
        if self.state in (State.DECLINED, State.WITHDRAWN) and self.text.required:
            how = "declined" if self.state is State.DECLINED else "taken back"
            return f"{title}: the patient has {how} this consent, so no dose may be given."
        return _MISSING.get(self.state, "").format(title=title)


_MISSING = {
    State.NO_TEXT: "{title}: the medical director has not signed a text for this consent yet.",
    State.UNASKED: "{title}: the patient has not decided yet.",
    State.NEW_TEXT: "{title}: a new version of the text is in force. Ask the patient anew.",
    State.OLD: "{title}: the decision is too old to count. Ask the patient anew.",
}


def of(course: Course, kind: str) -> Standing:
    """Where one consent of the course stands now."""
    document, consent = queries.in_force(kind), queries.latest(course, kind)
    return Standing(ConsentKind(kind), _state(document, consent), document, consent)


def all_of(course: Course) -> tuple[Standing, ...]:
    """Where every consent stands, in the order in which they are asked."""
    return tuple(of(course, kind) for kind in ConsentKind)


def treatment(course: Course) -> tuple[str, ...]:
    """What is missing of the consent to the treatment."""
    return _missing(course, ConsentKind.TREATMENT)


def explained(course: Course) -> tuple[str, ...]:
    """Missing until a clinician has signed that the treatment was explained and the patient can decide."""
    found = of(course, ConsentKind.TREATMENT)
    if found.is_agreed and found.consent is not None and signatures.of(found.consent).exists():
        return ()
    return ("Nobody has signed yet that the treatment was explained and that the patient can decide about it.",)


def data_use(course: Course) -> tuple[str, ...]:
    """What is missing of the consent to the use of data."""
    return _missing(course, ConsentKind.DATA_USE)


def touch(course: Course) -> tuple[str, ...]:
    """What is missing of the decision about touch."""
    return _missing(course, ConsentKind.TOUCH)


def vr(course: Course) -> tuple[str, ...]:
    """What is missing of the decision about virtual reality."""
    return _missing(course, ConsentKind.VR)


def recording(course: Course) -> tuple[str, ...]:
    """What is missing of the decision about recording."""
    return _missing(course, ConsentKind.RECORDING)


def _missing(course: Course, kind: ConsentKind) -> tuple[str, ...]:
    found = of(course, kind)
    return (found.missing,) if found.missing else ()


def _state(document: Document | None, consent: Consent | None) -> State:
    if document is None:
        return State.NO_TEXT
    if consent is None:
        return State.UNASKED
    if hasattr(consent, "withdrawal") and consent.withdrawal.at <= clock.now():
        return State.WITHDRAWN
    if consent.document_id != document.pk:
        return State.NEW_TEXT
    if clock.now() - consent.at > policy.current().days("consent.valid"):
        return State.OLD
    return State.AGREED if consent.agreed else State.DECLINED
