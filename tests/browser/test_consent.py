"""Consent as a patient gives it on a phone: read, mark the body with a finger, draw a signature, take it back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_a_patient_decides_about_touch_on_a_phone_and_makes_it_less(demo_house: House, opens: Opens) -> None:
    staff, phone = opens(demo_house, "therapist"), opens(demo_house, width=390, height=844)
    phone.page.goto(_link(staff))
    assert _clean(phone)
    phone.page.get_by_role("link", name="Read and decide about Touch").click()
    assert _clean(phone)
    _decide(phone.page)
    expect(phone.page.get_by_text("Yes, where I have marked it: hands, feet")).to_be_visible()
    phone.page.get_by_role("link", name="Make it less").click()
    assert _clean(phone)
    phone.page.get_by_label("Feet").uncheck()
    phone.page.get_by_role("button", name="This is where touch may still be").click()
    expect(phone.page.get_by_text("Yes, where I have marked it: hands")).to_be_visible()
    phone.page.get_by_role("button", name="Take it back for Touch").click()
    expect(phone.page.get_by_text("You have taken this back.")).to_be_visible()


def test_a_no_at_the_bedside_is_on_every_screen_at_once(demo_house: House, opens: Opens) -> None:
    nurse, second = opens(demo_house, "nurse"), opens(demo_house, "therapist")
    nurse.go("/")
    nurse.page.locator("section[aria-labelledby=h-running] a.row").first.click()
    nurse.page.wait_for_url(re.compile("/sessions/"))
    second.go(f"{nurse.path}watch/")
    expect(second.page.get_by_text("Live", exact=True)).to_be_visible()
    expect(second.page.locator(".consent-strip-touch")).to_contain_text("Hands")
    nurse.page.get_by_text("The patient says no").click()
    assert _clean(nurse)
    nurse.page.get_by_role("button", name="No touch at all").click()
    expect(nurse.page.locator(".consent-strip-touch")).to_contain_text("none, but to keep safe")
    expect(second.page.locator(".consent-strip-touch")).to_contain_text("none, but to keep safe")
    expect(second.page.locator(".log li").first).to_contain_text("Touch: consent taken back")
    expect(second.page.get_by_text("The patient says no")).to_have_count(0)


def test_the_pages_of_a_course_have_nothing_for_axe_and_fit_a_phone(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "medical_director", width=390)
    course = _course(window)
    pages = ("", "consents/", "preparation/", *(f"preparation/{part}/" for part in PARTS))
    for address in (*(f"{course}{page}" for page in pages), "/consent-texts/", "/consent-texts/vr/sign/"):
        window.go(address)
        assert _clean(window), address


PARTS = ("session", "intention", "safety-plan", "escort", "preferences")


def _course(window: Window) -> str:
    """The address of the course that is being prepared."""
    window.go("/")
    window.page.locator("section[aria-labelledby=h-phase-preparation] a.row", has_text="Ngozi").click()
    window.page.get_by_role("link", name="The course", exact=True).click()
    window.page.wait_for_url(re.compile("/courses/"))
    return window.path


def _link(staff: Window) -> str:
    staff.go(f"{_course(staff)}consents/")
    staff.page.get_by_role("button", name="Make a link for the patient’s phone").click()
    return staff.page.locator("#link-text").inner_text()


def _decide(page: Page) -> None:
    page.get_by_role("radio", name="Yes, where I have marked it").check(force=True)
    page.locator(".body-region[data-region=hands] ellipse").first.click()
    expect(page.get_by_label("Hands")).to_be_checked()
    page.get_by_label("Feet").check()
    expect(page.locator(".body-region[data-region=feet]").first).to_have_attribute("data-on", "yes")
    for box in page.locator("[name=statements]").all():
        box.check()
    page.get_by_label("Your full name").fill("Ngozi Adeyemi")
    _draw(page)
    page.get_by_role("button", name="Sign", exact=True).click()


def _draw(page: Page) -> None:
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(box["x"] + 20 + 12 * step, box["y"] + 40 + 30 * (step % 2))
    page.mouse.up()


def _clean(window: Window) -> bool:
    assert "\n".join(window.found_by_axe()) == ""
    assert window.overflow() <= 0
    return True
