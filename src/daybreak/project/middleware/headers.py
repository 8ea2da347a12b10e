"""Headers that every answer carries: pages are never kept by a browser, and the browser lends them no device."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

_DEVICES = ("camera", "display-capture", "geolocation", "hid", "microphone", "payment", "serial", "usb")
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{device}=()" for device in _DEVICES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class HeadersMiddleware(MiddlewareMixin):
    """Adds the headers that Django has no setting for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Static files say themselves how long they may be kept; every page may not be kept at all."""
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if not getattr(response, "is_static_file", False):
            response.headers["Cache-Control"] = "no-store"
        return response
