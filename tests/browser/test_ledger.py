"""The drug cabinet in a real browser: a vial wasted and counted by two people, a loss reported, records on one page."""

import re

import pytest

from tests.browser.conftest import House, Opens
from tests.browser.seed import PASSPHRASE
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

PAGES = (
    *("/vials/", "/vials/count/", "/vials/count/?kind=inventory", "/vials/counts/", "/vials/variance/"),
    *("/vials/records/", "/vials/records/dispensing/", "/vials/records/movements/", "/vials/records/inventory/"),
)
OF_A_VIAL = ("waste", "return", "breakage", "loss", "overfill", "move")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_on_any_page_of_the_ledger(demo_house: House, opens: Opens, width: int, scheme: str) -> None:
    window = opens(demo_house, "nurse", width=width, scheme=scheme)
    window.go("/vials/")
    vial = _first(window, r"^/vials/[0-9a-f-]{36}/$")
    window.go(vial)
    of_lines = [_first(window, r"^/vials/lines/")]
    window.go("/vials/counts/")
    counts = [_first(window, r"^/vials/counts/")]
    found = []
    for page in (*PAGES, vial, *(f"{vial}{slug}/" for slug in OF_A_VIAL), *of_lines, *counts):
        window.go(page)
        found += window.found_by_axe()
        found += [f"{page} is {window.overflow()} px too wide"] if window.overflow() > 0 else []
    assert "\n".join(found) == ""


def test_two_people_count_waste_and_report(house: House, opens: Opens) -> None:
    nurse = opens(house, "nurse", width=390)
    page = nurse.page
    nurse.go("/vials/")
    page.get_by_role("link", name=house.told["vial"]).click()
    page.get_by_role("link", name="Waste", exact=True).click()
    page.get_by_role("radio", name="Another volume").check(force=True)
    page.locator("#id_amount").fill("0,2")
    _second(nurse, "wrong passphrase")
    page.get_by_role("button", name="Waste it").click()
    assert "This is not that person's passphrase." in page.inner_text("main")
    assert page.locator("#id_amount").input_value() == "0,2"
    _second(nurse, PASSPHRASE)
    page.get_by_role("button", name="Waste it").click()
    page.get_by_text("Waste: 0.2 mL").wait_for()

    nurse.go("/vials/count/")
    page.get_by_label(re.compile(", mL$")).fill("9.5")
    _second(nurse, PASSPHRASE)
    page.get_by_role("button", name="Keep the count").click()
    page.get_by_text("The ledger says 9.8 mL: 0.3 mL less was found.").wait_for()
    page.get_by_label("What is known about the difference").fill("the stopper leaked")
    _second(nurse, PASSPHRASE)
    page.get_by_role("button", name="Keep the count").click()
    page.get_by_role("link", name="Record a loss").click()
    page.get_by_role("radio", name="Another volume").check(force=True)
    page.locator("#id_amount").fill("0.3")
    page.get_by_label("What is known").fill("the stopper leaked; nobody but us had the key")
    page.get_by_role("button", name="Record the loss").click()
    page.get_by_role("heading", name="Still to be done").wait_for()
    loss = nurse.path

    director = opens(house, "medical_director")
    director.go(loss)
    director.page.get_by_role("radio", name="Written notice sent").check(force=True)
    director.page.get_by_label("How it is proven").fill("fax to the field office, 14:10")
    director.page.get_by_role("button", name="Record it").click()
    director.page.get_by_text("fax to the field office, 14:10").wait_for()
    nurse.complaints[:] = [one for one in nurse.complaints if "422" not in one]


@pytest.mark.parametrize("record", ["inventory", "dispensing"])
def test_a_record_prints_on_one_page_without_what_can_be_pressed(demo_house: House, opens: Opens, record: str) -> None:
    window = opens(demo_house, "nurse")
    window.go(f"/vials/records/{record}/")
    paper = window.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    window.page.emulate_media(media="print")
    assert not window.page.get_by_role("link", name="CSV").is_visible()
    assert window.page.get_by_role("table").is_visible()


def _second(window: Window, passphrase: str) -> None:
    window.page.get_by_label("Second person").select_option(label="Prescriber Example")
    window.page.get_by_label("Their passphrase").fill(passphrase)


def _first(window: Window, pattern: str) -> str:
    hrefs = window.page.locator("main a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return next(href for href in hrefs if href and re.search(pattern, href))
