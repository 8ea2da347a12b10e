"""The bedside in gloved hands: the pad, a threshold passed, the room on a tablet, a late note, a slip put right."""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import servers
from tests.browser.conftest import House, Opens
from tests.browser.window import Window
from tests.web.dosing.wire import Browser

pytestmark = [pytest.mark.browser, pytest.mark.server]

MEASURED = {"systolic": "128", "diastolic": "80", "heart_rate": "70", "spo2": "98", "respiratory_rate": "14"}
ALARM = "The bedside monitor is the alarm."


@pytest.fixture
def chair(empty_clinic: servers.Clinic) -> Iterator[House]:
    """A clinic in which a dose was just given."""
    yield from _served(empty_clinic, "injected")


@pytest.fixture
def waiting(empty_clinic: servers.Clinic) -> Iterator[House]:
    """A clinic in which a session is open and nothing was given yet."""
    yield from _served(empty_clinic, "open")


def _served(clinic: servers.Clinic, kind: str) -> Iterator[House]:
    told: dict[str, Any] = json.loads(clinic.python("tests.web.dosing.seed", kind))
    with servers.serving(clinic) as server:
        yield House(server, {"session": told["session"], "cookies": told})


def bedside(house: House, opens: Opens, role: str = "nurse", page: str = "", width: int = 1024) -> Window:
    """The bedside page on a tablet, live."""
    window = opens(house, role, width=width, height=768)
    window.go(f"/sessions/{house.told['session']}/{page}")
    expect(window.page.locator(".live")).to_have_attribute("data-state", "live")
    return window


def record(house: House, **values: int) -> dict[str, Any]:
    """A reading that comes from another tablet."""
    status, saved = _wire(house).post("readings", {"client_id": str(uuid.uuid4()), **values})
    assert status == 201
    return saved


def _wire(house: House) -> Browser:
    return Browser(house.url, house.told["cookies"]["nurse"], house.told["session"])


def strike(page: Page, keys: str) -> None:
    """Touch keys of the pad; ``>`` is Next."""
    for key in keys:
        page.locator(f".pad-key[data-key='{'next' if key == '>' else key}']").click()


def typed(page: Page) -> dict[str, str]:
    """What stands in the boxes."""
    return {name: page.locator(f"#reading-{name}").input_value() for name in MEASURED}


def test_next_after_every_value_and_a_touch_on_every_box_enter_the_same_values(chair: House, opens: Opens) -> None:
    page = bedside(chair, opens).page
    strike(page, "128>80>70>98>14>")
    assert typed(page) == MEASURED
    page.reload()
    for name, value in MEASURED.items():
        page.locator(f"#reading-{name}").click()
        strike(page, value)
    assert typed(page) == MEASURED


def test_a_hand_that_types_on_without_next_fills_no_other_box(chair: House, opens: Opens) -> None:
    page = bedside(chair, opens).page
    strike(page, "12880")
    assert typed(page) == {**dict.fromkeys(MEASURED, ""), "systolic": "128"}
    expect(page.locator(".pad-says")).to_have_text("Full. Next goes to Diastolic")
    strike(page, ">80")
    assert typed(page)["diastolic"] == "80"


@pytest.mark.parametrize("screen", ["", "watch/"])
def test_a_passed_threshold_is_on_every_screen_at_once_and_stays_until_a_reading_is_within(
    chair: House, opens: Opens, screen: str
) -> None:
    window = bedside(chair, opens, page=screen)
    strip = window.page.locator(".passed-strip")
    expect(strip).to_be_hidden()
    record(chair, systolic=190, diastolic=104, heart_rate=92)
    expect(strip).to_contain_text("Thresholds you set were passed.")
    expect(strip).to_contain_text(ALARM)
    expect(strip).to_have_attribute("aria-live", "assertive")
    expect(strip.locator("li").first).to_have_text(re.compile(r"^High priority Systolic\s190\smmHg at \d\d:\d\d$"))
    expect(strip.locator("li").last).to_have_text(re.compile(r"^Medium priority Diastolic\s104\smmHg at \d\d:\d\d$"))
    assert _is_in_sight(strip)
    assert "\n".join(window.found_by_axe()) == ""
    record(chair, spo2=97)
    expect(window.page.locator(".log li").first).to_contain_text("97")
    expect(strip.locator("li")).to_have_count(2)
    record(chair, systolic=138, diastolic=84)
    expect(strip).to_be_hidden()


def test_beside_the_form_a_passed_threshold_says_its_limit_and_what_may_be_done(chair: House, opens: Opens) -> None:
    page = bedside(chair, opens).page
    record(chair, systolic=190, diastolic=84)
    beside = page.locator(".passed-card")
    expect(beside).to_contain_text("at or above 180 mmHg")
    expect(beside).to_contain_text("Look at the patient")
    expect(beside).to_contain_text(ALARM)
    assert _is_in_sight(beside)
    expect(page.locator(".tile[data-quantity=systolic]")).to_have_attribute("data-passed", "high")
    page.reload()
    expect(beside).to_be_visible()


def _is_in_sight(part: Locator) -> bool:
    """Whether all of it is on the screen without scrolling."""
    box, screen = part.bounding_box(), part.page.viewport_size
    assert box is not None
    assert screen is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= screen["height"]


@pytest.mark.parametrize("width", [390, 768, 1024, 1280])
def test_the_boxes_have_room_and_a_complaint_moves_none_of_them_sideways(
    chair: House, opens: Opens, width: int
) -> None:
    window = bedside(chair, opens, width=width)
    page = window.page
    before = _columns(page)
    assert before["systolic"] == before["heart_rate"] == before["respiratory_rate"]
    assert before["diastolic"] == before["spo2"] > before["systolic"]
    assert _cut(page) == []
    page.locator("#reading-systolic").fill("390")
    page.get_by_role("button", name="Save reading").click()
    expect(page.locator("#reading-systolic-error").get_by_role("alert")).to_be_visible()
    assert _columns(page) == before
    assert _cut(page) == []
    assert window.overflow() == 0


def _columns(page: Page) -> dict[str, float]:
    boxes = {name: page.locator(f"#reading-{name}").bounding_box() for name in MEASURED}
    return {name: round(box["x"]) for name, box in boxes.items() if box}


def _cut(page: Page) -> list[str]:
    """Labels, earlier values and keys that hold more than they have room for."""
    cut: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".tile > label, .tile-before, .pad-key, .pad-says")]
             .filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.textContent)"""
    )
    return cut


def test_what_is_offered_only_before_the_dose_goes_when_the_dose_is_charted(waiting: House, opens: Opens) -> None:
    page = bedside(waiting, opens).page
    abandon = page.get_by_role("button", name="Nothing was given today")
    expect(abandon).to_be_visible()
    record(waiting, systolic=118, diastolic=74)
    page.locator("input[name=vial]").first.check(force=True)
    page.get_by_role("button", name=re.compile("Inject 40")).click()
    expect(page.locator(".log li").first).to_contain_text("Injection")
    expect(abandon).to_be_hidden()


def test_after_the_end_a_late_note_is_offered_and_taken(chair: House, opens: Opens) -> None:
    page = bedside(chair, opens).page
    _, ended = _wire(chair).post("end", {"client_id": str(uuid.uuid4()), "reason": "moved to the ward"})
    assert ended["event"]["kind"] == "ended"
    expect(page.locator(".reading-form")).to_be_hidden()
    page.get_by_role("button", name="Add a late note").click()
    page.get_by_label("Late note").fill("Slept through the first hour.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".log li").first).to_contain_text("Slept through the first hour.")


def test_a_slip_is_put_right_from_the_list_with_a_reason(chair: House, opens: Opens) -> None:
    window = bedside(chair, opens)
    page = window.page
    record(chair, systolic=190, diastolic=90)
    expect(page.locator(".passed-strip")).to_be_visible()
    page.get_by_role("button", name="Correct this reading").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Systolic pressure").fill("119")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say why")
    assert "\n".join(window.found_by_axe()) == ""
    dialog.get_by_label("Reason").fill("typed into the wrong box")
    dialog.get_by_role("button", name="Save the correction").click()
    expect(dialog).to_be_hidden()
    newest = page.locator(".log li").first
    expect(newest).to_contain_text("Reading corrected")
    expect(newest).to_contain_text("119/90")
    expect(newest).to_contain_text("typed into the wrong box")
    expect(page.locator(".passed-strip")).to_be_hidden()
    expect(page.locator(".log li", has_text="190/90").get_by_role("button")).to_have_count(0)


def test_who_may_not_record_is_offered_no_correction(chair: House, opens: Opens) -> None:
    page = bedside(chair, opens, page="watch/").page
    expect(page.locator(".log li").first).to_be_visible()
    expect(page.get_by_role("button", name="Correct this reading")).to_have_count(0)
