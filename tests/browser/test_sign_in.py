"""Coming in: a passphrase with the digits of an app, and a passkey alone."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House, Opens
from tests.browser.one_time_code import code
from tests.browser.seed import PASSPHRASE
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_the_digits_of_rfc_6238_are_reckoned_right() -> None:
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code(key, at=at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def test_an_authenticator_app_is_set_up_and_asked_for_at_the_next_sign_in(house: House, opens: Opens) -> None:
    first = opens(house)
    first.sign_in("nurse")
    first.go("/account/2fa/totp/activate/")
    _reauthenticate(first)
    first.page.locator("summary", has_text="type the key").click()
    key = first.page.locator(".link-text").inner_text()
    first.page.get_by_role("textbox", name=re.compile("code", re.I)).fill(code(key))
    first.page.get_by_role("button", name="Set it up").click()
    first.go("/account/2fa/")
    expect(first.page.get_by_text("set up").first).to_be_visible()

    second = opens(house)
    _passphrase(second, "nurse")
    expect(second.page.get_by_role("heading", name="Second step")).to_be_visible()
    digits = second.page.get_by_role("textbox", name=re.compile("code", re.I))
    digits.fill("000000")
    second.page.get_by_role("button", name="Go on").click()
    expect(second.page.get_by_role("heading", name="Second step")).to_be_visible()
    _after_the_half_minute()  # a code works once
    second.page.get_by_role("textbox", name=re.compile("code", re.I)).fill(code(key))
    second.page.get_by_role("button", name="Go on").click()
    second.page.wait_for_url(f"{house.url}/")


def test_a_passkey_is_added_and_opens_the_clinic_without_a_passphrase(house: House, opens: Opens) -> None:
    # A passkey belongs to a name, not to a number: browsers give none to 127.0.0.1.
    url = house.url.replace("127.0.0.1", "localhost")
    window = opens(house, url=url)
    devices = window.context.new_cdp_session(window.page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    window.sign_in("nurse")
    window.go("/account/2fa/webauthn/add/")
    _reauthenticate(window)
    window.page.get_by_label("Name").fill("my phone")
    window.page.get_by_label(re.compile("open the account alone")).check()
    window.page.get_by_role("button", name="Add it").click()
    window.page.wait_for_url(re.compile("/account/2fa/(?!webauthn/add)"))

    window.context.clear_cookies()
    window.go("/account/login/")
    window.page.get_by_role("button", name="Sign in with a passkey").click()
    window.page.wait_for_url(f"{url}/")
    expect(window.page.locator(".who-name")).to_have_text("Nurse Example")


def _passphrase(window: Window, username: str) -> None:
    window.go("/account/login/")
    window.page.get_by_label("Sign-in name").fill(username)
    window.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
    window.page.get_by_role("button", name="Sign in", exact=True).click()


def _reauthenticate(window: Window) -> None:
    """Changing how one signs in asks for the passphrase again, unless it was given just now."""
    if "reauthenticate" in window.page.url:
        window.page.get_by_label("Passphrase").fill(PASSPHRASE)
        window.page.get_by_role("button", name=re.compile("Go on|Confirm")).click()


def _after_the_half_minute() -> None:
    time.sleep(30 - time.time() % 30 + 0.5)
