"""How a request is sent to another page first, in the form its sender understands: page, htmx fragment or script."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django_htmx.http import HttpResponseClientRedirect

from daybreak.project.outage import wants_json


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for part of a page, into which no other page may be put."""
    return bool(getattr(request, "htmx", False))


def turn_away(request: HttpRequest, address: str, sentence: str) -> HttpResponse:
    """Send a person to ``address``; tell a script, with 401, why nothing was done."""
    if is_fragment(request):
        return HttpResponseClientRedirect(address)
    if wants_json(request):
        return JsonResponse({"error": sentence, "go_to": address}, status=401)
    return HttpResponseRedirect(address)
