"""Signs out people who have done nothing for a while, because a tablet left on a table is open to whoever passes."""

from time import time

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

SEEN = "seen_at"
WATCHED = ("/stream/", "/alerts/banner/")
"""What an open page asks by itself, again and again."""
# Writing the moment on every request would cost a disk write each; this much it may be out of date.
_PRECISION_S = 15


class IdleMiddleware(MiddlewareMixin):
    """Keeps, in the session, when its person last did something."""

    def process_request(self, request: HttpRequest) -> None:
        """End a session idle for too long; otherwise note the activity.

        A live stream is a screen being watched, not an act: it neither keeps a session alive nor is cut by this rule.
        """
        if not request.user.is_authenticated or _is_stream(request):
            return
        now = int(time())
        seen = request.session.get(SEEN, now)
        if now - seen >= settings.IDLE_SECONDS:
            get_adapter().logout(request)
            messages.info(request, f"You were signed out after {_minutes()} without activity.")
        elif SEEN not in request.session or now - seen >= _PRECISION_S:
            request.session[SEEN] = now


def _is_stream(request: HttpRequest) -> bool:
    """By its address, which the sender of a request cannot dress up as one may a header."""
    return request.method == "GET" and request.path.endswith(WATCHED)


def _minutes() -> str:
    minutes = settings.IDLE_SECONDS // 60
    return f"{minutes} minute{'s' if minutes != 1 else ''}"
