"""What the log says and what it never says."""

import io
import logging
import uuid
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.test import Client

from daybreak.project import logs

PATIENT = uuid.UUID("0c0ffee0-0000-4000-8000-000000000001")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the root handler writes during the test, with our formatter and filter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.NoValues("%(levelname)s %(message)s"))
    handler.addFilter(logs.RouteOnly())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.urls("tests.project.pages")
class TestRequests:
    def test_a_request_is_one_line_with_its_route_and_neither_ids_nor_queries(self, written: io.StringIO):
        Client().get(f"/patients/{PATIENT}/?name=Mustermann")
        line = written.getvalue()
        assert line.startswith("INFO GET /patients/<uuid:patient>/ 302 ")
        assert line.endswith(" ms\n")
        assert line.count("\n") == 1

    def test_an_address_that_leads_nowhere_is_not_repeated(self, written: io.StringIO):
        Client().get("/a/secret-token-of-a-patient/")
        assert written.getvalue().startswith("INFO GET (no such page) ")
        assert "secret-token" not in written.getvalue()

    def test_a_mistake_is_told_by_its_places_and_not_by_its_values(self, written: io.StringIO):
        Client(raise_request_exception=False).get(f"/mistake/{PATIENT}/?q=Mustermann")
        text = written.getvalue()
        assert "ERROR GET /mistake/<uuid:patient>/ 500" in text
        assert "pages.py" in text
        assert "ValueError\n" in text
        assert "Mustermann" not in text
        assert str(PATIENT) not in text

    def test_what_the_database_server_says_is_kept(self, written: io.StringIO):
        Client(raise_request_exception=False).get("/lost/")
        assert "OperationalError: connection refused" in written.getvalue()


def test_the_cause_of_an_error_is_told_first():
    try:
        try:
            raise KeyError("Erika")
        except KeyError as inner:
            raise OperationalError("disk full") from inner
    except OperationalError as outer:
        told = logs.NoValues().formatException((type(outer), outer, outer.__traceback__)).splitlines()
    assert told[1:3] == ["  KeyError", "  then:"]
    assert told[-1] == "  OperationalError: disk full"


def test_a_route_is_shown_as_its_pattern():
    request = SimpleNamespace(resolver_match=SimpleNamespace(route="patients/<uuid:patient>/"))
    assert logs.route_of(request) == "/patients/<uuid:patient>/"
