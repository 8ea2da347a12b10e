"""The release page: what was measured, who may sign, and how a prescriber comes to it."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.care import roles
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.sessions import actions
from daybreak.clinic.sessions.models import DosingSession, Release
from tests.clinic import cast
from tests.web import visits
from tests.web.dosing import scene

pytestmark = pytest.mark.django_db
HIGH = scene.BASELINE | {"systolic": 152, "diastolic": 96}


def held() -> DosingSession:
    session = scene.session()
    actions.record_reading(by=cast.nurse(), session=session, values=HIGH)
    return session


def address(session: DosingSession) -> str:
    return reverse("web:session-release", args=[session.public_id])


def sign(client: Client, session: DosingSession, page: Any = None, **changes: str) -> Any:
    page = page or client.get(address(session))
    form = page.context["form"]
    values = {
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
        "client_id": str(uuid.uuid4()),
        "seen": str(form.fields["seen"].initial),
        "reason": "White coat, rechecked twice",
    }
    return client.post(address(session), values | changes)


@pytest.fixture
def prescriber() -> Client:
    return scene.signed_in(cast.prescriber())


def test_today_leads_a_prescriber_from_the_hold_to_its_release(prescriber: Client) -> None:
    session = held()
    page = prescriber.get("/")
    assert "On hold: 152/96" in visits.words(page)
    assert address(session) in visits.addresses(page)


def test_others_see_the_hold_and_no_way_to_release_it() -> None:
    session = held()
    page = scene.signed_in(cast.nurse()).get("/")
    assert "On hold: 152/96" in visits.words(page)
    assert address(session) not in visits.addresses(page)


def test_the_page_shows_every_pressure_of_the_session_and_what_the_rule_says(prescriber: Client) -> None:
    session = held()
    actions.record_reading(by=cast.nurse(), session=session, values=HIGH | {"systolic": 158})
    shown = visits.words(prescriber.get(address(session)))
    for said in ("158/96 mmHg before the dose", "152/96", "above 140 mmHg", "40 mg of ketamine, intramuscular"):
        assert said in shown
    assert AuditEvent.objects.filter(act="session.read", detail__contains="release").count() == 1


def test_a_signed_release_ends_the_hold(prescriber: Client) -> None:
    session = held()
    answer = sign(prescriber, session)
    assert (answer.status_code, answer.url) == (302, reverse("web:session", args=[session.public_id]))
    assert Release.objects.get().reason == "White coat, rechecked twice"
    assert "On hold" not in visits.words(prescriber.get("/"))
    assert "Nothing holds this session" in visits.words(prescriber.get(address(session)))


def test_a_pressure_recorded_while_one_reads_is_not_signed_for_unseen(prescriber: Client) -> None:
    session = held()
    page = prescriber.get(address(session))
    actions.record_reading(by=cast.nurse(), session=session, values=HIGH | {"systolic": 178})
    answer = sign(prescriber, session, page)
    assert answer.status_code == 409
    assert "Another pressure was recorded meanwhile" in visits.words(answer)
    assert Release.objects.count() == 0


@pytest.mark.parametrize("reason", ["", "ok"])
def test_a_release_without_a_reason_is_asked_for_one(prescriber: Client, reason: str) -> None:
    answer = sign(prescriber, held(), reason=reason)
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason"]
    assert Release.objects.count() == 0


@pytest.mark.parametrize("who", [*roles.ROLES, "outsider"])
def test_only_who_may_release_opens_the_page(who: str) -> None:
    session = held()
    answer = scene.signed_in(cast.everyone()[who]).get(address(session))
    allowed = roles.may([] if who == "outsider" else [who], "session.release")
    assert answer.status_code == (200 if allowed else 403)


def test_the_order_says_that_its_session_is_on_hold(prescriber: Client) -> None:
    session = held()
    page = prescriber.get(reverse("web:order", args=[session.order.public_id]))
    assert address(session) in visits.addresses(page)
    nurses = visits.words(scene.signed_in(cast.nurse()).get(reverse("web:order", args=[session.order.public_id])))
    assert "A prescriber must release the session" in nurses
