"""Nothing for axe to find on any page, at a desk and on a phone, light and dark; nothing wider than a phone."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

Way = Callable[[Window], None]
LOOKS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (None, ["/account/login/", "/no-such-page/", "/a/not-a-link/"]),
        ("prescriber", ["/", "/patients/", "chart", "order-new", "order", "/rules/", "/account/", "/account/2fa/"]),
        (
            "nurse",
            ["/patients/new/", "/vials/", "/vials/receive/", "vial", "session", "watch", "phq-9", "fact", "ended"],
        ),
        ("medical_director", ["/staff/", "/staff/new/", "/audit/"]),
    ],
    ids=["nobody", "prescriber", "nurse", "director"],
)
def test_axe_finds_nothing(
    demo_house: House, opens: Opens, role: str | None, pages: list[str], width: int, scheme: str
) -> None:
    window = opens(demo_house, role, width=width, scheme=scheme)
    found, wide = [], []
    for page in pages:
        _go(window, page)
        found += window.found_by_axe()
        if window.overflow() > 0:
            wide.append(f"{page} is {window.overflow()} px too wide")
    assert "\n".join(found + wide) == ""


def test_an_order_being_typed_has_nothing_for_axe_either(demo_house: House, opens: Opens) -> None:
    window = opens(demo_house, "prescriber", width=390)
    _go(window, "order-new")
    page = window.page
    page.get_by_label("Per kilogram").fill("0.9")
    page.get_by_role("radio", name=re.compile("^Actual")).check(force=True)
    page.locator("input[name=concentration_mg_per_ml][value='50']").check(force=True)
    page.get_by_role("button", name="Sign the order").wait_for()
    page.locator(".chart canvas").first.wait_for()
    assert "\n".join(window.found_by_axe()) == ""
    assert window.overflow() <= 0


def _go(window: Window, page: str) -> None:
    """An address, or the name of a page that is found by walking to it from today's."""
    if page.startswith("/"):
        window.go(page)
    else:
        WAYS[page](window)
    window.page.wait_for_load_state("networkidle" if page not in ("session", "watch", "ended") else "load")


def _follow(window: Window, pattern: str) -> None:
    """Open the first link of the page whose address matches."""
    hrefs = window.page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    window.go(next(href for href in hrefs if re.search(pattern, href or "")))


def _chart_of(window: Window, name: str) -> None:
    window.go("/")
    window.page.locator("main a[href^='/patients/']", has_text=name).first.click()
    window.page.wait_for_url("**/patients/*/")
    window.page.get_by_role("heading", level=1).first.wait_for()


def _order_new(window: Window) -> None:
    _chart_of(window, "Marta")
    _follow(window, r"^/courses/[^/]+/order/$")


def _order(window: Window) -> None:
    window.go("/")
    _follow(window, r"^/orders/")


def _session(window: Window) -> None:
    window.go("/")
    _follow(window, r"^/sessions/")
    window.page.locator("#bedside canvas").first.wait_for()


def _watch(window: Window) -> None:
    _session(window)
    _follow(window, r"/watch/$")
    window.page.locator("#bedside canvas").first.wait_for()


def _ended(window: Window) -> None:
    _chart_of(window, "Marta")
    _follow(window, r"^/sessions/")
    window.page.locator("#bedside canvas").first.wait_for()


def _vial(window: Window) -> None:
    window.go("/vials/")
    _follow(window, r"^/vials/[0-9a-f-]{36}/$")


def _from_chart(pattern: str) -> Way:
    def way(window: Window) -> None:
        _chart_of(window, "Marta")
        _follow(window, pattern)

    return way


WAYS: dict[str, Way] = {
    "chart": lambda window: _chart_of(window, "Marta"),
    "order-new": _order_new,
    "order": _order,
    "session": _session,
    "watch": _watch,
    "ended": _ended,
    "vial": _vial,
    "phq-9": _from_chart(r"/phq-9/$"),
    "fact": _from_chart(r"/facts/"),
}
