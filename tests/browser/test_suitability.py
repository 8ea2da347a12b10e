"""Suitability in a real browser, at a desk and on a phone: answers are saved as they are given, and nothing is lost."""

import re

import pytest

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def _open(house: House, opens: Opens, role: str, width: int) -> Window:
    """The page of suitability of the seeded patient, whose course the prescriber opens first."""
    window = opens(house, role, width=width)
    window.go(f"/patients/{house.told['patient']}/course/")
    window.page.get_by_label("What is treated").fill("Recurrent depressive disorder")
    window.page.get_by_role("button", name="Open the course").click()
    window.page.wait_for_url(re.compile(r"/patients/|/courses/"))
    window.go(f"/patients/{house.told['patient']}/")
    href = window.page.locator('a[href*="/courses/"]').first.get_attribute("href") or ""
    course = re.search(r"/courses/([0-9a-f-]{36})/", href)
    assert course is not None
    window.go(f"/courses/{course[1]}/suitability/")
    return window


def _press(window: Window, question: str, answer: str) -> None:
    window.page.locator(f"#q-{question} label", has_text=re.compile(f"^{answer}$")).click()
    window.page.locator(f"#said-{question}", has_text="Saved").wait_for()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_verdict_follows_each_answer_and_a_closed_window_loses_none(house: House, opens: Opens, width: int) -> None:
    window = _open(house, opens, "prescriber", width)
    page = window.page
    page.get_by_text("27 answers are missing.").wait_for()
    _press(window, "heart_event", "Yes")
    page.locator("#q-weeks_since_event input[name^=a-]").fill("3")
    page.keyboard.press("Tab")
    page.locator("#verdict").get_by_text("The last heart attack or stroke was 3 weeks ago").first.wait_for()
    assert window.found_by_axe() == []
    assert window.overflow() <= 0
    page.reload()
    assert page.locator("#q-weeks_since_event input[name^=a-]").input_value() == "3"
    assert page.locator("#q-heart_event input[value=yes]").is_checked()


def test_an_answer_that_cannot_be_taken_is_said_beside_it_and_stays_typed(house: House, opens: Opens) -> None:
    window = _open(house, opens, "prescriber", 390)
    _press(window, "substance_disorder", "In the past")
    typed = window.page.locator("#q-months_abstinent input[name^=a-]")
    typed.fill("a while")
    window.page.keyboard.press("Tab")
    window.page.get_by_text("Enter a number from 0 to 900 months, in digits.").wait_for()
    assert typed.input_value() == "a while"


def test_a_medicine_is_found_as_one_types_and_the_verdict_follows(house: House, opens: Opens) -> None:
    window = _open(house, opens, "prescriber", 1280)
    page = window.page
    page.locator("#medicines").get_by_label("Medicine", exact=True).press_sequentially("theoph")
    page.get_by_role("button", name=re.compile("Theophylline")).click()
    page.locator("#verdict").get_by_text("Theophylline (xanthine) is taken.").first.wait_for()


def test_imminent_intent_opens_the_emergency_pathway(house: House, opens: Opens) -> None:
    window = _open(house, opens, "prescriber", 390)
    window.page.locator("#q-suicidal_intent label", has_text=re.compile("^Yes$")).click()
    window.page.get_by_role("heading", name="Emergency pathway").wait_for()
    assert window.path.endswith("/suitability/emergency/")
    assert window.page.get_by_text("Imminent suicidal intent was recorded").count() >= 1
    assert window.found_by_axe() == []
    assert window.overflow() <= 0
