"""Who may open which page: every address for every role, tried by its address, whether or not it is shown."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from daybreak.care import roles
from tests.clinic import cast
from tests.web import every_page, visits
from tests.web.every_page import PAGES, PATIENTS_OWN, Clinic, Page

pytestmark = pytest.mark.django_db

WHO = (*roles.ROLES, "outsider")


@pytest.fixture
def clinic() -> Clinic:
    return Clinic.made()


def _visit(client: Client, page: Page, clinic: Clinic) -> Any:
    address = page.address(clinic)
    if not page.posted:
        return client.get(address)
    token = client.cookies.get("daybreak-csrf")
    return client.post(address, {"csrfmiddlewaretoken": token.value if token else ""})


def _browser(who: str) -> Client:
    client = visits.signed_in(cast.everyone()[who])
    client.get("/account/")  # any page brings the token that forms are sent with
    return client


@pytest.mark.parametrize("who", WHO)
def test_each_role_opens_what_it_may_and_is_refused_the_rest_with_the_sentence_of_the_rule(
    who: str, clinic: Clinic
) -> None:
    held = [] if who == "outsider" else [who]
    for page in PAGES:
        answer = _visit(_browser(who), page, clinic)
        act = page.needed(who)
        if act is None or roles.may(held, act):
            assert answer.status_code in {200, 204, 302, 409, 422}, (page.name, answer.status_code)
        else:
            assert answer.status_code == 403, (page.name, answer.status_code)
            assert roles.act(act).doing in visits.words(answer), page.name


def test_a_refused_person_changes_nothing(clinic: Clinic) -> None:
    for page in PAGES:
        if page.posted:
            assert _visit(_browser("outsider"), page, clinic).status_code == 403
    clinic.person.refresh_from_db()
    clinic.invitation.refresh_from_db()
    assert clinic.person.is_active
    assert clinic.invitation.withdrawn_at is None


def test_a_stranger_is_sent_to_sign_in_from_every_page(clinic: Clinic) -> None:
    for page in every_page.OPENED:
        address = page.address(clinic)
        answer = Client().get(address)
        assert answer.status_code == 302, page.name
        assert answer["Location"].startswith("/account/login/"), page.name


def test_a_script_without_a_sign_in_is_told_in_its_own_form(clinic: Clinic) -> None:
    answer = Client().get("/patients/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["error"].startswith("You are signed out.")


def test_a_refusal_is_a_sentence_for_scripts_and_a_part_of_a_page_for_htmx(clinic: Clinic) -> None:
    auditor = visits.signed_in(cast.auditor())
    as_script = auditor.get("/patients/", headers={"Accept": "application/json"})
    assert as_script.status_code == 403
    assert as_script.json() == {
        "error": "Finding a patient needs a prescriber, a nurse, a therapist, a coordinator or a medical director. "
        "You are signed in as auditor."
    }
    as_part = auditor.get("/patients/", headers={"HX-Request": "true"})
    assert as_part.status_code == 403
    assert "<html" not in as_part.content.decode()


def test_every_address_of_these_pages_stands_in_the_table() -> None:
    from daybreak.web import urls_dosing, urls_notes

    dosing = {pattern.name for pattern in (*urls_dosing.urlpatterns, *urls_notes.urlpatterns)}
    names = {key for key in get_resolver().namespace_dict["web"][1].reverse_dict if isinstance(key, str)}
    assert names - dosing - {"answer", "calendar-feed", *PATIENTS_OWN} == {page.name for page in PAGES}


@pytest.mark.parametrize("who", WHO)
def test_the_bar_leads_only_where_one_may_go(who: str, clinic: Clinic) -> None:
    held = [] if who == "outsider" else [who]
    shown = [link.label for link in _browser(who).get("/").context["places"]]
    needed = {
        "Calendar": "plan.read",
        "Patients": "patient.find",
        "Alerts": "alert.read",
        "Integration": "integration.read",
        "Follow-up": "followup.read",
        "Vials": "vial.read",
        "Trials": "trial.read",
        "Audit": "audit.read",
        "Staff": "staff.read",
        "Rules": "policy.read",
    }
    may_go = [label for label, act in needed.items() if roles.may(held, act)]
    assert shown == ["Today", *may_go, "How it works"]


@pytest.mark.parametrize("who", WHO)
def test_no_page_links_to_an_address_that_refuses_the_reader(who: str, clinic: Clinic) -> None:
    client, seen = _browser(who), set()
    for page in every_page.OPENED:
        answer = client.get(page.address(clinic))
        if answer.status_code == 200:
            for address in set(visits.addresses(answer)) - seen:
                seen.add(address)
                assert client.get(address).status_code != 403, (page.name, address)
