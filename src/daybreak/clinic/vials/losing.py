"""A loss: the line that takes it off, the dates by which the rules ask for a notice and a form, and what was done."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from daybreak.care import ledger
from daybreak.clinic import clock, policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.vials.models import EntryKind, LossReport, LossStep, StepKind, Vial, VialEntry
from daybreak.clinic.vials.taking import a_reason, tells_the_same, write

_LONGEST_REFERENCE = 300
_PROOFS = {
    StepKind.NOTICE: "Say how and to which office the notice went, for example “fax to the field office, 14:10”.",
    StepKind.FORM106: "Enter the number under which Form 106 was accepted.",
    StepKind.NOT_SIGNIFICANT: "Say why this loss is judged not significant; theft always is.",
}


def lose(
    *,
    by: Person,
    vial: Vial,
    amount_ug: int,
    reason: str,
    discovered_on: date | None = None,
    client_id: UUID | None = None,
) -> VialEntry:
    """What is missing. No witness is waited for: the deadlines run from discovery, and are kept with the loss."""
    permit(by, "vial.record")
    today = timezone.localdate(clock.now())
    discovered = discovered_on or today
    errors = a_reason(reason, "Say what is known: when it was last seen, who had access, whether theft is possible.")
    if amount_ug <= 0:
        errors["amount"] = "Give an amount above zero."
    if discovered > today:
        errors["discovered_on"] = "This day has not come yet. Enter the day on which the loss was noticed."
    if errors:
        raise Invalid(errors=errors)
    entry = VialEntry(
        vial=vial,
        kind=EntryKind.LOST,
        amount_ug=amount_ug,
        change_ug=-amount_ug,
        at=clock.now(),
        reason=reason.strip(),
        recorded_by=by,
        client_id=client_id,
    )

    def act() -> VialEntry:
        written = write(by, entry)
        _report(by, written, discovered)
        return written

    return once(VialEntry, client_id, lambda row: tells_the_same(row, entry), act)


def record_step(
    *,
    by: Person,
    report: LossReport,
    kind: StepKind | str,
    done_on: date,
    reference: str,
    client_id: UUID | None = None,
) -> LossStep:
    """Something was done about a loss. Conflict when it was recorded before."""
    permit(by, "vial.report")
    kind, reference = StepKind(kind), reference.strip()
    errors = {}
    if not reference or len(reference) > _LONGEST_REFERENCE:
        errors["reference"] = _PROOFS[kind] if not reference else f"Shorten it to {_LONGEST_REFERENCE} characters."
    if done_on > timezone.localdate(clock.now()) or done_on < report.discovered_on:
        errors["done_on"] = "Enter the day on which it was done: from the day of discovery to today."
    if errors:
        raise Invalid(errors=errors)
    return once(
        LossStep,
        client_id,
        lambda row: (row.report_id, row.kind, row.reference) == (report.pk, kind, reference),
        lambda: _step(by, report, kind, done_on, reference, client_id),
    )


def _report(by: Person, entry: VialEntry, discovered: date) -> LossReport:
    rules = policy.current()
    notice, form = ledger.after_a_loss(discovered, rules)
    report = LossReport.objects.create(
        entry=entry,
        discovered_on=discovered,
        notice_due=notice.due,
        form_due=form.due,
        policy_version=rules.version,
        recorded_by=by,
    )
    due = {"notice due": notice.due.isoformat(), "form due": form.due.isoformat(), "policy": rules.version}
    audit.append(by=by, act="vial.loss", subject=report, detail=due)
    return report


def _step(
    by: Person, report: LossReport, kind: StepKind, done_on: date, reference: str, client_id: UUID | None
) -> LossStep:
    with transaction.atomic():
        LossReport.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
        if LossStep.objects.filter(report=report, kind=kind).exists():
            raise Conflict("This was recorded already. Reload the page.")
        step = LossStep.objects.create(
            report=report, kind=kind, done_on=done_on, reference=reference, recorded_by=by, client_id=client_id
        )
        audit.append(by=by, act=f"vial.loss_{kind}", subject=report, detail={"on": done_on.isoformat()})
        return step
