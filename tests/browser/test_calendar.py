"""The calendar by hand: dragged with a pointer, walked by keys, the same by a form; a list on a phone."""

import re

import pytest

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]
PAGES = (
    "/calendar/",
    "/calendar/?view=day",
    "/calendar/addresses/",
    "/chairs/",
    "/protocols/",
    "/protocols/six-injections/",
)


def _week_with_doses(window: Window) -> None:
    """The first week, from this one on, in which a dose is booked."""
    window.go("/calendar/")
    for _ in range(6):
        if window.page.locator(".calendar-slot[data-kind=dose] a[data-move]").count():
            return
        window.page.get_by_role("link", name="Next week").click()
        window.page.wait_for_load_state()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_any_page_of_the_calendar(demo_house: House, opens: Opens, width: int) -> None:
    window = opens(demo_house, "medical_director", width=width)
    found, wide = [], []
    for page in (*PAGES, "/protocols/six-injections/sign/"):
        window.go(page)
        found += window.found_by_axe()
        wide += [page] if window.overflow() > 0 else []
    _week_with_doses(window)
    window.page.locator(".calendar-slot[data-kind=dose] a[data-move]").first.click()
    for link in ("Move", "The plan"):
        found += window.found_by_axe()
        back = window.page.url
        window.page.get_by_role("link", name=link, exact=True).click()
        found += window.found_by_axe()
        wide += [link] if window.overflow() > 0 else []
        window.page.goto(back)
    assert "\n".join(found) == ""
    assert wide == []


def test_dragging_an_appointment_shows_what_would_change_and_saves_nothing(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "nurse")
    _week_with_doses(window)
    page = window.page
    slot = page.locator(".calendar-slot[data-kind=dose] a[data-move]").first
    address, words = slot.get_attribute("data-move"), slot.inner_text()
    slot.scroll_into_view_if_needed()
    box = slot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 40, steps=3)
    page.mouse.move(box["x"] + 20, box["y"] + 10 + 15.2 * 4, steps=4)
    clock = page.locator(".calendar-ghost").inner_text()
    page.mouse.up()
    page.wait_for_url(re.compile(r"/move/\?start="))
    begins = re.match(r"(\d\d):(\d\d)", words)
    assert begins is not None
    assert clock == f"{int(begins[1]) + 1:02}:{begins[2]}"
    assert window.path == address
    assert page.get_by_label("Begins").input_value().endswith(clock)
    page.get_by_role("heading", name="What would change").wait_for()
    page.goto(f"{window.url}/appointments/{str(address).split('/')[2]}/")
    assert words[:5] in page.locator(".lede").inner_text()


def test_escape_drops_nothing_and_a_click_still_opens_the_appointment(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "nurse")
    _week_with_doses(window)
    page = window.page
    slot = page.locator(".calendar-slot[data-kind=dose] a[data-move]").first
    slot.scroll_into_view_if_needed()
    box = slot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 80, steps=4)
    page.keyboard.press("Escape")
    assert page.locator(".calendar-ghost").count() == 0
    page.mouse.up()
    assert window.path == "/calendar/"
    slot.click()
    page.wait_for_url(re.compile(r"/appointments/[0-9a-f-]{36}/$"))


def test_arrow_keys_go_from_one_appointment_to_the_next_and_enter_opens_it(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "nurse")
    _week_with_doses(window)
    page = window.page
    filled = page.locator(".calendar-column:has(.calendar-slot)")
    filled.nth(0).locator(".calendar-slot a").first.focus()
    page.keyboard.press("ArrowRight")
    column = page.evaluate("document.activeElement.closest('.calendar-column').dataset.day")
    assert column == filled.nth(1).get_attribute("data-day")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/appointments/[0-9a-f-]{36}/$"))


def test_each_appointment_stands_beside_its_hour(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "nurse")
    _week_with_doses(window)
    far = window.page.evaluate(
        """() => [...document.querySelectorAll(".calendar-slot")].filter((slot) => {
             const top = (element) => element.getBoundingClientRect().top;
             const hour = [...document.querySelectorAll(".calendar-hours span")]
               .find((one) => one.textContent === `${slot.dataset.hour}:00`);
             const text = document.createRange();
             text.selectNodeContents(hour);
             const line = top(hour.parentElement) + 80 + [...hour.parentElement.children].indexOf(hour) * 60.8;
             return Math.abs(top(slot) - line - Number(slot.dataset.quarter) * 15.2) > 4;
           }).map((slot) => slot.textContent.trim())"""
    )
    assert far == []


def test_on_a_phone_the_week_is_a_list_that_a_finger_scrolls(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "nurse", width=390)
    _week_with_doses(window)
    tops = window.page.locator(".calendar-column").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)
    assert window.page.locator(".calendar-slot a").first.evaluate("one => getComputedStyle(one).touchAction") == "auto"
