"""Whatever a page links to is opened, in each role, on a tablet and on a phone: axe finds nothing, nothing is wider
than the screen, and the browser reports no error. What one role has shown to axe is not shown to it again."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

FILES = re.compile(r"\.(ics|csv|json|pdf|txt|zip|xml|svg|png)$|/export/|/download/|^/static/|^/account/logout/|^/a/")
AT_LEAST = {"prescriber": 45, "nurse": 30, "therapist": 25, "coordinator": 25, "medical_director": 40, "researcher": 5}
"""Kinds of page that a role comes to by links alone."""
SHOWN: set[tuple[int, str]] = set()


def kind_of(path: str) -> str:
    """The address without what names a row."""
    return re.sub(r"/(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d[\d-]*)(?=/)", "/…", path)


def links(window: Window) -> list[str]:
    """The addresses of this clinic that the page links to, without their questions."""
    found = window.page.locator("a[href]").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    paths = [urlsplit(urljoin(window.path, href)) for href in found if href and not href.startswith(("#", "mailto:"))]
    return [
        path.path for path in paths if not path.netloc and path.path.startswith("/") and not FILES.search(path.path)
    ]


@pytest.mark.parametrize("width", [390, 820])
@pytest.mark.parametrize("role", AT_LEAST)
def test_every_page_one_comes_to_by_links_is_clean(demo_house: House, opens: Opens, role: str, width: int) -> None:
    window = opens(demo_house, role, width=width)
    waiting, seen, wrong = deque(["/"]), {"/"}, list[str]()
    while waiting:
        path = waiting.popleft()
        window.go(path)
        if (width, kind_of(path)) not in SHOWN:
            SHOWN.add((width, kind_of(path)))
            wrong += window.found_by_axe()
        if window.overflow() > 0:
            wrong.append(f"{path} is {window.overflow()} px wider than {width} px")
        for link in links(window):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)
    assert "\n".join(wrong) == ""
    assert len(seen) >= AT_LEAST[role], sorted(seen)
