"""Holds staff at the door until they have set up an authenticator app or a passkey, where the clinic requires it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from daybreak.project.middleware.turning_away import turn_away

_SENTENCE = "This clinic requires a second step at sign-in. Set up an authenticator app or a passkey first."


class SecondFactorMiddleware(MiddlewareMixin):
    """Lets people without a second factor reach only the pages on which they set one up, or sign out."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Nothing for those who may pass; otherwise the way to the page of authenticators."""
        if not settings.REQUIRE_SECOND_FACTOR or not request.user.is_authenticated or _is_open(request, view):
            return None
        if is_mfa_enabled(request.user):
            return None
        messages.info(request, _SENTENCE)
        return turn_away(request, reverse("mfa_index"), _SENTENCE)


def _is_open(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """The account pages, and those that need no account at all."""
    match = request.resolver_match
    return not getattr(view, "login_required", True) or bool(match and match.route.startswith("account/"))
