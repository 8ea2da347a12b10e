"""What a verdict is made from, read from the record: answers, what the chart says, medicines, past trials."""

from dataclasses import dataclass
from typing import Any

from daybreak.care import resistance, weights
from daybreak.care.interactions import Taken
from daybreak.care.resistance import Outcome, Stage, Trial
from daybreak.care.rules import Policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.patients.models import Allergy, Medication, Patient
from daybreak.clinic.patients.queries import Facts
from daybreak.clinic.suitability.models import Answer, PastTrial

GONE = ("inactive", "resolved")
"""Statuses of an allergy that the chart says is no more."""


@dataclass(frozen=True)
class Basis:
    """Everything a verdict rests on. ``answers`` holds what was answered and, by their own ids, the chart's facts."""

    answers: dict[str, str]
    taken: tuple[Taken, ...]
    stage: Stage

    def as_dict(self) -> dict[str, Any]:
        """As plain values, for the record."""
        return {
            "answers": self.answers,
            "medicines": [
                {"text": one.text, "dosage": one.dosage, "status": one.status, "last_taken": str(one.last_taken or "")}
                for one in self.taken
            ],
            "trials": [
                {"medicine": one.trial.medicine, "counts": one.counts, "why": one.why} for one in self.stage.judgements
            ],
            "stage": self.stage.label,
            "method": self.stage.method,
        }


def of(course: Course, policy: Policy) -> Basis:
    """What the record holds for this course now."""
    patient = course.patient
    facts, stage = patients.current_facts(patient), resistance.stage(_trials(patient), policy)
    said = {name: row.answer for name, row in answers(course).items() if row.answer}
    chart = _chart(patient, facts) | {"failed_trials": str(stage.failed)}
    return Basis(said | chart, tuple(taken(one) for one in facts.medications), stage)


def answers(course: Course) -> dict[str, Answer]:
    """The latest answer to each question; among them empty ones, which were taken back."""
    rows = Answer.objects.filter(course=course).select_related("recorded_by").order_by("pk")
    return {row.question: row for row in rows}


def past_trials(patient: Patient) -> list[PastTrial]:
    """The trials on record, those retracted or replaced left out."""
    rows = PastTrial.objects.filter(patient=patient, superseded_by__isnull=True, retracted=False)
    return list(rows.select_related("recorded_by"))


def trial(row: PastTrial) -> Trial:
    """The row as care judges it."""
    return Trial(row.medicine, row.daily_mg, row.weeks, Outcome(row.outcome), row.dose_judged)


def taken(row: Medication) -> Taken:
    """The medicine as care looks at it."""
    return Taken(row.text, row.dosage, row.last_taken, row.status)


def _trials(patient: Patient) -> list[Trial]:
    return [trial(row) for row in past_trials(patient)]


def _chart(patient: Patient, facts: Facts) -> dict[str, str]:
    """The chart's own answers. What it does not hold is left out, and so is a gap."""
    chart = {"sex": patient.sex, "age_y": str(patients.age(patient)), "ketamine_allergy": _allergy(facts.allergies)}
    if facts.weight and facts.height:
        chart["bmi"] = str(weights.body_mass_index(facts.weight.value, facts.height.value))
    return chart


def _allergy(allergies: tuple[Allergy, ...]) -> str:
    """ "Ketamin" is in every name of it, esketamine's included, in any tongue."""
    held = (one for one in allergies if one.clinical_status not in GONE)
    return "yes" if any("ketamin" in one.text.casefold() for one in held) else "no"
