"""The page "How it works": nothing on it is about a patient, so everyone who signs in may open and show it."""

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.web.access import StaffRequest
from daybreak.web.explain import chain, declared, moments
from daybreak.web.explain.choice import DoseChoice


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """The chain for one dose; only the part that changes when a script asks for another dose."""
    form = DoseChoice(request.GET)
    page: dict[str, Any] = {"form": form, "explained": None}
    if form.is_valid():
        explained = form.explained()
        page |= {"explained": explained, "explained_json": json.dumps(explained)}
        page |= {"columns": moments.columns(), "rows": list(moments.rows(explained))}
    if not cast(StaffRequest, request).htmx:
        page |= _standing()
    template = "explain/answer.html" if cast(StaffRequest, request).htmx else "explain/page.html"
    return render(request, template, page, status=200 if form.is_valid() else 422)


def _standing() -> dict[str, Any]:
    """What is the same for every dose."""
    return {
        "links": chain.as_json(),
        "chain": chain.CHAIN,
        "symptoms": chain.SYMPTOMS,
        "felt": chain.FELT,
        "all": declared.told(),
        "others": declared.others(),
        "certainties": declared.certainties(),
    }
