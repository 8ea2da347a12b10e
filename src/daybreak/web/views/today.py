"""The first page: what needs someone now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from daybreak.clinic import clock
from daybreak.web import board
from daybreak.web.access import permitted


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Everything that waits, for those who may open charts; the way to their own work for the others."""
    page: dict[str, Any] = {"now": timezone.localtime(clock.now())}
    if "patient.read" in permitted(request):
        page |= {
            "at_risk": board.at_risk(),
            "running": board.running(),
            "ready": board.ready(),
            "unanswered": board.unanswered(),
            "columns": board.columns(),
        }
    return render(request, "web/today.html", page)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Says nothing: that the page asked keeps its sign-in while someone works on it."""
    return HttpResponse(status=204)
