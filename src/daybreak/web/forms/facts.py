"""What is known of a patient, as typed: conditions, medicines, allergies, weight, height, blood pressure."""

from collections.abc import Callable
from typing import Any

from django import forms

from daybreak.clinic.patients import actions
from daybreak.clinic.patients.models import (
    Allergy,
    Condition,
    Fact,
    Medication,
    Observation,
    ObservationKind,
    Patient,
)
from daybreak.clinic.people.models import Person
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, MomentField, NumberField, line

ICD_10 = "http://hl7.org/fhir/sid/icd-10"


class FactForm(EntryForm):
    """One fact. ``heading`` names it; ``units`` are written beside its fields; ``model`` is the row it becomes."""

    heading = ""
    model: type[Fact] | None = None
    units: dict[str, str] = {}
    optional: frozenset[str] = frozenset()

    def save(self, by: Person, patient: Patient, earlier: Fact | None = None) -> bool:
        """Record the fact, or a later version of ``earlier``; False when something is wrong or waits for a tick."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "client_id" and value is not None}
        given |= self.kept(earlier)
        return self.attempt(lambda: self.act()(by=by, patient=patient, client_id=self.key, **given)) is not None

    def kept(self, earlier: Fact | None) -> dict[str, Any]:
        """What a later version takes over from the earlier one because the form does not ask for it."""
        if earlier is None:
            return {}
        return {"supersedes": earlier} | {
            name: getattr(earlier, name) for name in ("system", "code") if name not in self.fields
        }

    @property
    def may_change(self) -> bool:
        """Whether a later version may replace an earlier one; a measurement is only ever recorded anew."""
        return self.model is not Observation

    def act(self) -> Callable[..., Any]:
        """The action that records it."""
        raise NotImplementedError

    @property
    def asked_fields(self) -> list[tuple[forms.BoundField, str, bool]]:
        """The fields with their unit and whether they may stay empty."""
        return [(field, self.units.get(field.name, ""), field.name in self.optional) for field in self.visible_fields()]


class ConditionForm(FactForm):
    """A diagnosis or problem."""

    model = Condition
    heading = "a condition"
    optional = frozenset({"onset", "code"})
    text = line("Condition", longest=300, hint="In words, for example “arterial hypertension”.")
    code = line("Code", longest=40, required=False, hint="ICD-10, where you know it.")
    clinical_status = forms.ChoiceField(
        label="Status", choices=[("active", "Active"), ("remission", "In remission"), ("resolved", "Resolved")]
    )
    onset = DayField(label="Since", required=False)

    def act(self) -> Callable[..., Any]:
        """Records a condition, its code as ICD-10 unless it came with another system."""
        return actions.record_condition

    def kept(self, earlier: Fact | None) -> dict[str, Any]:
        """The code system goes with the code."""
        typed = ICD_10 if self.cleaned_data.get("code") else ""
        system = earlier.system if isinstance(earlier, Condition) and earlier.system else typed
        return super().kept(earlier) | {"system": system if self.cleaned_data.get("code") else ""}


class MedicationForm(FactForm):
    """A medicine."""

    model = Medication
    heading = "a medicine"
    optional = frozenset({"dosage", "started"})
    text = line("Medicine", longest=300, hint="Substance and strength, for example “sertraline 50 mg”.")
    dosage = line("How it is taken", longest=300, required=False, hint="For example “1 tablet in the morning”.")
    status = forms.ChoiceField(
        label="Status", choices=[("active", "Takes it now"), ("on-hold", "Paused"), ("stopped", "Stopped")]
    )
    started = DayField(label="Since", required=False)

    def act(self) -> Callable[..., Any]:
        """Records a medicine."""
        return actions.record_medication


class AllergyForm(FactForm):
    """An allergy or intolerance."""

    model = Allergy
    heading = "an allergy"
    optional = frozenset({"reaction"})
    text = line("Allergy or intolerance", longest=300)
    reaction = line("What happened", longest=300, required=False)
    criticality = forms.ChoiceField(
        label="How grave", required=False, choices=[("", "Not known"), ("low", "Low"), ("high", "High")]
    )

    def act(self) -> Callable[..., Any]:
        """Records an allergy."""
        return actions.record_allergy


class WeightForm(FactForm):
    """Body weight."""

    model = Observation
    heading = "the weight"
    units = {"value": "kg"}
    optional = frozenset({"effective_at"})
    value = NumberField(label="Weight", help_text="In light clothing, without shoes.")
    effective_at = MomentField(label="Measured", required=False, help_text="Leave empty for now.")
    kind = ObservationKind.BODY_WEIGHT
    unit = "kg"

    def act(self) -> Callable[..., Any]:
        """Records the observation with its unit."""
        return lambda **given: actions.record_observation(
            kind=self.kind, unit=self.unit, confirmed=self.confirmed, **given
        )


class HeightForm(WeightForm):
    """Body height."""

    heading = "the height"
    units = {"value": "cm"}
    value = NumberField(label="Height", help_text="Without shoes.")
    kind = ObservationKind.BODY_HEIGHT
    unit = "cm"


class PressureForm(FactForm):
    """Blood pressure outside a session."""

    heading = "a blood pressure"
    units = {"systolic": "mmHg", "diastolic": "mmHg"}
    optional = frozenset({"effective_at"})
    systolic = NumberField(label="Systolic")
    diastolic = NumberField(label="Diastolic")
    effective_at = MomentField(label="Measured", required=False, help_text="Leave empty for now.")

    def act(self) -> Callable[..., Any]:
        """Records both pressures of one reading."""
        return lambda **given: actions.record_pressure(confirmed=self.confirmed, **given)


class RetractForm(EntryForm):
    """Why a fact was an error."""

    reason = line("What was wrong", longest=300, hint="For example “another patient's weight”.")

    def save(self, by: Person, fact: Fact) -> bool:
        """Retract the fact; False when no reason is given."""
        reason = self.cleaned_data["reason"]
        return self.attempt(lambda: actions.retract(by=by, fact=fact, reason=reason)) is not None


FORMS: dict[str, type[FactForm]] = {
    "condition": ConditionForm,
    "medicine": MedicationForm,
    "allergy": AllergyForm,
    "weight": WeightForm,
    "height": HeightForm,
    "pressure": PressureForm,
}
"""The word in the address → the form."""
