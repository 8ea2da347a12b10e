"""Asks everyone to sign in, on every page that does not say it is open to all."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from daybreak.project.middleware.turning_away import is_fragment, turn_away

_SENTENCE = "You are signed out. Sign in again; what is not yet saved is kept on this device until then."


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's rule (a page is closed unless marked ``login_not_required``), answered so that scripts understand."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """Send to the sign-in page, which leads back to the page that was open."""
        came_from = request.htmx.current_url_abs_path if is_fragment(request) else request.get_full_path()  # type: ignore[attr-defined]
        address = redirect_to_login(came_from or "/", self.get_login_url(view_func)).url
        return turn_away(request, address, _SENTENCE)
