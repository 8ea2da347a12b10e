"""What a phone shows of tables: each label beside its value, and all of a value's lines under one another."""

import pytest

from tests.browser.conftest import House, Opens

pytestmark = [pytest.mark.browser, pytest.mark.server]

EDGES = """() => [...document.querySelectorAll(".table.stacks td[data-label]")].flatMap((cell) => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  const edge = cell.getBoundingClientRect().left + parseFloat(getComputedStyle(cell).paddingInlineStart);
  const label = parseFloat(getComputedStyle(cell, "::before").inlineSize);
  const outside = [...words.getClientRects()].filter((line) => line.width > 0 && line.left < edge - 1);
  return outside.length > 0 || label > parseFloat(getComputedStyle(cell).paddingInlineStart) ? [cell.textContent] : [];
})"""
"""The cells in which a line of the value begins left of the value's own column."""


@pytest.mark.parametrize(
    ("role", "path"), [("nurse", "/vials/"), ("medical_director", "/staff/"), ("medical_director", "/audit/")]
)
def test_no_line_of_a_value_falls_under_its_label(demo_house: House, opens: Opens, role: str, path: str) -> None:
    window = opens(demo_house, role, width=390)
    window.go(path)
    assert window.page.locator(".table.stacks td[data-label]").count() > 5
    assert window.page.evaluate(EDGES) == []
    assert window.overflow() <= 0


@pytest.mark.parametrize("width", [390, 768, 1024, 1280])
def test_the_second_screen_cuts_no_value_off(demo_house: House, opens: Opens, width: int) -> None:
    window = opens(demo_house, "nurse", width=width)
    window.go("/")
    session = window.page.locator("a[href^='/sessions/']").first.get_attribute("href")
    window.go(f"{session}watch/")
    window.page.locator(".wall-cell").nth(5).wait_for()
    cut = window.page.evaluate(
        """() => [...document.querySelectorAll(".wall-cell")].filter((cell) =>
             cell.scrollWidth > cell.clientWidth + 1
             || cell.getBoundingClientRect().right > cell.parentElement.getBoundingClientRect().right + 1)
             .map((cell) => cell.textContent)"""
    )
    assert cut == []
