"""The three pictures of the README, from the synthetic clinic. `make screenshots` puts them into docs/images."""

import os
import re
from pathlib import Path

import pytest

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

PLACE = Path(__file__).parents[2] / "docs/images"
LARGEST = 250_000
"""Bytes: the README is read over telephones too."""


def test_the_order_with_its_predicted_bands(demo_house: House, opens: Opens, tmp_path: Path) -> None:
    window = opens(demo_house, "prescriber", width=1280, height=1460)
    _chart_of(window, "Marta")
    window.page.get_by_role("link", name=re.compile("Order an injection")).first.click()
    window.page.get_by_label("Per kilogram").fill("0.5")
    window.page.get_by_role("radio", name=re.compile("^Ideal")).check(force=True)
    window.page.locator("input[name=concentration_mg_per_ml][value='50']").check(force=True)
    window.page.locator(".chart canvas").nth(2).wait_for()
    _take(window, tmp_path, "order.png")


def test_the_bedside_while_a_dose_is_watched_over(demo_house: House, opens: Opens, tmp_path: Path) -> None:
    window = opens(demo_house, "nurse", width=1180, height=1010)
    window.go("/")
    window.page.locator("a[href^='/sessions/']").first.click()
    window.page.locator("#bedside canvas").nth(1).wait_for()
    window.page.locator(".live[data-state=live]").wait_for()
    _take(window, tmp_path, "bedside.png")


def test_the_course_with_response_and_remission(demo_house: House, opens: Opens, tmp_path: Path) -> None:
    window = opens(demo_house, "prescriber", width=1180, height=900)
    _chart_of(window, "Henry")
    window.page.locator("figure[data-chart=course] .mark").first.wait_for()
    _take(window, tmp_path, "course.png")


def _chart_of(window: Window, name: str) -> None:
    window.go("/")
    window.page.locator("main a[href^='/patients/']", has_text=name).first.click()


def _take(window: Window, folder: Path, name: str) -> None:
    """Take the picture where it is wanted; it must show something and stay small."""
    window.page.evaluate("document.fonts.ready")
    window.page.wait_for_timeout(600)
    picture = (PLACE if os.environ.get("SCREENSHOTS") else folder) / name
    picture.parent.mkdir(parents=True, exist_ok=True)
    window.page.screenshot(path=picture, animations="disabled", caret="hide")
    # An empty page of this size packs into a few kilobytes.
    assert 30_000 < picture.stat().st_size < LARGEST
