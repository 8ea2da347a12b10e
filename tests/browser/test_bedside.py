"""The bedside when things go wrong: the network, the server, a slip of the finger; and with a keyboard alone."""

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import servers
from tests.browser.conftest import House, Opens
from tests.browser.window import Window
from tests.web.dosing.wire import Browser

pytestmark = [pytest.mark.browser, pytest.mark.server]

HAS_A_RING = """() => {
  for (let at = document.activeElement, up = 0; up < 3 && at; up += 1, at = at.parentElement) {
    const look = getComputedStyle(at);
    if (look.outlineStyle !== "none" && look.outlineWidth !== "0px") return true;
  }
  return false;
}"""
"""Whether what has the focus shows it: itself, or the key drawn around it."""


@pytest.fixture
def chair(empty_clinic: servers.Clinic) -> Iterator[House]:
    """A clinic in which a dose was just given."""
    told: dict[str, Any] = json.loads(empty_clinic.python("tests.web.dosing.seed", "injected"))
    with servers.serving(empty_clinic) as server:
        yield House(server, {"session": told["session"], "cookies": told})


def bedside(chair: House, opens: Opens, role: str = "nurse", page: str = "") -> Window:
    """The bedside page, live."""
    window = opens(chair, role, width=1024, height=768)
    window.go(f"/sessions/{chair.told['session']}/{page}")
    expect(window.page.locator(".live")).to_have_attribute("data-state", "live")
    return window


def save(page: Page, **values: int) -> None:
    """Type values and press the button."""
    for name, value in values.items():
        page.locator(f".reading-form input[name={name}]").fill(str(value))
    page.get_by_role("button", name="Save reading").click()


def newest(window: Window) -> Any:
    """The newest line of what happened."""
    return window.page.locator(".log li").first


def test_with_the_network_gone_nothing_typed_is_lost_and_all_is_saved_in_order_when_it_is_back(
    chair: House, opens: Opens
) -> None:
    nurse, second = bedside(chair, opens), bedside(chair, opens, "prescriber", "watch/")
    nurse.context.set_offline(True)
    for heart_rate in (71, 72, 73):
        save(nurse.page, heart_rate=heart_rate)
        expect(nurse.page.locator(".reading-form input[name=heart_rate]")).to_have_value("", timeout=6000)
    expect(nurse.page.locator(".pending-item")).to_have_count(3)
    expect(nurse.page.get_by_role("heading", name="Not saved yet")).to_be_visible()
    nurse.context.set_offline(False)
    expect(nurse.page.locator(".pending-item")).to_have_count(0, timeout=15_000)
    for window in (nurse, second):
        expect(newest(window)).to_contain_text("73", timeout=8000)
        rates = window.page.locator(".log li", has_text=re.compile(r"heart\s+rate")).all_inner_texts()
        assert [re.search(r"heart\s+rate\s+(\d+)", line)[1] for line in rates][:3] == ["73", "72", "71"]  # type: ignore[index]
    nurse.complaints[:] = [said for said in nurse.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_a_screen_whose_server_was_restarted_shows_what_it_missed(chair: House, opens: Opens) -> None:
    second = bedside(chair, opens, "prescriber", "watch/")
    port = chair.url.rsplit(":", 1)[1]
    assert chair.server.stop() == 0
    expect(second.page.locator(".live")).not_to_have_attribute("data-state", "live", timeout=8000)
    chair.server.clinic.python("tests.web.dosing.write_note", chair.told["session"], "written while it was down")
    with servers.serving(chair.server.clinic, ("serve", "--port", port)):
        expect(newest(second)).to_contain_text("written while it was down", timeout=20_000)
        expect(second.page.locator(".live")).to_have_attribute("data-state", "live", timeout=8000)
        second.context.close()
    second.complaints[:] = [
        said for said in second.complaints if "ERR_CONNECTION" not in said and "ERR_INC" not in said
    ]


def test_an_impossible_value_is_refused_beside_its_field_and_an_improbable_one_is_asked_about(
    chair: House, opens: Opens
) -> None:
    page = bedside(chair, opens).page
    save(page, spo2=140)
    expect(page.locator("#reading-spo2-error").get_by_role("alert")).to_be_visible()
    expect(page.locator("input[name=spo2]")).to_have_value("140")
    page.locator("input[name=spo2]").fill("97")
    save(page, heart_rate=210)
    asked = page.locator("#reading-heart_rate-error")
    asked.get_by_label(re.compile("It is right")).check()
    page.get_by_role("button", name="Save reading").click()
    expect(page.locator(".log li").first).to_contain_text("210")


def test_a_high_pressure_before_the_dose_waits_for_a_prescriber_and_then_the_dose_is_charted(
    empty_clinic: servers.Clinic, opens: Opens
) -> None:
    told = json.loads(empty_clinic.python("tests.web.dosing.seed", "open"))
    with servers.serving(empty_clinic) as server:
        house = House(server, {"session": told["session"], "cookies": told})
        window, prescriber = bedside(house, opens), opens(house, "prescriber")
        page = window.page
        save(page, systolic=152, diastolic=94)
        expect(newest(window)).to_contain_text("152/94")
        page.locator("input[name=vial]").first.check(force=True)
        page.get_by_role("button", name=re.compile("Inject 40")).click()
        expect(page.locator(".inject-card").get_by_role("alert").first).to_contain_text("A prescriber must release it")
        assert "\n".join(window.found_by_axe()) == ""
        prescriber.go(f"/sessions/{told['session']}/release/")
        prescriber.page.get_by_label("Why may the dose follow").fill("White-coat rise, rechecked twice.")
        prescriber.page.get_by_role("button", name="Sign the release").click()
        expect(newest(window)).to_contain_text("Released to dose at 152/94 mmHg")
        page.locator(".inject-card .inject").click()
        expect(newest(window)).to_contain_text("Injection")
        window.context.close()
        prescriber.context.close()


def test_a_corrected_reading_takes_the_place_of_the_first_on_every_screen(chair: House, opens: Opens) -> None:
    second = bedside(chair, opens, "prescriber", "watch/")
    nurse = Browser(chair.url, chair.told["cookies"]["nurse"], chair.told["session"])
    _, saved = nurse.post("readings", {"client_id": str(uuid.uuid4()), "systolic": 181, "diastolic": 79})
    expect(second.page.locator(".wall")).to_contain_text("181/79")
    address = f"readings/{saved['event']['payload']['reading_id']}/amend"
    nurse.post(address, {"client_id": str(uuid.uuid4()), "systolic": 118, "reason": "read the wrong line"})
    expect(newest(second)).to_contain_text("Reading corrected")
    expect(second.page.locator(".wall")).to_contain_text("118/79")


def test_a_double_press_saves_one_reading(chair: House, opens: Opens) -> None:
    window = bedside(chair, opens)
    window.page.locator(".reading-form input[name=heart_rate]").fill("77")
    window.page.get_by_role("button", name="Save reading").dblclick()
    expect(newest(window)).to_contain_text(re.compile(r"heart\s+rate"))
    window.page.reload()
    expect(window.page.locator(".log li", has_text=re.compile(r"heart\s+rate\s+77"))).to_have_count(1)


def test_a_reading_is_taken_with_the_keyboard_alone(chair: House, opens: Opens) -> None:
    window = bedside(chair, opens)
    page = window.page
    page.locator("input[name=systolic]").focus()
    for value in ("128", "79", "70", "98", "14"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    _tab_to(page, "input[name=dissociation]")
    page.keyboard.press("ArrowRight")
    _tab_to(page, "button:has-text('Save reading')")
    page.keyboard.press("Enter")
    expect(newest(window)).to_contain_text("128/79")


def test_every_control_of_the_bedside_can_be_reached_and_seen_with_the_keyboard(chair: House, opens: Opens) -> None:
    page = bedside(chair, opens).page
    page.locator("body").press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    reached, unseen = set(), []
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim().slice(0, 30)")
        if page.evaluate("document.activeElement === document.body"):
            break
        reached.add(name)
        if not page.evaluate(HAS_A_RING):
            unseen.append(name)
    wanted = {
        "systolic",
        "diastolic",
        "heart_rate",
        "spo2",
        "respiratory_rate",
        "dissociation",
        "moaas",
        "Save reading",
    }
    assert wanted - reached == set()
    assert unseen == []


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector.partition(":has")[0]) and (
            ":has" not in selector or "Save" in page.evaluate("document.activeElement.textContent")
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {selector}")
