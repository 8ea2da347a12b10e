"""What people and scripts see when the record is out of reach."""

import uuid

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from daybreak.project.outage import NOT_SAVED, OUR_MISTAKE, is_outage

pytestmark = pytest.mark.urls("tests.project.pages")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", ["/lost/", "/full/"])
def test_a_lost_database_or_a_full_disk_is_a_clear_page_that_says_nothing_was_saved(client: Client, path: str):
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert NOT_SAVED in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_script_gets_the_sentence_as_json(client: Client):
    response = client.post("/lost/", data={}, content_type="application/json")
    assert (response.status_code, response.json()) == (503, {"error": NOT_SAVED})


def test_a_mistake_of_ours_is_another_page_and_shows_nothing_of_it(client: Client):
    response = client.get(f"/mistake/{uuid.uuid4()}/")
    assert response.status_code == 500
    assert OUR_MISTAKE in response.content.decode()
    assert "Mustermann" not in response.content.decode()


@pytest.mark.parametrize(
    ("raised", "outage"),
    [
        (OperationalError("database is locked"), True),
        (InterfaceError("connection already closed"), True),
        (OSError(28, "No space left on device"), True),
        (FileNotFoundError(2, "No such file"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_only_the_database_and_the_disk_are_outages(raised: BaseException | None, outage: bool):
    assert is_outage(raised) is outage
