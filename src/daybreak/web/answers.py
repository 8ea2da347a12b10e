"""How a refusal, an absence or a failure is said: a page to people, a part of a page to htmx, JSON to programs."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from daybreak.care.findings import Finding


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked for data, by what it sends or by what it accepts."""
    return request.content_type == "application/json" or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def sentence(
    request: HttpRequest, status: int, title: str, what: str, *, findings: Iterable[Finding] = ()
) -> HttpResponse:
    """One sentence in the form the asker understands."""
    if wants_json(request):
        return JsonResponse({"error": what}, status=status)
    part = bool(getattr(request, "htmx", False))
    template = "errors/part.html" if part else "errors/page.html"
    seen = [finding for finding in findings if finding.what not in what]
    return render(request, template, {"heading": title, "sentence": what, "findings": seen}, status=status)


def refused(request: HttpRequest, what: str, findings: Iterable[Finding] = ()) -> HttpResponse:
    """403: the person may not, or the rules of care do not allow it."""
    return sentence(request, 403, "This is not open to you", what, findings=findings)


def absent(request: HttpRequest, what: str) -> HttpResponse:
    """404: there is no such row."""
    return sentence(request, 404, "Nothing is kept here", what)


def conflict(request: HttpRequest, what: str) -> HttpResponse:
    """409: the state of things does not allow it now."""
    return sentence(request, 409, "This cannot be done now", what)
