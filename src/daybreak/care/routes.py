"""The routes ketamine is given by, and which rules each route answers to."""

from __future__ import annotations

from enum import StrEnum


class Route(StrEnum):
    """How ketamine enters the body."""

    IM = "im"
    SC = "sc"
    IV_INFUSION = "iv_infusion"
    IV_BOLUS = "iv_bolus"
    SUBLINGUAL = "sublingual"
    ORAL = "oral"
    INTRANASAL = "intranasal"

    @property
    def label(self) -> str:
        """The route in words."""
        return _LABELS[self]

    @property
    def is_intravenous(self) -> bool:
        """True for both ways into a vein."""
        return self in (Route.IV_INFUSION, Route.IV_BOLUS)

    @property
    def is_one_site(self) -> bool:
        """True when the whole volume goes into one place under the skin or into a muscle."""
        return self in (Route.IM, Route.SC)

    @property
    def limits(self) -> str:
        """The prefix of this route's rules; both intravenous routes share theirs."""
        return f"dose.{'iv' if self.is_intravenous else self.value}"


_LABELS = {
    Route.IM: "intramuscular",
    Route.SC: "subcutaneous",
    Route.IV_INFUSION: "intravenous infusion",
    Route.IV_BOLUS: "intravenous push",
    Route.SUBLINGUAL: "sublingual",
    Route.ORAL: "oral",
    Route.INTRANASAL: "intranasal",
}
