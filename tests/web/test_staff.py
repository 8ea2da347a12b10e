"""Who works here: added, given roles, sent away; always with someone left who can do it."""

from typing import Any

import pytest
from django.test import Client

from daybreak.clinic.people import queries
from daybreak.clinic.people.models import Person
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db

NOOR = {
    "name": "Noor Okafor",
    "username": "noor",
    "email": "noor@example.org",
    "roles": ["nurse"],
    "password": "wide-lamp-river-cedar",
}


@pytest.fixture
def director() -> Client:
    return visits.signed_in(cast.director())


def change(client: Client, name: str, person: Person, **fields: Any) -> Any:
    return visits.send(client, name, person.public_id, fields=fields, at=f"/staff/{person.public_id}/")


def test_an_added_person_can_sign_in_under_their_own_name(director: Client) -> None:
    assert visits.send(director, "staff-new", fields=NOOR).status_code == 302
    assert queries.roles_of(queries.by_username("noor")) == {"nurse"}
    browser = Client()
    sent = browser.post("/account/login/", {"login": "noor", "password": NOOR["password"]})
    assert sent["Location"] == "/"


def test_a_weak_passphrase_and_a_taken_name_are_said_beside_their_fields(director: Client) -> None:
    cast.nurse()
    answer = visits.send(director, "staff-new", fields=NOOR | {"username": "Nurse", "password": "short"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"username", "password"}
    assert 'value="Noor Okafor"' in answer.content.decode()


def test_a_person_without_a_role_is_not_added(director: Client) -> None:
    answer = visits.send(director, "staff-new", fields=NOOR | {"roles": []})
    assert answer.context["form"].errors == {"roles": ["Roles is missing. Fill it in."]}


def test_a_role_is_given_and_ended(director: Client) -> None:
    nurse = cast.nurse()
    change(director, "role-grant", nurse, role="therapist")
    assert queries.roles_of(nurse) == {"nurse", "therapist"}
    change(director, "role-end", nurse, role="nurse")
    assert queries.roles_of(nurse) == {"therapist"}


def test_an_unknown_role_is_refused_with_a_sentence(director: Client) -> None:
    answer = change(director, "role-grant", cast.nurse(), role="emperor")
    assert answer.status_code == 409
    assert "There is no such role." in visits.words(answer)


def test_the_last_medical_director_cannot_leave(director: Client) -> None:
    answer = change(director, "staff-leave", cast.director())
    assert answer.status_code == 409
    assert "is the only medical director" in visits.words(answer)


def test_who_has_left_can_no_longer_open_a_page_and_stays_on_the_list(director: Client) -> None:
    nurse = cast.nurse()
    theirs = visits.signed_in(nurse)
    change(director, "staff-leave", nurse)
    assert theirs.get("/patients/").status_code == 302
    assert "no longer works here" in visits.words(director.get("/staff/"))
    assert director.get(f"/staff/{nurse.public_id}/").status_code == 409


def test_a_new_passphrase_replaces_the_lost_one(director: Client) -> None:
    nurse = cast.nurse()
    address = f"/staff/{nurse.public_id}/passphrase/"
    fields = {"password": "stone-apple-quiet-harbour"}
    visits.send(director, "staff-passphrase", nurse.public_id, fields=fields, at=address)
    nurse.refresh_from_db()
    assert nurse.check_password("stone-apple-quiet-harbour")


def test_the_auditor_sees_the_staff_and_no_way_to_change_it() -> None:
    cast.nurse()
    page = visits.signed_in(cast.auditor()).get("/staff/").content.decode()
    assert cast.nurse().name in page
    assert "/staff/new/" not in page
    assert f"/staff/{cast.nurse().public_id}/" not in page
