"""The two browser tasks, really played in Chromium; and answers that are there again after an interruption."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

HANDS = """() => new Promise((done) => {
  const shapes = () => Object.fromEntries([...document.querySelectorAll(".task-pair")].map(
    (pair) => [pair.querySelector("path").getAttribute("d"), pair.querySelector("span").textContent]));
  const press = () => {
    const target = document.querySelector(".task-target:not([data-right]) path");
    const lit = document.querySelector(".task-lamp[data-lit]:not([data-done])");
    if (target && !target.dataset.done) {
      target.dataset.done = "";
      const digit = shapes()[target.getAttribute("d")];
      const key = document.querySelector(`.task-key[value="${digit}"]`);
      setTimeout(() => key.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })), 240);
    }
    if (lit) {
      lit.dataset.done = "";
      setTimeout(() => lit.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })), 260);
    }
    if (document.querySelector(".task-pause button")) document.querySelector(".task-pause button").click();
    if (!document.querySelector("[data-task-stage]")?.firstChild && window.hasBegun) return done();
    window.hasBegun ||= document.querySelector(".task-pad, .task-lamp") !== null;
    requestAnimationFrame(press);
  };
  press();
})"""
"""Plays as a quick and careful person does: a quarter of a second for each answer."""


def link(window: Window, patient: str, instrument: str) -> str:
    window.go(f"/patients/{patient}/measures/")
    window.page.select_option("#id_instrument", instrument)
    window.page.get_by_role("button", name="Link to their phone").click()
    return urlsplit(window.page.locator("#link-text").inner_text()).path


def shortened(page: Page, seconds: int) -> None:
    """The page is told a shorter task than the clinic asks for; the clinic notices (and says so in the chart)."""

    def answer(route: Route) -> None:
        reply = route.fetch()
        text = reply.text()
        for whole in (90, 180):
            text = text.replace(f'"seconds": {whole}', f'"seconds": {seconds}')
        route.fulfill(response=reply, body=text)

    page.route("**/a/*/", answer)


@pytest.mark.parametrize(
    ("instrument", "title"), [("digit-symbol", "Digit symbol task"), ("vigilance", "Vigilance task")]
)
def test_a_task_is_played_to_its_end_and_reaches_the_chart_with_its_timing(
    house: House, opens: Opens, instrument: str, title: str
) -> None:
    nurse, phone = opens(house, "nurse"), opens(house, width=390, height=844)
    fetched: list[str] = []
    phone.page.on("request", lambda request: fetched.append(request.url))
    shortened(phone.page, 7)
    phone.go(link(nurse, house.told["patient"], instrument))
    assert "\n".join(phone.found_by_axe()) == ""
    assert phone.overflow() <= 0
    assert [url for url in fetched if "/play-" in url] == []
    phone.page.get_by_role("button", name="Start").click()
    phone.page.locator(".task-pad, .task-lamp").first.wait_for()
    assert [url for url in fetched if "/play-" in url] != []
    assert "\n".join(phone.found_by_axe()) == ""
    assert phone.overflow() <= 0
    phone.page.evaluate(HANDS)
    expect(phone.page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=20_000)

    nurse.go(f"/patients/{house.told['patient']}/measures/")
    nurse.page.get_by_role("link", name=title).first.click()
    words = nurse.page.locator("main").inner_text()
    assert "This run is not compared with others." in words
    assert "It ran 7 of" in words
    assert "How well the device kept time" in words
    kept = nurse.page.locator("section[aria-label=Timing] td.number").first.inner_text()
    assert float(kept.split()[0]) > 0
    assert "\n".join(nurse.found_by_axe()) == ""


def test_what_was_chosen_is_there_again_and_help_comes_at_once(house: House, opens: Opens) -> None:
    nurse, phone, tablet = opens(house, "nurse"), opens(house, width=390, height=844), opens(house, width=390)
    asked = link(nurse, house.told["patient"], "phq9")
    phone.go(asked)
    help_now = phone.page.locator("#question-9 [data-risk-help]")
    expect(help_now).to_be_hidden()
    with phone.page.expect_response("**/keep/"):
        phone.page.locator("#question-2 label").nth(3).click()
    with phone.page.expect_response("**/keep/"):
        phone.page.locator("#question-9 label").nth(1).click()
    expect(help_now).to_be_visible()
    assert "\n".join(phone.found_by_axe()) == ""
    tablet.go(asked)
    expect(tablet.page.locator("#question-2 input:checked")).to_have_value("3")
    expect(tablet.page.locator("#question-9 [data-risk-help]")).to_be_visible()
    expect(tablet.page.locator(".questionnaire-progress")).to_have_text("2 of 9 answered")
    tablet.page.get_by_role("link", name="Deutsch").click()
    expect(tablet.page.locator(".questionnaire-progress")).to_have_text("2 von 9 beantwortet")


def test_a_lost_connection_loses_no_answer(house: House, opens: Opens) -> None:
    nurse, phone = opens(house, "nurse"), opens(house, width=390, height=844)
    asked = link(nurse, house.told["patient"], "gad7")
    phone.go(asked)
    sent: list[Any] = []
    phone.page.route("**/keep/", lambda route: (sent.append(route.request.post_data), route.abort())[1])
    phone.page.locator("#question-1 label").nth(2).click()
    expect(phone.page.locator(".questionnaire-progress")).to_contain_text("Not kept yet")
    phone.page.unroute("**/keep/")
    with phone.page.expect_response("**/keep/", timeout=15_000) as kept:
        pass
    assert kept.value.status == 204
    assert "gad7-1" in json.dumps(sent)
    phone.complaints[:] = [complaint for complaint in phone.complaints if "ERR_FAILED" not in complaint]
    phone.go(asked)
    expect(phone.page.locator("#question-1 input:checked")).to_have_value("2")


def test_questions_that_follow_from_another_answer_come_and_go(house: House, opens: Opens) -> None:
    nurse, phone = opens(house, "nurse"), opens(house, width=390, height=844)
    phone.go(link(nurse, house.told["patient"], "auditc"))
    expect(phone.page.locator("#question-2")).to_be_hidden()
    phone.page.locator("#question-1 label").nth(2).click()
    expect(phone.page.locator("#question-2")).to_be_visible()
    phone.page.locator("#question-1 label").first.click()
    expect(phone.page.locator("#question-2")).to_be_hidden()
    phone.page.get_by_role("button", name="Send my answers").click()
    expect(phone.page.get_by_role("heading", name="Thank you")).to_be_visible()
