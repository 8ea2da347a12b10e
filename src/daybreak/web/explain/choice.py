"""Which dose is explained: a route, an amount for each kilogram, once or six times. Never a patient's."""

from typing import Any

from django import forms
from django.http import QueryDict

from daybreak.clinic.forecasts import bridge

ROUTES = {"im": "Muscle · IM", "sc": "Skin · SC", "iv_infusion": "Vein · IV"}
WAYS = {"im": "into a muscle", "sc": "under the skin", "iv_infusion": "into a vein over 40 min"}
AMOUNTS = ("0.1", "0.25", "0.5", "0.75", "1", "1.5")
SCHEDULES = {"1": "One dose", "6": "Six doses in three weeks"}
FIRST = {"route": "im", "dose": "0.5", "doses": "1"}
"""What the page shows before anything is chosen: the dose that was studied most."""
UNKNOWN = "Choose one of those offered."


class DoseChoice(forms.Form):
    """The choice of what to look at. A page opened without one shows the first."""

    route = forms.ChoiceField(label="How it is given", choices=list(ROUTES.items()), widget=forms.RadioSelect)
    dose = forms.ChoiceField(
        label="How much, in mg for each kilogram", choices=[(a, a) for a in AMOUNTS], widget=forms.RadioSelect
    )
    doses = forms.ChoiceField(label="How often", choices=list(SCHEDULES.items()), widget=forms.RadioSelect)

    def __init__(self, given: QueryDict) -> None:
        """The form for what the address says."""
        super().__init__(FIRST | {name: given[name] for name in FIRST if name in given})
        for field in self.fields.values():
            field.error_messages |= {"invalid_choice": UNKNOWN, "required": UNKNOWN}

    def explained(self) -> dict[str, Any]:
        """What the dose sets in motion. Call it on a valid form."""
        chosen = self.cleaned_data
        return bridge.mechanism_after(
            route=chosen["route"], mg_per_kg=float(chosen["dose"]), doses=int(chosen["doses"])
        )

    @property
    def words(self) -> str:
        """The choice in one line."""
        chosen = self.cleaned_data
        return f"{chosen['dose']} mg/kg, {WAYS[chosen['route']]}, {SCHEDULES[chosen['doses']].lower()}"
