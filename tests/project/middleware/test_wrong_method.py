"""An address that only takes posts, opened as a page."""

from uuid import uuid4

import pytest
from django.test import Client

from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db

SENTENCE = "It only takes what another page sends, so nothing was done. Go back, or start from Today."


@pytest.fixture
def nurse() -> Client:
    return visits.signed_in(cast.nurse())


def test_an_address_that_only_takes_posts_says_so_to_a_person(nurse: Client) -> None:
    answer = nurse.get(f"/patients/{uuid4()}/phq-9/link/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert SENTENCE in visits.words(answer)


def test_a_script_is_told_in_json(nurse: Client) -> None:
    answer = nurse.get(f"/sessions/{uuid4()}/readings/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (405, {"error": SENTENCE})
