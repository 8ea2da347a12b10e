"""One's own account: name, roles, and the ways to sign in."""

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Where people change their passphrase and set up a second step."""
    assert request.user.is_authenticated
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(request, "web/account/account.html", {"kinds": kinds})
