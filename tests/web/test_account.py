"""Signing in and its second step, in the clinic's own look and without a script in the page."""

import re

import pytest
from django.conf import settings
from django.test import Client

from daybreak.clinic.people.models import Person
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Person:
    return cast.person("nurse", "nurse", password=cast.PASSWORD)


def browser(person: Person) -> Client:
    """Signed in by the page, and asked again a moment ago for the passphrase."""
    client = Client()
    client.post("/account/login/", {"login": person.username, "password": cast.PASSWORD})
    again = client.post("/account/reauthenticate/", {"password": cast.PASSWORD, "next": "/"})
    assert again["Location"] == "/"
    return client


def test_one_signs_in_by_name_or_by_mail(nurse: Person) -> None:
    for login in (nurse.username, nurse.username.upper(), nurse.email):
        sent = Client().post("/account/login/", {"login": login, "password": cast.PASSWORD})
        assert sent["Location"] == "/"


def test_a_wrong_passphrase_is_said_in_a_sentence_and_the_name_stays(nurse: Person) -> None:
    answer = Client().post("/account/login/", {"login": nurse.username, "password": "not it at all"})
    assert answer.status_code == 200
    assert f'value="{nurse.username}"' in answer.content.decode()
    assert answer.context["form"].errors != {}
    assert "not it at all" not in answer.content.decode()


def test_the_sign_in_page_offers_a_passkey_and_says_where_they_work() -> None:
    page = Client().get("/account/login/", headers={"Host": "127.0.0.1:8000"}).content.decode()
    assert 'data-passkey="login"' in page
    assert "Browsers refuse passkeys at an address of numbers." in page
    assert "http://localhost:8000/account/login/" in page
    assert "address of numbers" not in Client().get("/account/login/", headers={"Host": "localhost"}).content.decode()


def test_every_page_of_the_account_is_ours(nurse: Person) -> None:
    client = browser(nurse)
    for path in (
        "",
        "password/change/",
        "2fa/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/recovery-codes/generate/",
        "logout/",
    ):
        page = client.get(f"/account/{path}")
        assert page.status_code == 200, path
        text = page.content.decode()
        assert "dist/app.css" in text, path
        assert "allauth" not in text, path


def test_changing_how_one_signs_in_asks_for_the_passphrase_again(nurse: Person) -> None:
    client = Client()
    client.post("/account/login/", {"login": nurse.username, "password": cast.PASSWORD})
    sent = client.get("/account/2fa/totp/activate/")
    assert sent["Location"].startswith("/account/reauthenticate/")
    assert "please prove again that it is you" in visits.words(client.get(sent["Location"]))


def test_an_app_is_set_up_by_its_digits_and_asked_for_at_the_next_sign_in(nurse: Person) -> None:
    client = browser(nurse)
    page = client.get("/account/2fa/totp/activate/")
    assert "<svg" in page.content.decode()
    secret = page.context["form"].secret
    assert client.post("/account/2fa/totp/activate/", {"code": _digits(secret)}).status_code == 302
    codes = client.get("/account/2fa/recovery-codes/")
    assert "Write these down, or print this page" in visits.words(codes)
    again = Client()
    sent = again.post("/account/login/", {"login": nurse.username, "password": cast.PASSWORD})
    assert sent["Location"].startswith("/account/2fa/authenticate/")
    assert again.get("/patients/").status_code == 302
    asked = again.get(sent["Location"])
    assert "Enter the six digits from your authenticator app" in visits.words(asked)
    assert 'data-passkey="authenticate"' in asked.content.decode()
    one_code = re.findall(r"<code>(\w+)</code>", codes.content.decode())[0]
    assert again.post(sent["Location"], {"code": one_code})["Location"] == "/"


def _digits(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_where_a_second_step_is_required_the_page_says_why_and_how(
    nurse: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REQUIRE_SECOND_FACTOR", True)
    client = browser(nurse)
    held_back = client.get("/patients/")
    assert held_back["Location"] == "/account/2fa/"
    shown = visits.words(client.get("/account/2fa/"))
    assert "This clinic asks everyone for a second step before the record opens." in shown
    assert "recovery codes for the day the phone is lost" in shown
