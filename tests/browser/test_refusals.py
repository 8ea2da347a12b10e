"""A refusal in the middle of a page is said in the server's own words, and is not called a lost sign-in."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def ordering(house: House, opens: Opens) -> Window:
    """A prescriber about to type an order."""
    window = opens(house, "prescriber")
    window.go("/")
    window.page.locator("main a[href^='/patients/']", has_text="Marta").first.click()
    window.page.get_by_role("link", name=re.compile("Order an injection")).first.click()
    window.page.get_by_label("Per kilogram").wait_for()
    return window


def refused(window: Window) -> Locator:
    """The toast of a refusal; that htmx tells the console of it as well is no fault."""
    toast = window.page.locator(".toasts .message")
    expect(toast).to_be_visible()
    window.complaints[:] = [said for said in window.complaints if "Response Status Error Code 403" not in said]
    return toast


def test_who_may_no_longer_order_is_told_who_may(demo_house: House, opens: Opens) -> None:
    window = ordering(demo_house, opens)
    window.come_in(demo_house.told["cookies"]["nurse"])
    window.page.get_by_label("Per kilogram").fill("0.5")
    toast = refused(window)
    expect(toast).to_contain_text("prescriber")
    expect(toast).not_to_contain_text("signed out")
    expect(window.page.get_by_label("Per kilogram")).to_have_value("0.5")


def test_a_page_whose_key_is_gone_says_to_load_it_again(demo_house: House, opens: Opens) -> None:
    window = ordering(demo_house, opens)
    window.context.clear_cookies(name="daybreak-csrf")
    window.page.get_by_label("Per kilogram").fill("0.5")
    toast = refused(window)
    expect(toast).to_contain_text("load the page again")
    expect(toast).not_to_contain_text("signed out")
