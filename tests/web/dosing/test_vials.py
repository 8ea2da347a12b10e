"""The vial pages: what is on hand, what has expired, and a vial taken in once."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybreak.care import roles
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast
from tests.web.dosing import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Client:
    return scene.signed_in(cast.nurse())


def text(answer: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def take_in(client: Client, **changes: str) -> Any:
    """Send the form of a new vial."""
    page = client.get(reverse("web:vial-receive"))
    soon = timezone.localdate() + timedelta(days=300)
    label = {
        "label": "K-7",
        "lot": "A12",
        "expires_on": soon.isoformat(),
        "concentration_mg_per_ml": "50",
        "volume_ml": "10",
        "location": "safe",
    }
    key = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "client_id": str(uuid.uuid4())}
    return client.post(reverse("web:vial-receive"), {**key, **label, **changes})


def test_a_vial_taken_in_is_on_the_list_with_what_it_holds(nurse: Client) -> None:
    assert take_in(nurse).status_code == 302
    shown = text(nurse.get(reverse("web:vials")))
    assert "K-7" in shown
    assert "10 mL 500 mg" in shown


def test_an_empty_shelf_says_what_to_do(nurse: Client) -> None:
    assert "No vial on hand" in text(nurse.get(reverse("web:vials")))


def test_an_expired_vial_is_loud(nurse: Client) -> None:
    scene.vial(expires_in=-3)
    shown = text(nurse.get(reverse("web:vials")))
    assert "Stop. 1 vial on the shelf has expired." in shown
    assert "Expired: do not use" in shown


def test_a_double_click_takes_in_one_vial(nurse: Client) -> None:
    key = str(uuid.uuid4())
    assert [take_in(nurse, client_id=key).status_code for _ in range(2)] == [302, 302]
    assert Vial.objects.count() == 1


def test_an_expired_delivery_is_refused_beside_its_date(nurse: Client) -> None:
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    answer = take_in(nurse, expires_on=yesterday)
    assert answer.status_code == 422
    assert "This vial has expired" in text(answer)


def test_an_unusual_strength_is_asked_about_and_taken_when_confirmed(nurse: Client) -> None:
    asked = take_in(nurse, concentration_mg_per_ml="25")
    assert asked.status_code == 422
    assert "Is the strength right?" in text(asked)
    assert take_in(nurse, concentration_mg_per_ml="25", confirm="concentration_mg_per_ml:25").status_code == 302


def test_the_ledger_tells_every_movement_and_what_was_left(nurse: Client) -> None:
    session = scene.injected()
    vial = session.injection.entry.vial
    shown = text(nurse.get(reverse("web:vial", args=[vial.public_id])))
    assert re.search(r"Administered · session From another vial −0\.8 mL 40 mg 9\.2 mL", shown)
    assert re.search(r"Received Undo \+10 mL 500 mg 10 mL", shown)


@pytest.mark.parametrize(("name", "act"), [("vials", "vial.read"), ("vial-receive", "vial.receive")])
def test_exactly_those_whose_role_allows_it_open_the_page(name: str, act: str) -> None:
    for role, person in cast.everyone().items():
        answer = scene.signed_in(person).get(reverse(f"web:{name}"))
        allowed = role != "outsider" and roles.may([role], act)
        assert answer.status_code == (200 if allowed else 403), role


def test_who_may_not_take_vials_in_does_not_see_the_button() -> None:
    therapist = scene.signed_in(cast.therapist())
    if roles.may(["therapist"], "vial.read"):
        assert "Receive a vial" not in text(therapist.get(reverse("web:vials")))
    assert therapist.get(reverse("web:vial-receive")).status_code == 403
