"""When something is wrong: a page with a sentence and a way on, never a stack of words, never a patient."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db


def test_an_unknown_address_is_a_page_with_a_way_on() -> None:
    answer = visits.signed_in(cast.nurse()).get("/nothing/here/")
    assert answer.status_code == 404
    assert "Nothing is kept at this address" in visits.words(answer)
    assert 'href="/"' in answer.content.decode()


def test_a_form_from_before_the_sign_in_says_that_nothing_was_saved() -> None:
    answer = visits.signed_in(cast.nurse()).post("/patients/new/", {})
    assert answer.status_code == 403
    assert "Nothing was saved" in visits.words(answer)


@pytest.mark.parametrize("status", [500, 503])
def test_the_pages_of_a_server_in_trouble_need_neither_database_nor_request(status: int) -> None:
    page = render_to_string(f"errors/{status}.html", {"title": "The record is out of reach", "sentence": "Try again."})
    assert "<h1>The record is out of reach</h1>" in page
    assert "Try again." in page


def test_a_stranger_sees_an_unknown_address_without_a_bar() -> None:
    answer = Client().get("/nothing/here/")
    assert answer.status_code == 404
    assert 'class="nav"' not in answer.content.decode()
