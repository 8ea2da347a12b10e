"""What is typed when something leaves a vial: how much, why, where to, and who saw it."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from daybreak.care import amounts
from daybreak.clinic.people.models import Person
from daybreak.clinic.vials.models import LossReport, StepKind, Vial, VialEntry
from daybreak.clinic.vials.records import volume_of
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, NumberField
from daybreak.web.ledger.second import SecondForm

ALL, SOME = "all", "some"
_FINER = "Enter the volume with at most two decimals (0.01 mL)."
_WHICH = "Choose all that is left, or enter the volume."


class AmountFields(forms.Form):
    """All that is left, or some mL of it."""

    which = forms.ChoiceField(label="How much", widget=forms.RadioSelect, required=False)
    amount = NumberField(label="Volume", required=False)
    on_hand = forms.IntegerField(widget=forms.HiddenInput, required=False)

    vial: Vial

    def offer(self, vial: Vial) -> None:
        """Say what ``vial`` holds, and take "all" for exactly that: what was seen is what is written."""
        self.vial = vial
        held = f"All that is left: {amounts.plain(volume_of(vial.on_hand_ug, vial))} mL"
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(ALL, held), (SOME, "Another volume")]
        self.fields["on_hand"].initial = vial.on_hand_ug

    def amount_ug(self) -> int | None:
        """Whole micrograms; None with the reason beside the field."""
        if self.cleaned_data.get("which") == ALL:
            return self.cleaned_data.get("on_hand") or 0
        volume: Decimal | None = self.cleaned_data.get("amount")
        if volume is None:
            if "amount" not in self.errors:
                self.add_error("amount", _WHICH)
            return None
        return amounts.micrograms(amounts.mg_in(volume, self.vial.concentration_mg_per_ml))

    def clean_amount(self) -> Decimal | None:
        """Finer than a syringe can show is not taken."""
        volume: Decimal | None = self.cleaned_data["amount"]
        if volume is not None and not amounts.is_a_step(volume, amounts.ML_STEP):
            raise ValidationError(_FINER)
        return volume


class ReturnForm(AmountFields, EntryForm):
    """What goes back."""

    reason = forms.CharField(max_length=300, label="Where to, and why")


class LossForm(AmountFields, EntryForm):
    """What is missing."""

    discovered_on = DayField(label="Noticed on", help_text="The deadlines run from this day.")
    reason = forms.CharField(
        max_length=300,
        label="What is known",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="When it was last seen, who had access, whether theft is possible.",
    )


class MoveForm(EntryForm):
    """Where the vial is kept from now on."""

    place = forms.CharField(max_length=80, label="Kept now in", help_text="For example “safe, room 2”.")
    reason = forms.CharField(max_length=300, required=False, label="Why")


class WitnessedForm(AmountFields, SecondForm):
    """What is wasted, broken, or found beyond the label, with who saw it."""

    reason = forms.CharField(max_length=300, label="Why")

    def __init__(self, by: Person, *args: Any, injector: Person | None = None, **kwargs: Any) -> None:
        """``injector`` gave the dose whose residue this is, and is not offered as a witness."""
        self._injector = injector
        super().__init__(by, *args, **kwargs)

    @property
    def not_this_one(self) -> int | None:
        """Who gave the dose."""
        return self._injector.pk if self._injector else None


class CorrectionForm(SecondForm):
    """Why a line is undone; for a dose, from which vial it was really drawn."""

    vial = forms.ChoiceField(label="It was drawn from", required=False)
    reason = forms.CharField(max_length=300, label="What was wrong")

    def __init__(self, by: Person, entry: VialEntry, others: list[Vial], *args: Any, **kwargs: Any) -> None:
        """``others`` are the vials that a dose may have come from."""
        super().__init__(by, *args, **kwargs)
        self.entry = entry
        field = self.fields["vial"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose…"), *((str(vial.public_id), f"{vial.label}, lot {vial.lot}") for vial in others)]


class StepForm(EntryForm):
    """What was done about a loss."""

    kind = forms.ChoiceField(label="What was done", widget=forms.RadioSelect)
    done_on = DayField(label="On")
    reference = forms.CharField(max_length=300, label="How it is proven", help_text="A number, an office, a reason.")

    def __init__(self, report: LossReport, today: date, *args: Any, **kwargs: Any) -> None:
        """What was recorded already is not offered again."""
        super().__init__(*args, **kwargs)
        done = {step.kind for step in report.steps.all()}
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in StepKind if kind not in done]
        self.fields["done_on"].initial = today


class PeriodForm(forms.Form):
    """From which day to which a record is shown."""

    bound_to: ClassVar[dict[str, tuple[str, ...]]] = {}
    since = DayField(label="From")
    until = DayField(label="To")
