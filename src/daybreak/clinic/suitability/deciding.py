"""Decides what a rule asks to be decided: a review by a reason, a stop by two signatures of two people."""

from uuid import UUID

from daybreak.care.findings import Severity, is_a_reason
from daybreak.care.suitability.screening import Found
from daybreak.care.suitability.verdict import Settled
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Conflict, Entries
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.suitability import queries
from daybreak.clinic.suitability.answering import locked
from daybreak.clinic.suitability.keeping import keep
from daybreak.clinic.suitability.models import Countersignature, Decision, Override

LONGEST_REASON = 2000
FIRST = "override this stop as medical director, for the reason given"
SECOND = "agree, as the second person, that this stop is overridden"
CHANGED = "This finding is no longer there as you saw it. Reload the page, look, and decide again."


def decide(
    *, by: Person, course: Course, basis: str, outcome: str, reason: str, client_id: UUID | None = None
) -> Decision:
    """A decision about one finding that asks for one: ``go_on`` or ``decline``, with its reason.

    Declining also takes back an override. Raises Refused, Invalid, and Conflict when the finding has changed, or is a
    stop, which a reason alone does not answer.
    """
    permit(by, "suitability.decide")
    why = _reason(reason, outcome)

    def write() -> Decision:
        of, found = _found(course, basis)
        if found.finding.severity is Severity.STOP and outcome == Settled.GO_ON:
            raise Conflict("A stop is not answered by a reason: the medical director and a second person sign.")
        told = {"basis": basis, "rule": found.finding.rule, "what": found.finding.what}
        told |= {"outcome": outcome, "reason": why}
        row = Decision.objects.create(course=of, recorded_by=by, client_id=client_id, **told)
        audit.append(by=by, act="suitability.decide", subject=row, patient=of.patient, detail=told)
        keep(by, of)
        return row

    return once(Decision, client_id, lambda row: (row.basis, row.outcome, row.reason) == (basis, outcome, why), write)


def override(
    *, by: Person, course: Course, basis: str, reason: str, proof: Proof | None, client_id: UUID | None = None
) -> Override:
    """The medical director's signed word that a stop may pass. It holds only once a second person has signed.

    Raises Refused, Invalid (no reason, no proof), and Conflict when the finding has changed or cannot be overridden.
    """
    permit(by, "suitability.override")
    why = _reason(reason, Settled.GO_ON)
    signatures.checked(by, proof)

    def write() -> Override:
        of, found = _found(course, basis)
        _refuse_unless_stop(found)
        told = {"basis": basis, "rule": found.finding.rule, "what": found.finding.what, "reason": why}
        row = Override.objects.create(course=of, recorded_by=by, client_id=client_id, **told)
        signatures.sign(by=by, meaning=FIRST, subject=row, content=row.content, proof=proof, patient=of.patient)
        audit.append(by=by, act="suitability.override", subject=row, patient=of.patient, detail=told)
        keep(by, of)
        return row

    return once(Override, client_id, lambda row: (row.basis, row.reason) == (basis, why), write)


def countersign(
    *, by: Person, override: Override, proof: Proof | None, client_id: UUID | None = None
) -> Countersignature:
    """The second signature, by another person than the first. From now on the override holds.

    Raises Refused, Invalid (no proof), and Conflict when it is the same person, is signed already, or the finding has
    changed since.
    """
    permit(by, "suitability.countersign")
    if override.recorded_by_id == by.pk:
        raise Conflict("You signed this override yourself. The second signature must be another person's.")
    signatures.checked(by, proof)

    def write() -> Countersignature:
        of, _ = _found(override.course, override.basis)
        if Countersignature.objects.filter(override=override).exists():
            raise Conflict("This override has its second signature already.")
        row = Countersignature.objects.create(
            override=override, first=override.signer, recorded_by=by, client_id=client_id
        )
        signatures.sign(
            by=by, meaning=SECOND, subject=override, content=override.content, proof=proof, patient=of.patient
        )
        detail = {"override": str(override.public_id), "rule": override.rule}
        audit.append(by=by, act="suitability.countersign", subject=row, patient=of.patient, detail=detail)
        keep(by, of)
        return row

    return once(Countersignature, client_id, lambda row: row.override_id == override.pk, write)


def _found(course: Course, basis: str) -> tuple[Course, Found]:
    """The course, locked, and the finding as it is now."""
    of = locked(course)
    found = next((one for one in queries.of_course(of).screening.found if one.basis == basis and one.binds), None)
    if found is None:
        raise Conflict(CHANGED)
    return of, found


def _refuse_unless_stop(found: Found) -> None:
    if found.finding.severity is not Severity.STOP:
        raise Conflict("This finding asks for a decision with its reason, not for an override.")
    if not found.can_be_settled:
        raise Conflict(f"No signature answers this: only another answer does. {found.finding.may_do}")


def _reason(reason: str, outcome: str) -> str:
    entries = Entries()
    clean = entries.text("reason", reason, longest=LONGEST_REASON, called="The reason")
    if clean and not is_a_reason(clean):
        entries.refuse("reason", "Say why, in words that whoever reads the record next year understands.")
    if outcome not in (Settled.GO_ON, Settled.DECLINE):
        entries.refuse("outcome", "Choose whether the course goes on.")
    entries.settle()
    return clean
