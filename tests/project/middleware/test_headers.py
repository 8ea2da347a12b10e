"""Headers of every answer."""

import pytest
from django.test import Client

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "img-src 'self' data:; script-src 'self'; style-src 'self'"
)


EXPECTED = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), hid=(), microphone=(), payment=(), serial=(), usb=()"
    ),
}


@pytest.mark.urls("tests.project.pages")
@pytest.mark.parametrize(("path", "status"), [("/open/", 200), ("/closed/", 302), ("/nowhere/", 404), ("/lost/", 503)])
def test_every_answer_carries_the_strict_headers(path: str, status: int):
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == status
    policy = "; ".join(sorted(response["Content-Security-Policy"].split("; ")))
    assert policy == POLICY
    assert {name: response[name] for name in EXPECTED} == EXPECTED
