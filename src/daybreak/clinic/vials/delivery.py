"""A vial as it is handed in, and what about it cannot be or is unusual."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from daybreak.care import amounts
from daybreak.care.sentences import either
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Invalid
from daybreak.clinic.vials.models import Vial


@dataclass(frozen=True)
class Delivery:
    """What the label says: its own name in the clinic, lot, expiry, mg/mL and mL."""

    label: str
    lot: str
    expires_on: date
    concentration_mg_per_ml: Decimal
    volume_ml: Decimal
    location: str = ""

    @property
    def amount_ug(self) -> int:
        """All it holds, in whole micrograms. Known only after ``check``."""
        return amounts.micrograms(amounts.mg_in(self.volume_ml, self.concentration_mg_per_ml))

    def check(self, confirmed: tuple[str, ...]) -> None:
        """Raise Invalid for what cannot be, and for what is unusual and not in ``confirmed``."""
        errors = {**self._words(), **self._strength(), **self._volume()}
        if self.expires_on < timezone.localdate(clock.now()):
            errors["expires_on"] = "This vial has expired. Do not take it in; set it aside for return."
        confirm = {field: sentence for field, sentence in self._unusual().items() if field not in {*confirmed, *errors}}
        if errors or confirm:
            raise Invalid(errors=errors, confirm=confirm)

    def is_of(self, vial: Vial) -> bool:
        """True when ``vial`` is the one this delivery became."""
        fields = ("label", "lot", "expires_on", "concentration_mg_per_ml", "volume_ml", "location")
        return all(getattr(vial, field) == getattr(self, field) for field in fields)

    def _words(self) -> dict[str, str]:
        longest = {"label": 40, "lot": 60, "location": 80}
        errors = {
            field: f"Shorten it to {most} characters."
            for field, most in longest.items()
            if len(getattr(self, field)) > most
        }
        if not self.label:
            errors["label"] = "Give the vial a label that is on the vial itself."
        if not self.lot:
            errors["lot"] = "Enter the lot number as it is printed."
        return errors

    def _strength(self) -> dict[str, str]:
        field, strength = "concentration_mg_per_ml", self.concentration_mg_per_ml
        most = policy.current().decimal("vial.strength.most")
        if not (strength.is_finite() and 0 < strength <= most):
            return {field: f"Enter the strength in mg/mL, above 0 and at most {amounts.plain(most)}."}
        if not amounts.is_a_step(strength, amounts.CONCENTRATION_STEP):
            return {field: "Enter the strength with at most one decimal, so that every amount is a whole microgram."}
        return {}

    def _volume(self) -> dict[str, str]:
        volume, most = self.volume_ml, policy.current().decimal("vial.volume.most")
        if not (volume.is_finite() and 0 < volume <= most):
            return {"volume_ml": f"Enter the volume in mL, above 0 and at most {amounts.plain(most)}."}
        if not amounts.is_a_step(volume, amounts.ML_STEP):
            return {"volume_ml": "Enter the volume with at most two decimals (0.01 mL)."}
        return {}

    def _unusual(self) -> dict[str, str]:
        unusual, rules = {}, policy.current()
        strengths, volume = rules.words("vial.strength.usual"), rules.decimal("vial.volume.usual")
        if self.concentration_mg_per_ml not in strengths:
            usual = either([amounts.plain(strength) for strength in strengths])
            unusual["concentration_mg_per_ml"] = f"Ketamine usually comes as {usual} mg/mL. Is the strength right?"
        if self.volume_ml > volume:
            unusual["volume_ml"] = f"A vial rarely holds more than {amounts.plain(volume)} mL. Is the volume right?"
        return unusual
