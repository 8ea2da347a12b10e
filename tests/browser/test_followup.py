"""Follow-up in a browser: a check written down, a serious event reported, every page sound, at a desk and a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def sound(window: Window) -> list[str]:
    """What is wrong with the page as it stands."""
    wide = window.overflow()
    return [*window.found_by_axe(), *([f"{window.path} is {wide} px too wide"] if wide > 0 else [])]


def to_the_follow_up(window: Window, name: str) -> None:
    """From the list of what is due to the follow-up of one patient."""
    window.go("/follow-up/")
    window.page.get_by_role("link", name=re.compile(name)).first.click()
    expect(window.page.get_by_role("heading", name="Checks due")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_check_is_written_down_and_an_event_reported(
    demo_house: House, opens: Opens, width: int, scheme: str
) -> None:
    window = opens(demo_house, "nurse", width=width, scheme=scheme)
    page = window.page
    window.go("/follow-up/")
    faults = sound(window)
    to_the_follow_up(window, "Marta")
    page.locator("figure[data-chart=course] .mark").first.wait_for()
    faults += sound(window)

    window.go(f"{window.path}checks/urinalysis/")
    faults += sound(window)
    page.get_by_label("Not done, for a reason").check(force=True)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Say why it is not done")).to_be_visible()
    faults += sound(window)
    page.get_by_label("Note").fill(f"Left before it could be asked, seen at {width}")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Urinalysis: written down.")).to_be_visible()
    expect(page.get_by_text(f"seen at {width}")).to_be_visible()

    page.get_by_role("link", name="Report an adverse event").click()
    expect(page.get_by_role("heading", name="Report an adverse event")).to_be_visible()
    faults += sound(window)
    page.get_by_label("What happened").fill(f"Fainted at {width}")
    page.get_by_label("Serious", exact=True).check(force=True)
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("Say which of these makes it serious.")).to_be_visible()
    expect(page.get_by_label("What happened")).to_have_value(f"Fainted at {width}")
    faults += sound(window)
    page.get_by_label("Admission to hospital, or a longer stay").check()
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_text("The event is written down.")).to_be_visible()
    page.get_by_role("link", name=f"Fainted at {width}").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    faults += sound(window)
    assert faults == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_prescriber_judges_and_the_course_shows_the_card(demo_house: House, opens: Opens, width: int) -> None:
    window = opens(demo_house, "prescriber", width=width)
    to_the_follow_up(window, "Marta")
    window.page.get_by_role("link", name="Nausea").click()
    expect(window.page.get_by_label("Probable")).to_be_checked()
    faults = sound(window)
    window.page.get_by_role("link", name="Cancel").click()
    window.page.get_by_role("link", name="Course", exact=True).click()
    expect(window.page.get_by_role("heading", name="Follow-up")).to_be_visible()
    faults += sound(window)
    assert faults == []
