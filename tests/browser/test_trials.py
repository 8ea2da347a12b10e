"""Trials as they are used: designed with hands, checked and drawn while one types, run in the background, read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]
IN_THE_END = 180_000
"""Milliseconds: the first run of a machine compiles the model."""


def _begun(window: Window, example: str = "One infusion against midazolam") -> Page:
    window.go("/trials/new/")
    window.page.get_by_role("button", name=re.compile(f"Start from this.*{example}")).click()
    window.page.locator("#t-picture svg").wait_for()
    return window.page


def test_a_design_is_checked_and_drawn_while_one_types(house: House, opens: Opens) -> None:
    page = _begun(opens(house, "researcher"))
    expect(page.locator("#t-state")).to_have_text("Ready to run")
    people = page.get_by_label("People", exact=True).first
    people.fill("one")
    expect(page.locator('[data-error="arms.0.n"]')).to_have_text("'one' is not a number from 2 to 100000.")
    expect(page.locator("#t-state")).to_have_text("1 place to change before it can run")
    people.fill("30")
    expect(page.locator("#t-state")).to_have_text("Ready to run")
    before = page.locator("#t-picture .t-dot-dose").count()
    page.get_by_label("then every").first.fill("84h")
    page.get_by_label("how often").first.fill("6")
    expect(page.locator("#t-picture .t-dot-dose")).to_have_count(before + 5)
    expect(page.locator('[data-said="0"]')).to_contain_text("every 3.5 days from the start")


def test_an_arm_is_added_and_what_was_typed_stays(house: House, opens: Opens) -> None:
    page = _begun(opens(house, "researcher"))
    page.get_by_label("Title").fill("Half typed")
    page.get_by_role("button", name="Add an arm").click()
    expect(page.locator("[data-arm]")).to_have_count(3)
    expect(page.get_by_label("Name", exact=True).last).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Half typed")
    page.get_by_label("Name", exact=True).last.fill("subcutaneous")
    page.get_by_label("Route").last.select_option("sc")
    expect(
        page.get_by_label("Over", exact=True).last
    ).to_be_visible()  # its duration is typed, and wrong for an injection
    page.get_by_label("Over", exact=True).last.fill("")
    expect(page.get_by_label("Over", exact=True).last).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Half typed")
    expect(page.locator("#t-picture .t-name").last).to_have_text("subcutaneous, 40 people")


def test_two_browsers_on_one_design_lose_nothing(house: House, opens: Opens) -> None:
    one, other = opens(house, "researcher"), opens(house, "medical_director")
    page = _begun(one)
    other.go(one.path)
    other.page.get_by_label("Title").fill("From the other")
    other.page.get_by_role("button", name="Save", exact=True).click()
    expect(other.page.get_by_role("heading", level=1)).to_have_text("From the other")
    page.get_by_label("Title").fill("From the one")
    page.get_by_role("button", name="Save", exact=True).click()
    warned = page.get_by_role("main").get_by_role("alert")
    expect(warned).to_contain_text("saved version 2 of this design while you worked on an older one")
    expect(page.get_by_label("Title")).to_have_value("From the one")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("From the one")
    expect(page.get_by_text("Version 2", exact=True)).to_be_visible()


def test_a_run_is_asked_for_watched_and_read_in_the_background(house: House, opens: Opens) -> None:
    window = opens(house, "researcher")
    page = _begun(window)
    for field in page.get_by_label("People", exact=True).all():
        field.fill("6")
    page.get_by_label("Simulated trials").fill("50")
    page.get_by_role("button", name="Save and run").click()
    page.wait_for_url(re.compile("/trials/runs/"))
    page.get_by_role("heading", name="What each arm shows").wait_for(timeout=IN_THE_END)
    expect(page.locator("figure[data-trial-chart] .t-median").first).to_be_visible()
    page.locator(".t-canvas").first.hover()
    expect(page.locator(".chart-readout").first).to_contain_text("points")
    assert "\n".join(window.found_by_axe()) == ""
    with page.expect_download() as file:
        page.get_by_role("link", name="CSV").click()
    assert file.value.suggested_filename.endswith(".csv")


def test_text_and_form_turn_into_one_another(house: House, opens: Opens) -> None:
    page = _begun(opens(house, "researcher"))
    page.get_by_label("Title").fill("Unsaved title")
    page.get_by_role("button", name="Work on it as text").click()
    text = page.get_by_label("The protocol, as YAML")
    expect(text).to_have_value(re.compile("title: Unsaved title"))
    text.fill(text.input_value().replace("midazolam\n", "sugar\n", 1))
    expect(page.locator("#t-wrong")).to_contain_text("'sugar' is not known")
    text.fill(text.input_value().replace("sugar\n", "saline\n", 1))
    expect(page.locator("#t-wrong")).to_have_text("Nothing: it can be run.")
    page.get_by_role("button", name="Work on it as a form").click()
    expect(page.get_by_label("Title")).to_have_value("Unsaved title")
    expect(page.get_by_label("Control: arms without ketamine get")).to_have_value("saline")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    house: House, opens: Opens, width: int, scheme: str
) -> None:
    window = opens(house, "researcher", width=width, scheme=scheme)
    found, wide = [], []
    page = _begun(window)
    page.get_by_label("People", exact=True).first.fill("one")
    page.locator('[data-error="arms.0.n"] .error').wait_for()
    looked = window.path
    found += window.found_by_axe()
    wide.append(window.overflow())
    page.locator("form.t-form").evaluate("form => delete form.dataset.unsaved")
    for address in ("/trials/", "/trials/new/", f"{looked}text/", "/trials/compare/", "/"):
        window.go(address)
        found += window.found_by_axe()
        wide.append(window.overflow())
    assert "\n".join(found) == ""
    assert max(wide) <= 0
