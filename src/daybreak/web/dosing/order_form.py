"""What a prescriber types to order an injection. Route and strengths are offered; the dose is never filled in."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from daybreak.care import amounts, weights
from daybreak.care.dose import Route
from daybreak.care.weights import WeightBasis
from daybreak.clinic.courses.models import Course
from daybreak.clinic.orders.proposal import INJECTIONS
from daybreak.clinic.patients import queries as patients
from daybreak.clinic.vials import queries as vials
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import NumberField


class OrderForm(EntryForm):
    """One injection for one course. A question about the weight is answered for the weight that was shown."""

    bound_to: ClassVar[dict[str, tuple[str, ...]]] = {"weight": ("weighed",)}

    route = forms.ChoiceField(
        choices=[(route.value, route.label.capitalize()) for route in INJECTIONS],
        widget=forms.RadioSelect,
        initial=Route.IM.value,
    )
    mg_per_kg = NumberField(label="Per kilogram", required=False)
    mg = NumberField(label="Or in all", required=False)
    weight_basis = forms.ChoiceField(label="Reckoned on", widget=forms.RadioSelect)
    concentration_mg_per_ml = forms.ChoiceField(label="Vial strength", widget=forms.RadioSelect)
    reason = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed when the dose asks for a check.",
    )
    change_reason = forms.CharField(
        required=False,
        max_length=300,
        label="What changed",
        help_text="Why the earlier order is not given. It is kept with both orders.",
    )
    weighed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, course: Course, data: QueryDict | None = None) -> None:
        """The form for ``course``, with what its patient weighs now and what is on the shelf."""
        super().__init__(data)
        self.facts = patients.current_facts(course.patient)
        self.strengths = _on_the_shelf()
        self.bases = self._bases(course)
        self._offer("weight_basis", [(basis.value, basis.label) for basis, kg in self.bases if kg is not None])
        self._offer("concentration_mg_per_ml", [(strength, f"{strength} mg/mL") for strength, _ in self.strengths])
        self.fields["weighed"].initial = str(self.facts.weight.public_id) if self.facts.weight else ""

    def wish(self) -> dict[str, Any]:
        """What is asked for, in the words of the act."""
        names = ("route", "mg_per_kg", "mg", "weight_basis", "concentration_mg_per_ml", "reason")
        return {name: self.cleaned_data.get(name) for name in names}

    def _bases(self, course: Course) -> list[tuple[WeightBasis, Decimal | None]]:
        weight, height = self.facts.weight, self.facts.height
        by_basis = weights.dosing_weights(
            course.patient.sex, height.value if height else None, weight.value if weight else None
        )
        return list(by_basis.items())

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class CancelForm(EntryForm):
    """Why an order is not to be given."""

    reason = forms.CharField(max_length=300, label="Why is it not to be given?")


def _on_the_shelf() -> list[tuple[str, str]]:
    """Each strength that can be drawn from, with the mL on hand."""
    held: dict[Decimal, int] = {}
    for vial in vials.usable():
        held[vial.concentration_mg_per_ml] = held.get(vial.concentration_mg_per_ml, 0) + vial.on_hand_ug
    return [(amounts.plain(strength), _millilitres(ug, strength)) for strength, ug in sorted(held.items())]


def _millilitres(amount_ug: int, strength: Decimal) -> str:
    held = (amounts.mg_of(amount_ug) / strength).quantize(amounts.ML_STEP)
    return f"{amounts.plain(held)} mL on hand"
