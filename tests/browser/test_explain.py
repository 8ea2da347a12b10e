"""The page that explains, as it is used: one time for all stages, another dose, another voice, the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

LEADS = {
    "brain": "S_brain",
    "nmda": "block_interneuron",
    "glutamate": "glutamate",
    "ampa": "ampa",
    "growth": "growth_signal",
    "plasticity": "plasticity",
    "mood": "mood",
    "symptoms": "mood",
    "dissociation": "cadss",
    "sedation": "drowsy",
    "pressure": "systolic_rise",
}
"""The leading curve of every stage on the page."""


def _shown(window: Window) -> Page:
    window.go("/how-it-works/")
    window.page.locator(".link-curve svg").first.wait_for()
    return window.page


def _value(page: Page, link: str, curve: str) -> float:
    return float(page.locator(f"[data-link={link}] [data-value={curve}]").first.inner_text())


def test_one_slider_moves_every_stage(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "nurse"))
    page.get_by_role("button", name="40 min", exact=True).click()
    early = {link: _value(page, link, curve) for link, curve in LEADS.items()}
    page.get_by_role("button", name="1 day", exact=True).click()
    late = {link: _value(page, link, curve) for link, curve in LEADS.items()}
    expect(page.locator("#explain-time")).to_have_text("1 day")
    assert early["brain"] > 50 > late["brain"]
    assert early["plasticity"] < 10 < late["plasticity"]
    assert early["symptoms"] > 65 > late["symptoms"]
    assert [link for link in LEADS if early[link] == late[link]] == []


def test_the_keyboard_alone_moves_time_and_hears_what_happens(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "therapist"))
    slider = page.get_by_role("slider", name="Time after the dose")
    slider.focus()
    before = slider.input_value()
    page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == int(before) + 4
    page.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^1 min\. "))
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^2 weeks\. .*Fading: .*relief"))


def test_a_finger_on_a_curve_chooses_its_time(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "nurse"))
    curve = page.locator("[data-link=glutamate] .link-curve svg")
    box = curve.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 7, box["y"] + 40)
    expect(page.locator("#explain-time")).to_have_text("2 weeks")


def test_another_dose_is_worked_out_without_leaving_the_page_or_the_time(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "nurse"))
    page.get_by_role("button", name="40 min", exact=True).click()
    before = _value(page, "brain", "S_brain")
    with page.expect_response(re.compile("dose=1&")) as answered:
        page.get_by_role("radio", name="1", exact=True).check(force=True)
    assert answered.value.status == 200
    expect(page.locator("#explain-answer caption")).to_contain_text("1 mg/kg")
    assert _value(page, "brain", "S_brain") == pytest.approx(2 * before, rel=0.02)
    expect(page.locator("#explain-time")).to_have_text("40 min")


def test_six_doses_show_the_whole_course_and_the_first_beside_the_sixth(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "nurse"))
    expect(page.locator("#explain-course")).to_be_hidden()
    page.get_by_role("radio", name="Six doses in three weeks").check(force=True)
    expect(page.locator("#explain-course .strip-sun")).to_have_count(6)
    expect(page.locator("#explain-since")).to_have_text("after the start of the sixth dose")
    assert page.locator(".curve-first").count() == 11
    page.get_by_role("radio", name="One dose").check(force=True)
    expect(page.locator("#explain-course")).to_be_hidden()
    expect(page.locator(".curve-first")).to_have_count(0)


def test_the_two_voices_say_the_same_stage(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "prescriber"))
    expect(page.locator("#stage-nmda")).to_be_visible()
    expect(page.locator(".explain-equations math").first).to_be_hidden()
    page.get_by_role("radio", name="Equations").check(force=True)
    expect(page.locator("#stage-nmda")).to_be_hidden()
    expect(page.locator("#equations-nmda math").first).to_be_visible()
    page.locator("[data-link=nmda] a").click()
    expect(page.locator("#equations-nmda")).to_be_focused()
    page.locator("#equations-nmda summary").click()
    expect(page.locator("#equations-nmda")).to_contain_text("nmda_half_interneuron")


def test_time_runs_by_itself_from_mark_to_mark_and_stops_for_a_hand(demo_house: House, opens: Opens) -> None:
    page = _shown(opens(demo_house, "nurse"))
    page.get_by_role("button", name="1 min", exact=True).click()
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#explain-time")).to_have_text("10 min")
    page.get_by_role("slider").press("ArrowRight")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 820, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    demo_house: House, opens: Opens, width: int, scheme: str
) -> None:
    window = opens(demo_house, "nurse", width=width, scheme=scheme)
    page = _shown(window)
    found, wide = window.found_by_axe(), [window.overflow()]
    page.get_by_role("radio", name="Six doses in three weeks").check(force=True)
    page.locator("#explain-course svg").wait_for()
    page.get_by_role("radio", name="Equations").check(force=True)
    for summary in page.locator("details:not(.menu) > summary").all():
        if summary.is_visible():
            summary.click()
    found, wide = found + window.found_by_axe(), [*wide, window.overflow()]
    assert "\n".join(found) == ""
    assert wide == [0, 0]


def test_without_scripts_the_words_the_choice_and_the_table_remain(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "nurse")
    context = window.page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies([{"name": "daybreak", "value": demo_house.told["cookies"]["nurse"], "url": demo_house.url}])
    page = context.new_page()
    page.goto(f"{demo_house.url}/how-it-works/")
    page.get_by_role("radio", name="0.25").check(force=True)
    page.get_by_role("button", name="Show this dose").click()
    page.locator(".explain-table summary").click()
    expect(page.locator("#explain-answer caption")).to_contain_text("0.25 mg/kg, into a muscle, one dose")
    expect(page.locator("#explain-answer tbody tr")).to_have_count(14)
    expect(page.locator("#stage-glutamate")).to_be_visible()
    context.close()
