"""What the page shows beside a dose being typed: the dose worked out, what the rules say, what the model predicts."""

import json
from dataclasses import dataclass
from typing import Any

from daybreak.care.dose import DoseCalculation
from daybreak.care.findings import Finding, Refused, stops
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Invalid
from daybreak.clinic.forecasts import queries as forecasts
from daybreak.clinic.orders import actions
from daybreak.clinic.orders.proposal import Proposal
from daybreak.clinic.people.models import Person
from daybreak.web.dosing import words
from daybreak.web.dosing.order_form import OrderForm

NOTHING_YET = "Enter a dose and choose a weight and a vial strength. What it comes to appears here."


@dataclass(frozen=True)
class Preview:
    """One look at a dose. Without a ``proposal`` there is none yet, and ``waits_for`` says what is missing."""

    proposal: Proposal | None = None
    waits_for: str = ""
    findings: tuple[Finding, ...] = ()
    prediction: dict[str, Any] | None = None

    @property
    def dose(self) -> DoseCalculation | None:
        """The dose worked out."""
        return self.proposal.calculation if self.proposal else None

    @property
    def stopped(self) -> bool:
        """Whether a rule refuses this dose."""
        return bool(stops(self.findings))

    @property
    def seen(self) -> str:
        """The dose as the page showed it; signing sends it back, so that nobody signs what they did not see."""
        if self.proposal is None:
            return ""
        dose, request = self.proposal.calculation, self.proposal.request
        return "|".join(str(part) for part in (request.route, dose.mg, dose.volume_ml, request.weight_kg))

    @property
    def moments(self) -> list[words.Moment]:
        """When the effect begins, peaks and fades."""
        return words.moments(self.prediction)

    @property
    def reach(self) -> str:
        """How many people feel it."""
        return words.reach(self.prediction)

    @property
    def prediction_json(self) -> str:
        """The prediction for the charts."""
        return json.dumps(words.whole_minutes(self.prediction))


def preview(by: Person, course: Course, form: OrderForm) -> Preview:
    """What can be said of the form as it stands; an unfinished one is no error."""
    if not form.is_bound:
        return Preview(waits_for=NOTHING_YET)
    if not form.is_valid():
        return Preview(waits_for=_missing(form))
    if form.cleaned_data["mg"] is None and form.cleaned_data["mg_per_kg"] is None:
        return Preview(waits_for=NOTHING_YET)
    try:
        proposal = actions.compute(by=by, course=course, **form.wish())
    except Invalid as invalid:
        return Preview(waits_for=str(invalid))
    except Refused as refusal:
        return Preview(waits_for=str(refusal))
    return _shown(course, proposal)


def _shown(course: Course, proposal: Proposal) -> Preview:
    if stops(proposal.findings):
        return Preview(proposal, findings=proposal.findings)
    return Preview(proposal, "", proposal.findings, forecasts.of_proposal(course.patient, proposal))


def _missing(form: OrderForm) -> str:
    """The first thing that keeps the dose from being worked out, as a sentence; blanks are waited for, not blamed."""
    for name, errors in form.errors.items():
        if form.data.get(name):
            return str(errors[0])
    return NOTHING_YET
