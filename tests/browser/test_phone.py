"""The questionnaire on the patient's own phone: by link, without an account, once."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import House, Opens
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_a_patient_answers_on_their_own_phone_and_the_clinic_sees_it_at_once(house: House, opens: Opens) -> None:
    nurse, phone = opens(house, "nurse"), opens(house, width=390, height=844)
    chart = f"/patients/{house.told['patient']}/"
    link = _link(nurse, chart)
    phone.go(link)
    assert phone.overflow() <= 0
    assert "\n".join(phone.found_by_axe()) == ""
    assert house.told["family_name"] not in phone.page.content()
    for number in range(1, 10):
        phone.page.locator(f"#question-{number} label").nth(1).click()
    expect(phone.page.locator(".questionnaire-progress")).to_contain_text("All answered")
    phone.page.get_by_role("button", name="Send my answers").click()
    expect(phone.page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "\n".join(phone.found_by_axe()) == ""

    nurse.go(chart)
    row = nurse.page.get_by_role("region", name="PHQ-9 results").locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row.locator("td").first).to_have_text("9")
    expect(nurse.page.locator(".patient-banner")).to_contain_text("PHQ-9 item 9")


def test_a_link_works_once_and_says_so_the_second_time(house: House, opens: Opens) -> None:
    nurse, phone = opens(house, "nurse"), opens(house, width=390, height=844)
    link = _link(nurse, f"/patients/{house.told['patient']}/")
    phone.go(link)
    for number in range(1, 10):
        phone.page.locator(f"#question-{number} label").first.click()
    phone.page.get_by_role("button", name="Send my answers").click()
    expect(phone.page.get_by_role("heading", name="Thank you")).to_be_visible()
    phone.go(link)
    expect(phone.page.get_by_role("button", name="Send my answers")).to_have_count(0)
    expect(phone.page.locator("h1")).to_be_visible()


def test_a_question_left_out_is_found_and_nothing_chosen_is_lost(house: House, opens: Opens) -> None:
    nurse, phone = opens(house, "nurse"), opens(house, width=390, height=844)
    phone.go(_link(nurse, f"/patients/{house.told['patient']}/"))
    for number in (1, 2, 3, 4, 6, 7, 8, 9):
        phone.page.locator(f"#question-{number} label").nth(2).click()
    phone.page.get_by_role("button", name="Send my answers").click()
    expect(phone.page.locator("#question-5")).to_be_in_viewport()
    expect(phone.page.locator("#question-4 input:checked")).to_have_count(1)
    expect(phone.page.get_by_role("heading", name="Thank you")).to_have_count(0)


def _link(window: Window, chart: str) -> str:
    window.go(chart)
    window.page.get_by_role("button", name="Link to their phone").click()
    return urlsplit(window.page.locator("#link-text").inner_text()).path
