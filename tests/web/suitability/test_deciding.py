"""Deciding on the page: a review by its reason, a stop by two people who each type their own passphrase."""

from typing import Any

import pytest
from django.urls import reverse

from daybreak.care.suitability.verdict import Standing
from daybreak.clinic.people import actions as people
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.models import Override
from tests.clinic import cast, scenes
from tests.clinic.suited import said
from tests.web import visits
from tests.web.suitability.unsettled import REASON

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Any:
    """A course in preparation, of a patient who was weighed and measured."""
    return scenes.course(phase="preparation")


def answered(course: Any, **changed: str) -> str:
    """Everything answered; the basis of the finding that this brings."""
    found = actions.answer(by=cast.nurse(), course=course, said=said(**changed)).screening.found
    return next(one.basis for one in found if one.binds)


def send(who: Any, name: str, *args: Any, at: str = "", **fields: str) -> Any:
    """A form of someone whose passphrase is the cast's."""
    people.set_password(by=cast.director(), person=who, password=cast.PASSWORD)
    who.refresh_from_db()
    return visits.send(visits.signed_in(who), name, *args, fields=fields, at=at)


def finding_of(course: Any, basis: str) -> str:
    """Where its page is."""
    return reverse("web:suitability-finding", args=[course.public_id, basis])


def standing(course: Any) -> Standing:
    """Where the course stands now."""
    return queries.of_course(course).standing


def test_a_review_is_decided_with_its_reason(course: Any) -> None:
    basis = answered(course, seizures="yes")
    address = (course.public_id, basis)
    answer = send(cast.prescriber(), "suitability-decide", *address, at=finding_of(course, basis), reason=REASON)
    assert answer.status_code == 302
    assert standing(course) is Standing.ELIGIBLE
    words = visits.words(visits.signed_in(cast.nurse()).get(finding_of(course, basis)))
    assert f"Goes on: {REASON} Prescriber Example" in words


def test_it_can_be_decided_not_to_go_on(course: Any) -> None:
    basis = answered(course, seizures="yes")
    args, at = (course.public_id, basis), finding_of(course, basis)
    send(cast.prescriber(), "suitability-decide", *args, at=at, reason=REASON, decline="yes")
    assert standing(course) is Standing.STOPPED


@pytest.mark.parametrize("reason", ["", "ok"])
def test_without_a_reason_the_page_comes_back_with_what_was_typed(course: Any, reason: str) -> None:
    basis = answered(course, seizures="yes")
    args, at = (course.public_id, basis), finding_of(course, basis)
    answer = send(cast.prescriber(), "suitability-decide", *args, at=at, reason=reason)
    assert answer.status_code == 422
    assert f"{reason}</textarea>" in answer.content.decode()
    assert standing(course) is Standing.UNDECIDED


def sign_first(course: Any, basis: str, **fields: str) -> Any:
    """The medical director's form."""
    typed = {"reason": REASON, "signing_password": cast.PASSWORD, "sign": "yes"} | fields
    at = finding_of(course, basis)
    return send(cast.director(), "suitability-override", course.public_id, basis, at=at, **typed)


def test_a_stop_passes_over_two_signatures(course: Any) -> None:
    basis = answered(course, aneurysm="yes")
    assert sign_first(course, basis).status_code == 302
    assert standing(course) is Standing.STOPPED
    page = visits.words(visits.signed_in(cast.nurse()).get(reverse("web:suitability", args=[course.public_id])))
    assert "Dr Dana Director has signed an override. A second person's signature is missing." in page
    row = Override.objects.get()
    answer = send(cast.prescriber(), "suitability-countersign", row.public_id, signing_password=cast.PASSWORD)
    assert answer.status_code == 302
    assert standing(course) is Standing.ELIGIBLE


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Type your passphrase to sign."),
        ("guess", "This is not your passphrase. Nothing was signed; type it again."),
    ],
)
def test_without_the_right_passphrase_nothing_is_signed_and_the_reason_stays(
    course: Any, typed: str, sentence: str
) -> None:
    basis = answered(course, aneurysm="yes")
    answer = sign_first(course, basis, signing_password=typed)
    assert answer.status_code == 422
    assert sentence in visits.words(answer)
    assert REASON in visits.words(answer)
    assert not Override.objects.exists()


def test_the_second_signature_needs_its_own_passphrase_too(course: Any) -> None:
    sign_first(course, answered(course, aneurysm="yes"))
    row = Override.objects.get()
    answer = send(cast.prescriber(), "suitability-countersign", row.public_id, signing_password="guess")
    assert answer.status_code == 422
    assert standing(course) is Standing.STOPPED


def test_whoever_signed_first_is_not_offered_the_second_signature(course: Any) -> None:
    sign_first(course, answered(course, aneurysm="yes"))
    client = visits.signed_in(cast.director())
    page = client.get(reverse("web:suitability", args=[course.public_id]))
    there = reverse("web:suitability-countersign", args=[Override.objects.get().public_id])
    assert there not in visits.addresses(page)
    assert client.get(there).status_code == 409


def test_a_prescriber_reads_who_may_override_and_has_nothing_to_sign(course: Any) -> None:
    basis = answered(course, aneurysm="yes")
    page = visits.signed_in(cast.prescriber()).get(finding_of(course, basis))
    assert "Only the medical director may override a stop" in visits.words(page)
    assert b"signing_password" not in page.content


@pytest.mark.parametrize("grave", [{"suicidal_intent": "yes"}, {"capacity": "no"}])
def test_what_no_signature_answers_offers_none(course: Any, grave: dict[str, str]) -> None:
    basis = answered(course, **grave)
    page = visits.signed_in(cast.director()).get(finding_of(course, basis))
    assert "No signature answers this." in visits.words(page)
    assert b"signing_password" not in page.content


def test_an_override_is_taken_back_with_a_reason(course: Any) -> None:
    basis = answered(course, aneurysm="yes")
    sign_first(course, basis)
    actions.countersign(by=cast.prescriber(), override=Override.objects.get(), proof=cast.proof(cast.prescriber()))
    args, at = (course.public_id, basis), finding_of(course, basis)
    send(cast.director(), "suitability-decide", *args, at=at, reason="It has grown since.", decline="yes")
    assert standing(course) is Standing.STOPPED


def test_a_finding_that_is_no_longer_there_says_so(course: Any) -> None:
    basis = answered(course, aneurysm="yes")
    actions.answer(by=cast.nurse(), course=course, said=said())
    page = visits.signed_in(cast.prescriber()).get(finding_of(course, basis))
    assert page.status_code == 404
    assert "This finding is no longer there" in visits.words(page)
