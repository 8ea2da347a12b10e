"""The door that stays closed to staff without a second factor."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from pytest_django import Settings

from tests.project.staff import director

pytestmark = [pytest.mark.urls("tests.project.pages"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def test_without_a_second_factor_every_page_leads_to_setting_one_up():
    client = Client()
    client.force_login(director())
    response = client.get("/closed/")
    assert (response.status_code, response["Location"]) == (302, "/account/2fa/")


def test_a_script_is_told_so():
    client = Client()
    client.force_login(director())
    response = client.post("/closed/", data={}, content_type="application/json")
    assert (response.status_code, response.json()["go_to"]) == (401, "/account/2fa/")


def test_with_an_authenticator_app_the_page_opens():
    person = director()
    totp.TOTP.activate(person, totp.generate_totp_secret())
    client = Client()
    client.force_login(person)
    assert client.get("/closed/").status_code == 200


def test_pages_that_need_no_account_stay_open():
    client = Client()
    client.force_login(director())
    assert client.get("/open/").status_code == 200


def test_a_clinic_may_choose_not_to_require_one(settings: Settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client = Client()
    client.force_login(director())
    assert client.get("/closed/").status_code == 200
