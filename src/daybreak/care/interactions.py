"""What the medicines someone takes ask of whoever gives them ketamine. It never advises to change a medicine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from daybreak.care.findings import Finding, Severity, gravest_first
from daybreak.care.medicines.catalogue import Medicine
from daybreak.care.medicines.names import Recognised, recognise
from daybreak.care.rules import Policy, Rule

TAKEN = frozenset({"active", "on-hold", "intended", "unknown"})
"""Statuses that count: a medicine paused or about to be taken may still act, and an unknown status is no all-clear."""

_MAY_DO = {
    "interaction.benzodiazepines": "Note the dose and when it was last taken. It goes on as prescribed.",
    "interaction.depressants": "Weigh the sedation, plan the watching, and write down the decision.",
    "interaction.alcohol_today": "Give no ketamine today. Arrange another day.",
    "interaction.lamotrigine": "Know that it is taken. It goes on as prescribed.",
    "interaction.maoi": "Weigh the rise of pressure with whoever prescribes it, and write down the decision.",
    "interaction.stimulants": "Weigh the rise of pressure, and write down the decision.",
    "interaction.theophylline": "Give no ketamine. Speak with whoever prescribes it; it goes on as prescribed.",
    "interaction.inhibitors": "Consider a lower dose, and write down the decision.",
    "interaction.inducers": "Know it when the effect is judged; it goes on as prescribed.",
    "interaction.thyroid": "Look at pressure and heart rate with care.",
    "interaction.cannabis": "Ask when it was last taken, and note it.",
    "interaction.naltrexone": "Know it when the effect is judged; it goes on as prescribed.",
}


@dataclass(frozen=True)
class Taken:
    """A medicine as the record holds it: free text, how it is taken, and the day of the last dose where it is known."""

    text: str
    dosage: str = ""
    last_taken: date | None = None
    status: str = "active"

    @property
    def counts(self) -> bool:
        """Whether it may be in the body, or soon will be."""
        return self.status in TAKEN


def findings(taken: Iterable[Taken], policy: Policy, today: date) -> tuple[Finding, ...]:
    """What the medicines ask, gravest first: one finding for each medicine and row, and one for each not recognised."""
    return gravest_first(found for one in taken if one.counts for found in _of(one, policy, today))


def _of(taken: Taken, policy: Policy, today: date) -> Iterator[Finding]:
    known = recognise(taken.text)
    if not known.medicines:
        yield _unknown(known, policy)
    for medicine in known.medicines:
        for rule_id in medicine.interactions:
            yield _found(taken, medicine, rule_id, policy)
        if taken.last_taken == today and any(one.id == "alcohol" for one in medicine.classes):
            yield policy["interaction.alcohol_today"].finding(
                "Alcohol was taken today.", _MAY_DO["interaction.alcohol_today"]
            )


def _found(taken: Taken, medicine: Medicine, rule_id: str, policy: Policy) -> Finding:
    labels = [one.label for one in medicine.classes if one.interaction == rule_id]
    of = "" if medicine.name in labels else f" ({', '.join(labels)})"
    how = f", {taken.dosage}" if taken.dosage else ""
    what = f"{medicine.name.capitalize()}{of} is taken{how}{_when(taken, policy[rule_id])}."
    return policy[rule_id].finding(what, _MAY_DO[rule_id])


def _when(taken: Taken, rule: Rule) -> str:
    """The day of the last dose, for a note. What is decided about must not change because a day passed."""
    known = taken.last_taken is not None and rule.severity is Severity.NOTE
    return f", last on {taken.last_taken}" if known else ""


def _unknown(known: Recognised, policy: Policy) -> Finding:
    meant = f" Was {' or '.join(known.perhaps)} meant?" if known.perhaps else ""
    what = f"“{known.text}” is not on the list of medicines: its interactions were not checked.{meant}"
    return policy["interaction.unknown"].finding(what, "Look it up, write down what you found, and decide.")
