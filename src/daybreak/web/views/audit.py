"""The log of who did and read what, filtered and paged; and the check that it is whole."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from daybreak.clinic.audit import queries
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people import queries as people
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.audit_words import lines, words

A_PAGE = 50


class FilterForm(forms.Form):
    """Which events are shown. Only random ids travel in the address, never a name."""

    patient = forms.UUIDField(required=False, widget=forms.HiddenInput)
    person = forms.UUIDField(required=False, widget=forms.Select)
    act = forms.CharField(required=False, max_length=60, widget=forms.Select)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Chosen:
    """A filter as it was read."""

    patient: UUID | None
    person: UUID | None
    act: str
    before: int | None

    def address(self, before: int | None) -> str:
        """The query part of the address that shows the events before ``before``."""
        given = {"patient": self.patient, "person": self.person, "act": self.act, "before": before}
        return urlencode({name: value for name, value in given.items() if value})


@require_safe
@requires("audit.read")
def audit(request: StaffRequest) -> HttpResponse:
    """A page of events, the newest first."""
    return render(request, "web/audit/log.html", _page(request))


@require_POST
@requires("audit.verify")
def audit_verify(request: StaffRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    page = _page(request) | {"verification": queries.verify()}
    return render(request, "web/audit/log.html", page)


def _page(request: StaffRequest) -> dict[str, Any]:
    chosen = _chosen(request)
    rows = queries.recent(
        by=request.user,
        patient=chosen.patient,
        actor=chosen.person,
        act=chosen.act or None,
        before=chosen.before,
        limit=A_PAGE + 1,
    )
    may_open_charts = "patient.read" in permitted(request)
    more = len(rows) > A_PAGE
    return {
        "chosen": chosen,
        "lines": lines(rows[:A_PAGE], with_patients=may_open_charts),
        "older": chosen.address(rows[A_PAGE - 1].seq) if more else "",
        "newest": chosen.address(None) if chosen.before else "",
        "people": people.staff(),
        "acts": sorted(((act, words(act)) for act in queries.acts()), key=lambda pair: pair[1]),
        "patient": Patient.objects.filter(public_id=chosen.patient).first()
        if chosen.patient and may_open_charts
        else None,
    }


def _chosen(request: StaffRequest) -> Chosen:
    form = FilterForm(request.GET)
    form.is_valid()  # what cannot be read is left out, so that an old address still shows the log
    given = form.cleaned_data
    return Chosen(given.get("patient"), given.get("person"), given.get("act") or "", given.get("before"))
