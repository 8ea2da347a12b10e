"""The session pages: opened from an order, drawn from the record, closed without a dose."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.care import roles
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.sessions import actions
from daybreak.clinic.sessions.models import DosingSession
from tests.clinic import cast
from tests.web.dosing import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurse() -> Client:
    return scene.signed_in(cast.nurse())


def start(client: Client, order: Any, key: str) -> Any:
    """Press the button on the order's page."""
    page = client.get(reverse("web:order", args=[order.public_id]))
    values = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "client_id": key}
    return client.post(reverse("web:session-open", args=[order.public_id]), values)


def test_a_session_is_opened_from_its_order_once(nurse: Client) -> None:
    order, key = scene.order(), str(uuid.uuid4())
    first, again = start(nurse, order, key), start(nurse, order, key)
    session = DosingSession.objects.get()
    assert first.url == again.url == reverse("web:session", args=[session.public_id])


def test_a_second_session_for_the_same_order_is_refused_with_a_sentence(nurse: Client) -> None:
    order = scene.order()
    start(nurse, order, str(uuid.uuid4()))
    answer = start(nurse, order, str(uuid.uuid4()))
    assert answer.status_code == 409
    assert "open already" in answer.content.decode()


def test_the_page_starts_with_everything_the_island_needs(nurse: Client) -> None:
    session = scene.injected()
    data = nurse.get(reverse("web:session", args=[session.public_id])).context["session_data"]
    assert data["session"]["state"] == "injected"
    assert [event["kind"] for event in data["events"]] == ["opened", "reading", "injection"]
    assert data["last_seq"] == 3
    assert data["due"]["every_minutes"] == 10
    assert data["permissions"] == {"record": True, "inject": True, "end": True, "note": True}
    assert data["order"]["route_label"] == "intramuscular"
    assert data["prediction"]["model"]["name"] == "daybreak-acute"
    assert data["urls"]["stream"] == reverse("web:session-stream", args=[session.public_id])
    assert all(address.startswith("/") for address in data["urls"].values())


def test_the_data_are_json_that_no_script_can_be_smuggled_into(nurse: Client) -> None:
    session = scene.session()
    actions.note(by=cast.nurse(), session=session, text="</script><script>alert(1)</script>")
    page = nurse.get(reverse("web:session", args=[session.public_id])).content.decode()
    assert "<script>alert" not in page


def test_the_second_screen_offers_nothing_to_press(nurse: Client) -> None:
    session = scene.session()
    page = nurse.get(reverse("web:session-watch", args=[session.public_id])).content.decode()
    assert 'data-mode="watch"' in page
    assert "Nothing was given today" not in page


def test_the_second_screen_does_not_sign_itself_off_before_the_session_has_ended(nurse: Client) -> None:
    session = scene.injected()
    address = reverse("web:session-watch", args=[session.public_id])
    assert "data-idle-seconds" not in nurse.get(address).content.decode()
    actions.end_session(by=cast.nurse(), session=session, reason="transferred to the ward, by ambulance")
    assert "data-idle-seconds" in nurse.get(address).content.decode()


def test_a_page_title_never_names_the_patient(nurse: Client) -> None:
    session = scene.session()
    for name in ("session", "session-watch"):
        page = nurse.get(reverse(f"web:{name}", args=[session.public_id])).content.decode()
        title = re.search(r"<title>(.*)</title>", page)
        assert title
        assert session.order.course.patient.family_name not in title[1]


def test_each_look_at_a_session_is_in_the_audit_log(nurse: Client) -> None:
    session = scene.session()
    for name, page in (("session", "bedside"), ("session-watch", "watch")):
        nurse.get(reverse(f"web:{name}", args=[session.public_id]))
        last = AuditEvent.objects.order_by("-seq").first()
        assert last
        assert (last.act, last.subject_id) == ("session.read", str(session.public_id))
        assert page in last.detail


def test_a_session_without_a_dose_is_closed_with_its_reason_and_the_order_waits(nurse: Client) -> None:
    session = scene.session()
    page = nurse.get(reverse("web:session", args=[session.public_id]))
    key = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "client_id": str(uuid.uuid4())}
    address = reverse("web:session-abandon", args=[session.public_id])
    assert nurse.post(address, key).status_code == 422
    answer = nurse.post(address, {**key, "reason": "pressure stayed high"})
    assert answer.url == reverse("web:order", args=[session.order.public_id])
    session.refresh_from_db()
    assert (session.state, session.order.status) == ("abandoned", "active")


@pytest.mark.parametrize("name", ["session", "session-watch"])
def test_exactly_those_whose_role_allows_it_open_the_page(name: str) -> None:
    session = scene.session()
    for role, person in cast.everyone().items():
        answer = scene.signed_in(person).get(reverse(f"web:{name}", args=[session.public_id]))
        allowed = role != "outsider" and roles.may([role], "session.read")
        assert answer.status_code == (200 if allowed else 403), role


def test_an_unknown_session_is_a_page_with_a_sentence(nurse: Client) -> None:
    answer = nurse.get(reverse("web:session", args=[uuid.uuid4()]))
    assert answer.status_code == 404
    assert "no such dosing session" in answer.content.decode()
