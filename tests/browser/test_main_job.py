"""The main job, as people do it: from the chart to a signed order, to a monitored injection, to the signed end."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House, Opens
from tests.browser.seed import PASSPHRASE
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

TODAY = [1, 1, 2, 1, 2, 1, 1, 1, 1]


def test_a_patient_goes_from_the_chart_to_a_monitored_injection_and_a_signed_end(house: House, opens: Opens) -> None:
    prescriber, nurse = opens(house), opens(house, width=1024, height=768)
    _order_an_injection(prescriber, house)
    _open_the_session(nurse, house)
    second = opens(house, "therapist")
    second.go(f"{nurse.path}watch/")
    expect(second.page.get_by_text("Live", exact=True)).to_be_visible()

    _take_a_baseline(nurse.page)
    _inject_with_two_taps(nurse.page)
    expect(second.page.locator(".log li").first).to_contain_text("Injection", timeout=1000)

    _save(nurse.page, systolic=131, diastolic=82, respiratory_rate=15, dissociation=6)
    started = time.monotonic()
    expect(second.page.locator(".log li").first).to_contain_text("131/82", timeout=1000)
    assert time.monotonic() - started < 1
    expect(nurse.page.locator(".log li").first).to_contain_text("131/82")

    _end(nurse.page)
    expect(second.page.get_by_text("Session ended").first).to_be_visible(timeout=1000)
    _the_chart_tells_it(prescriber, house)


def _order_an_injection(window: Window, house: House) -> None:
    page = window.page
    window.sign_in("prescriber")
    page.get_by_role("link", name="Patients").click()
    page.get_by_role("searchbox").press_sequentially(house.told["family_name"][:9].lower())
    page.get_by_role("link", name=re.compile(house.told["family_name"])).click()
    page.get_by_role("link", name="Open a course").click()
    page.get_by_label("What is treated").fill("recurrent depressive disorder")
    page.get_by_role("button", name="Open the course").click()
    page.get_by_role("link", name="Record the first PHQ-9").click()
    for number, value in enumerate(TODAY, start=1):
        page.locator(f"input[name='phq9-{number}'][value='{value}']").check(force=True)
    page.get_by_role("button", name=re.compile("Save|Record")).click()
    page.wait_for_url(re.compile(f"/patients/{house.told['patient']}/"))
    house.server.clinic.python("tests.browser.ready")
    window.go(f"/patients/{house.told['patient']}/")
    page.get_by_role("link", name="Move to dosing").click()
    page.locator("label.choice", has_text=re.compile("^Dosing")).click()
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_role("link", name="Order an injection").first.click()
    page.get_by_label("Per kilogram").press_sequentially("0.5")
    page.get_by_role("radio", name=re.compile("^Actual")).check(force=True)
    page.locator("input[name=concentration_mg_per_ml][value='50']").check(force=True)
    expect(page.locator(".dose-line")).to_have_text(re.compile(r"40\s+mg\s*·\s*0\.8\s+mL"))
    expect(page.locator(".chart canvas")).to_have_count(3)
    page.get_by_label("Your passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign the order").click()
    expect(page.get_by_role("heading", name="40 mg ketamine, intramuscular")).to_be_visible()


def _open_the_session(window: Window, house: House) -> None:
    page = window.page
    window.sign_in("nurse")
    page.get_by_role("link", name=re.compile(f"{house.told['name']}.*40 mg", re.S)).click()
    page.get_by_role("button", name="Start the session").click()
    page.wait_for_url(re.compile("/sessions/"))
    expect(page.get_by_text("Live", exact=True)).to_be_visible()


def _take_a_baseline(page: Page) -> None:
    _save(page, systolic=118, diastolic=74, heart_rate=68, spo2=98, dissociation=0)
    expect(page.locator(".log li").first).to_contain_text("118/74")


def _inject_with_two_taps(page: Page) -> None:
    page.locator("input[name=vial]").first.check(force=True)
    page.get_by_role("button", name=re.compile("Inject 40")).click()
    expect(page.get_by_text("Next reading")).to_be_visible()
    expect(page.locator(".log li").first).to_contain_text("Injection")


def _save(page: Page, dissociation: int, **values: int) -> None:
    for name, value in values.items():
        page.locator(f".reading-form input[name={name}]").fill(str(value))
    page.locator(f".reading-form input[name=dissociation][value='{dissociation}']").check(force=True)
    page.get_by_role("button", name="Save reading").click()


def _end(page: Page) -> None:
    page.get_by_role("button", name="End session").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="End session").click()
    dialog.get_by_label(re.compile("eason")).fill("Early end in a rehearsal; the escort is here.")
    dialog.get_by_role("button", name=re.compile("End session|end session")).click()
    expect(page.get_by_role("heading", name="Session ended")).to_be_visible()


def _the_chart_tells_it(window: Window, house: House) -> None:
    window.go(f"/patients/{house.told['patient']}/")
    expect(window.page.locator(".phases [aria-current=step]")).to_have_text("Integration")
    expect(window.page.locator("figure[data-chart=course]")).to_be_visible()
