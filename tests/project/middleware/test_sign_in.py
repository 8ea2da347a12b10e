"""Closed pages, and how someone signed out is sent to sign in."""

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.project.pages")


def test_a_page_is_closed_unless_it_says_otherwise():
    assert Client().get("/open/").status_code == 200
    response = Client().get("/closed/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/closed/")


def test_part_of_a_page_moves_the_whole_page_to_the_sign_in_and_back():
    response = Client().get(
        "/closed/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/patients/new/"}
    )
    assert (response.status_code, response["HX-Redirect"]) == (200, "/account/login/?next=/patients/new/")


def test_what_is_posted_after_the_session_ended_leads_back_to_the_page_it_was_posted_from():
    page = "http://testserver/patients/new/"
    assert _after_a_post(page) == "/account/login/?next=/patients/new/"
    assert _after_a_post("") == "/account/login/?next=/"
    assert _after_a_post("https://elsewhere.example/patients/new/") == "/account/login/?next=/"
    assert _after_a_post("http://[") == "/account/login/?next=/"


def _after_a_post(referer: str) -> str:
    return Client().post("/closed/", headers={"Referer": referer})["Location"]


def test_a_script_is_told_in_json_that_nothing_was_done():
    page = {"Referer": "http://testserver/patients/new/"}
    response = Client().post("/closed/", data={}, content_type="application/json", headers=page)
    assert response.status_code == 401
    assert response.json() == {
        "error": "You are signed out. Sign in again; what is not yet saved is kept on this device until then.",
        "go_to": "/account/login/?next=/patients/new/",
    }
