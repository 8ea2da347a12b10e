"""The end of a session in which nobody did anything."""

from time import time

import pytest
from django.test import Client
from pytest_django import Settings

from daybreak.clinic.audit.models import AuditEvent
from daybreak.project.middleware.idle import SEEN
from tests.project.staff import director

pytestmark = [pytest.mark.urls("tests.project.pages"), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(director())
    assert signed_in.get("/closed/").status_code == 200
    return signed_in


def _last_seen(client: Client, seconds_ago: int) -> None:
    session = client.session
    session[SEEN] = int(time()) - seconds_ago
    session.save()


def test_activity_keeps_a_person_signed_in(client: Client, settings: Settings):
    _last_seen(client, settings.IDLE_SECONDS - 5)
    assert client.get("/closed/").status_code == 200
    assert int(time()) - client.session[SEEN] <= 1


def test_too_long_without_activity_signs_out_and_the_log_has_it(client: Client, settings: Settings):
    _last_seen(client, settings.IDLE_SECONDS)
    assert client.get("/closed/").status_code == 302
    assert client.get("/closed/").status_code == 302
    assert AuditEvent.objects.order_by("-seq").values_list("act", flat=True)[0] == "staff.sign_out"


def test_a_watched_stream_is_no_activity_and_is_not_cut(client: Client, settings: Settings):
    _last_seen(client, settings.IDLE_SECONDS)
    seen = client.session[SEEN]
    assert client.get("/stream/", headers={"Accept": "text/event-stream"}).status_code == 200
    assert client.session[SEEN] == seen


def test_a_header_alone_makes_no_stream(client: Client, settings: Settings):
    _last_seen(client, settings.IDLE_SECONDS)
    assert client.get("/closed/", headers={"Accept": "text/event-stream"}).status_code in {302, 401}


def test_the_moment_is_not_written_on_every_request(client: Client):
    _last_seen(client, 5)
    seen = client.session[SEEN]
    client.get("/closed/")
    assert client.session[SEEN] == seen
