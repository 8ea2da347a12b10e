"""The suicide-risk loop in two browsers: a patient's phone, and a colleague's screen that was left open elsewhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House, Opens
from tests.browser.seed import PASSPHRASE
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def look_again(window: Window) -> None:
    """As the page does by itself every few seconds; the test does not wait so long."""
    window.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def link_for_the_patient(window: Window, house: House) -> str:
    window.go(f"/patients/{house.told['patient']}/")
    window.page.get_by_role("button", name="Link to their phone").click()
    return window.page.locator("#link-text").inner_text()


def sound(window: Window) -> list[str]:
    """What is wrong with the page as it stands."""
    wide = window.overflow()
    return [*window.found_by_axe(), *([f"{window.path} is {wide} px too wide"] if wide > 0 else [])]


def answer(phone: Window, link: str, item9: int) -> None:
    phone.page.goto(link)
    for number in range(1, 10):
        value = item9 if number == 9 else 1
        phone.page.locator(f"input[name=phq9-{number}][value='{value}']").check(force=True)
    phone.page.get_by_role("button", name="Send my answers").click()


def fill_the_assessment(window: Window) -> None:
    page = window.page
    chosen = {
        "contact": "telephone", "ideation": "passive", "intent": "none", "preparation": "none",
        "means": "none", "past": "none", "protects": "strong", "level": "low",
    }  # fmt: skip
    for name, value in chosen.items():
        page.locator(f"input[name={name}][value='{value}']").check(force=True)
    page.get_by_label("What the level rests on").fill("Passive wishes on bad mornings, no intent.")
    page.get_by_label("The plan").fill("Calls us if it gets worse; seen on Thursday.")


@pytest.mark.parametrize("width", [1280, 390])
def test_from_the_answer_on_a_phone_to_the_signed_assessment_on_another_screen(
    house: House, opens: Opens, width: int
) -> None:
    desk, elsewhere, phone = (opens(house, "nurse"), opens(house, "prescriber", width=width), opens(house, width=390))
    elsewhere.go("/rules/")
    expect(elsewhere.page.locator("[data-alert-bar]")).to_be_hidden()
    answer(phone, link_for_the_patient(desk, house), item9=2)
    expect(phone.page.get_by_role("alert")).to_contain_text("call your local emergency number")
    faults = sound(phone)

    look_again(elsewhere)
    bar = elsewhere.page.get_by_role("region", name="Alerts for you")
    expect(bar).to_contain_text("Thoughts of self-harm answered is yours.")
    expect(bar).to_contain_text(re.compile(r"Acknowledge\s+in 1[0-4]:\d\d"))
    expect(elsewhere.page).to_have_title(re.compile(r"^\(1\) "))
    expect(bar).not_to_contain_text(house.told["family_name"])
    faults += sound(elsewhere)

    bar.get_by_role("link").first.click()
    faults += sound(elsewhere)
    elsewhere.page.get_by_role("button", name="Acknowledge: I see to it").click()
    expect(elsewhere.page.get_by_text("You have taken this alert.")).to_be_visible()
    elsewhere.page.get_by_role("link", name="Assess the risk and close").click()
    faults += sound(elsewhere)
    fill_the_assessment(elsewhere)
    elsewhere.page.get_by_label("Your passphrase").fill("not mine")
    elsewhere.page.get_by_role("button", name="Sign the assessment").click()
    expect(elsewhere.page.get_by_text("This is not your passphrase.")).to_be_visible()
    expect(elsewhere.page.get_by_label("The plan")).to_have_value("Calls us if it gets worse; seen on Thursday.")
    elsewhere.page.get_by_label("Your passphrase").fill(PASSPHRASE)
    elsewhere.page.get_by_role("button", name="Sign the assessment").click()
    expect(elsewhere.page.get_by_role("heading", name="Risk of suicide: low")).to_be_visible()
    expect(elsewhere.page.locator("[data-alert-bar]")).to_be_hidden()
    faults += sound(elsewhere)
    assert faults == []


def test_a_screen_that_cannot_fetch_alerts_says_so_and_recovers(house: House, opens: Opens) -> None:
    window = opens(house, "prescriber")
    window.go("/")
    lost = window.page.get_by_text("Alerts cannot be fetched now")
    window.context.route("**/alerts/banner/", lambda route: route.abort())
    for _ in range(3):
        with window.page.expect_event("requestfailed"):
            look_again(window)
    expect(lost).to_be_visible()
    window.context.unroute("**/alerts/banner/")
    look_again(window)
    expect(lost).to_be_hidden()
    window.complaints.clear()  # the console tells of what was cut on purpose


@pytest.mark.parametrize("width", [1280, 390])
def test_the_other_pages_of_alerts_are_sound(house: House, opens: Opens, width: int) -> None:
    window = opens(house, "medical_director", width=width)
    faults = []
    patient = house.told["patient"]
    for path in ("/alerts/", "/duty/", "/alerts/crisis-text/", f"/patients/{patient}/concern/"):
        window.go(path)
        faults += sound(window)
    assert faults == []
