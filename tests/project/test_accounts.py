"""Signing in and out, and what the log has of it."""

import pytest
from django.test import Client

from daybreak.clinic.audit.models import AuditEvent
from tests.project.staff import PASSPHRASE, director

pytestmark = [pytest.mark.urls("tests.project.pages"), pytest.mark.django_db]


def _acts() -> list[str]:
    return list(AuditEvent.objects.order_by("seq").values_list("act", flat=True))


@pytest.mark.parametrize("name", ["dora", "DORA", "dora@clinic.example"])
def test_a_person_signs_in_by_name_or_e_mail_and_the_log_has_it(name: str):
    director()
    client = Client()
    response = client.post("/account/login/", {"login": name, "password": PASSPHRASE})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert _acts()[-1] == "staff.sign_in"
    assert '"method":"password"' in AuditEvent.objects.latest("seq").detail.replace(" ", "")
    client.post("/account/logout/")
    assert _acts()[-1] == "staff.sign_out"


def test_a_failed_sign_in_is_logged():
    director()
    assert Client().post("/account/login/", {"login": "dora", "password": "wrong"}).status_code == 200
    assert _acts()[-1] == "staff.sign_in_failed"


def test_after_five_failures_even_the_right_passphrase_has_to_wait():
    director()
    client = Client()
    for _ in range(5):
        client.post("/account/login/", {"login": "dora", "password": "wrong"})
    assert client.post("/account/login/", {"login": "dora", "password": PASSPHRASE}).status_code == 200
    assert _acts().count("staff.sign_in") == 0


def test_nobody_can_make_an_account():
    response = Client().post("/account/signup/", {"username": "eve", "password1": PASSPHRASE, "password2": PASSPHRASE})
    assert "staff.add" not in _acts()
    assert response.status_code == 200


def test_a_passphrase_changed_by_its_owner_is_logged():
    client = Client()
    client.force_login(director())
    client.post(
        "/account/password/change/",
        {"oldpassword": PASSPHRASE, "password1": "kilo-mafu-zeba-tiro", "password2": "kilo-mafu-zeba-tiro"},
    )
    assert "staff.set_password" in _acts()


@pytest.mark.urls("daybreak.project.urls")
def test_a_clinic_without_mail_does_not_promise_one():
    response = Client().get("/account/password/reset/", follow=True)
    assert response.redirect_chain == [("/account/login/", 302)]
    assert "This clinic sends no mail." in response.content.decode()


@pytest.mark.urls("daybreak.project.urls")
def test_a_strangers_page_about_signing_up_says_that_it_is_closed():
    response = Client().get("/account/signup/")
    assert response.status_code == 200
    assert "<form" not in response.content.decode()
