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
        address = redirect_to_login(_open_page(request), self.get_login_url(view_func)).url
        return turn_away(request, address, _SENTENCE)


def _open_page(request: HttpRequest) -> str:
    """The page a person was on: an address that only takes posts would answer nothing when it is opened again."""
    if is_fragment(request):
        return request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from, here = request.headers.get("Referer", ""), f"{request.scheme}://{request.get_host()}"
    return came_from.removeprefix(here).partition("?")[0] if came_from.startswith(f"{here}/") else "/"
