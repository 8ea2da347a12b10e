"""What is asked of a run: how many simulated trials, from which seed, for power which comparison; and its limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from daybreak.clinic.entry import Entries
from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials.models import RunKind

FEWEST, MOST = 2, 100_000
"""Simulated trials of one run."""
MOST_PEOPLE = 20_000_000
"""Simulated people of one run: some hours on one core. More is for the command line, which shares it out."""
MOST_PEOPLE_IN_A_TRIAL = 200_000
MOST_SIZES, LARGEST_SIZE = 8, 20_000
MEASURES = ("change", "response", "remission")


@dataclass(frozen=True)
class Request:
    """One run as it is asked for. ``power`` compares two arms at one visit, with so many people in each arm."""

    trials: int = 200
    seed: int = 1
    power: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> RunKind:
        """What is run."""
        return RunKind.POWER if self.power else RunKind.TRIAL

    @property
    def asked(self) -> dict[str, Any]:
        """What is kept beside trials and seed: ``sizes``, ``arm``, ``against``, ``measure``, ``at_h``."""
        return dict(self.power)

    @property
    def parts(self) -> int:
        """All simulated trials there will be."""
        return self.trials * (len(self.power["sizes"]) if self.power else 1)

    def check(self, content: object) -> None:
        """Raises Invalid with a sentence for each thing that cannot be asked of the protocol ``content``."""
        entries = Entries()
        size = model.size(content)
        if not FEWEST <= self.trials <= MOST:
            entries.refuse("trials", f"{self.trials} simulated trials: use {FEWEST} to {MOST:,}.")
        if not 0 <= self.seed < 2**63:
            entries.refuse("seed", "A seed is a whole number from 0 to 9,223,372,036,854,775,807.")
        if self.power:
            self._check_power(size, entries)
        entries.settle()
        self._check_work(size, entries)
        entries.settle()

    def _check_power(self, size: Mapping[str, Any], entries: Entries) -> None:
        sizes = self.power["sizes"]
        if not sizes or len(sizes) > MOST_SIZES or not all(2 <= n <= LARGEST_SIZE for n in sizes):
            entries.refuse(
                "sizes", f"Give 1 to {MOST_SIZES} numbers of people from 2 to {LARGEST_SIZE:,}, such as 20, 40, 80."
            )
        for name in ("arm", "against"):
            if self.power[name] not in size["arms"]:
                entries.refuse(name, "Choose one of the arms.")
        if self.power["arm"] == self.power["against"]:
            entries.refuse("against", "An arm cannot be compared with itself: choose another one.")
        if self.power["measure"] not in MEASURES:
            entries.refuse("measure", "Power is known for change, response and remission: choose one of them.")
        if self.power["at_h"] not in size["visits_h"]:
            entries.refuse("at_h", "Choose one of the visits.")

    def _check_work(self, size: Mapping[str, Any], entries: Entries) -> None:
        in_a_trial = max(self.power["sizes"]) * len(size["arms"]) if self.power else size["people"]
        people = self.trials * (sum(self.power["sizes"]) * len(size["arms"]) if self.power else size["people"])
        if in_a_trial > MOST_PEOPLE_IN_A_TRIAL:
            entries.refuse(
                "trials",
                f"{in_a_trial:,} people in one trial are too many here: use {MOST_PEOPLE_IN_A_TRIAL:,} at most.",
            )
        if people > MOST_PEOPLE:
            fits = max(FEWEST, MOST_PEOPLE * self.trials // people)
            entries.refuse(
                "trials",
                f"That is {people:,} simulated people, hours of work: use {fits:,} simulated trials at most, or "
                "`daybreak trial run`, which can share the work among machines.",
            )
