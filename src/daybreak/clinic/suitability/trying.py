"""Records past trials of antidepressants, each as a version of its own."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction

from daybreak.care.resistance import Outcome
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.entry import Entries
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.suitability.keeping import keep
from daybreak.clinic.suitability.models import PastTrial

JUDGED = ("", "adequate", "inadequate")
MOST_MG, MOST_WEEKS = Decimal(5000), Decimal(2600)


@transaction.atomic
def record_trial(
    *,
    by: Person,
    patient: Patient,
    medicine: str,
    outcome: str,
    daily_mg: Decimal | str | None = None,
    weeks: Decimal | str | None = None,
    dose_judged: str = "",
    period: str = "",
    source: str = "",
    client_id: UUID | None = None,
    supersedes: PastTrial | None = None,
) -> PastTrial:
    """A past trial; dose and weeks stay empty where nobody knows them. Raises Refused, Invalid, Conflict."""
    permit(by, "patient.record")
    entries = Entries()
    if outcome not in set(Outcome):
        entries.refuse("outcome", "Choose how the trial ended.")
    if dose_judged not in JUDGED:
        entries.refuse("dose_judged", "Choose adequate or inadequate, or leave it to the list.")
    row = PastTrial(
        medicine=entries.text("medicine", medicine, longest=200, called="The medicine"),
        daily_mg=_amount(entries, "daily_mg", daily_mg, MOST_MG, "mg a day"),
        weeks=_amount(entries, "weeks", weeks, MOST_WEEKS, "weeks"),
        outcome=outcome,
        dose_judged=dose_judged,
        period=entries.text("period", period, longest=80, required=False, called="When it was"),
        source=entries.text("source", source, longest=200, required=False, called="The source"),
    )
    entries.settle()
    known = patients.same_act(PastTrial, patient, client_id)
    return known or _kept(by, patient, patients.keep_version(by, patient, row, client_id, supersedes))


@transaction.atomic
def retract_trial(*, by: Person, trial: PastTrial, reason: str) -> PastTrial:
    """Says that a trial was recorded in error. Raises Refused, Invalid, Conflict."""
    return _kept(by, trial.patient, patients.retract(by=by, fact=trial, reason=reason))


def _kept(by: Person, patient: Patient, row: PastTrial) -> PastTrial:
    course = courses.current(patient)
    if course is not None:
        keep(by, course)
    return row


def _amount(entries: Entries, field: str, typed: Decimal | str | None, most: Decimal, unit: str) -> Decimal | None:
    if typed is None or typed == "":
        return None
    number = entries.number(field, typed)
    if number is not None and not 0 < number <= most:
        entries.refuse(field, f"Enter more than 0 and at most {most} {unit}, or leave it empty when nobody knows.")
    return number
