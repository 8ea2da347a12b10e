"""What is typed about suitability beside the answers: a referral, a medicine, a past trial, a decision."""

from typing import Any

from django import forms
from django.http import QueryDict

from daybreak.care.medicines.catalogue import medicines
from daybreak.care.resistance import Outcome
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.suitability import actions
from daybreak.clinic.suitability.models import PastTrial, Referral, Referrer
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, NumberField, line


def _lines(label: str, *, longest: int = 2000, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class ReferralForm(EntryForm):
    """Who referred the patient, why and when."""

    kind = forms.ChoiceField(label="Referred by", choices=Referrer.choices, widget=forms.RadioSelect)
    referrer = line(
        "Name",
        longest=200,
        required=False,
        hint="And the practice or hospital. Not needed for a patient who came alone.",
    )
    referred_on = DayField(label="On")
    reason = _lines("Reason for the referral", hint="In the words of whoever referred, as far as you have them.")

    def save(self, by: Person, course: Course) -> Referral | None:
        """Record the referral; None when something is wrong."""
        told = {name: self.cleaned_data[name] for name in ("kind", "referrer", "referred_on", "reason")}
        return self.attempt(lambda: actions.refer(by=by, course=course, client_id=self.key, **told))


class MedicineForm(EntryForm):
    """A medicine taken now, found by its name or typed freely."""

    text = line("Medicine", longest=300, hint="Type a generic name; choose it below, or add it as you typed it.")
    dosage = line("How it is taken", longest=300, required=False, hint="For example “50 mg in the morning”.")
    last_taken = DayField(label="Last taken on", required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        """The form; a name that was picked from the list stands for what was typed."""
        if data is not None and data.get("pick"):
            data = data.copy()
            data["text"] = data.get("pick", "")
        super().__init__(data)

    def save(self, by: Person, patient: Patient) -> bool:
        """Write it into the chart; False when something is wrong."""
        told = {name: self.cleaned_data[name] for name in ("text", "dosage", "last_taken")}
        return (
            self.attempt(lambda: patients.record_medication(by=by, patient=patient, client_id=self.key, **told))
            is not None
        )


class TrialForm(EntryForm):
    """A past trial of an antidepressant."""

    medicine = line("Medicine", longest=200, hint="Its generic name.", list="antidepressants")
    daily_mg = NumberField(label="Highest dose", required=False, help_text="Leave empty when nobody knows.")
    weeks = NumberField(label="Taken for", required=False, help_text="At that dose or near it.")
    period = line("When", longest=80, required=False, hint="For example “spring 2022”.")
    outcome = forms.ChoiceField(
        label="How it ended", choices=[(one.value, one.label) for one in Outcome], widget=forms.RadioSelect
    )
    dose_judged = forms.ChoiceField(
        label="Was the dose adequate?",
        required=False,
        choices=[("", "By the list"), ("adequate", "Adequate"), ("inadequate", "Not adequate")],
        widget=forms.RadioSelect,
        help_text="The list holds a least dose for the usual antidepressants. Judge it yourself where you know better.",
    )

    @property
    def antidepressants(self) -> list[str]:
        """The names offered as one types."""
        return [one.name for one in medicines().values() if one.is_antidepressant]

    def save(self, by: Person, patient: Patient, earlier: PastTrial | None = None) -> bool:
        """Record the trial, or a later version of ``earlier``; False when something is wrong."""
        names = ("medicine", "daily_mg", "weeks", "period", "outcome", "dose_judged")
        told = {name: self.cleaned_data[name] for name in names}
        return (
            self.attempt(
                lambda: actions.record_trial(by=by, patient=patient, client_id=self.key, supersedes=earlier, **told)
            )
            is not None
        )


class DecisionForm(EntryForm):
    """Why a finding lets the course go on, or not."""

    reason = _lines(
        "Reason", hint="For whoever reads the record next year: what was weighed, who was asked, what was agreed."
    )

    def save(self, act: Any, **told: Any) -> Any:
        """Do ``act`` with the reason; None when something is wrong."""
        return self.attempt(lambda: act(reason=self.cleaned_data["reason"], client_id=self.key, **told))
