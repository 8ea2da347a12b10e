"""A signature is a person's own, fresh, and of one content; who guesses at a passphrase soon has to wait."""

from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people import actions as people
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures import actions, proof, queries
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.signatures.proof import Proof
from tests.clinic import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject() -> Patient:
    return cast.patient()


def sign(
    subject: Patient, *, by: Person | None = None, proven: Proof | None = None, content: str = "40 mg"
) -> Signature:
    person = by or cast.prescriber()
    shown = proven or cast.proof(person)
    return actions.sign(by=person, meaning="order a dose", subject=subject, content=content, proof=shown)


def test_a_signature_shows_name_roles_time_and_meaning(subject: Patient) -> None:
    with clock.at(cast_moment := clock.now()):
        row = sign(subject)
    assert (row.printed_name, queries.role_words(row), row.signed_at, row.meaning) == (
        "Prescriber Example",
        "prescriber",
        cast_moment,
        "order a dose",
    )
    assert list(queries.of(subject)) == [row]


def test_it_stays_as_printed_when_the_person_takes_another_role(subject: Patient) -> None:
    row = sign(subject)
    people.grant_role(by=cast.director(), person=cast.prescriber(), role="nurse")
    assert queries.role_words(Signature.objects.get(pk=row.pk)) == "prescriber"


def test_it_holds_for_the_content_that_was_signed_and_for_no_other(subject: Patient) -> None:
    row = sign(subject, content="40 mg of ketamine")
    assert queries.holds(row, "40 mg of ketamine")
    assert not queries.holds(row, "41 mg of ketamine")


def test_without_proof_nothing_is_signed(subject: Patient) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.sign(by=cast.prescriber(), meaning="order", subject=subject, content="x", proof=None)
    assert list(refusal.value.errors) == ["signing_password"]
    assert not Signature.objects.exists()


def test_another_persons_proof_is_none(subject: Patient) -> None:
    with pytest.raises(Invalid):
        sign(subject, by=cast.prescriber(), proven=cast.proof(cast.nurse()))


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (60, True), (61, False), (-1, False)])
def test_a_proof_is_good_for_a_minute_and_not_from_the_future(subject: Patient, seconds: int, good: bool) -> None:
    now, person = clock.now(), cast.prescriber()
    with clock.at(now):
        shown = Proof(person.pk, now - timedelta(seconds=seconds), "passphrase")
        assert shown.is_of(person) is good


def test_signing_is_in_the_log_and_the_passphrase_is_not(subject: Patient) -> None:
    person = cast.person("signer", "prescriber", password=cast.PASSWORD)
    sign(subject, by=person, proven=proof.of_person(person, cast.PASSWORD))
    event = AuditEvent.objects.get(act="signature.sign")
    assert (event.actor_name, event.subject_id) == ("Signer Example", str(subject.public_id))
    assert not AuditEvent.objects.filter(detail__contains=cast.PASSWORD).exists()


def test_the_right_passphrase_is_a_proof_and_a_wrong_one_is_none() -> None:
    person = cast.person("signer", "nurse", password=cast.PASSWORD)
    shown = proof.of_person(person, cast.PASSWORD)
    assert shown is not None
    assert shown.is_of(person)
    assert proof.of_person(person, "not this") is None
    assert AuditEvent.objects.filter(act="staff.sign_in_failed").count() == 1


def test_an_empty_field_is_no_attempt() -> None:
    person = cast.person("signer", "nurse", password=cast.PASSWORD)
    assert [proof.of_person(person, "") for _ in range(10)] == [None] * 10
    assert proof.of_person(person, cast.PASSWORD) is not None


def test_whoever_guesses_has_to_wait_even_with_the_right_passphrase() -> None:
    person = cast.person("signer", "nurse", password=cast.PASSWORD)
    for _ in range(proof.WRONG_ATTEMPTS):
        assert proof.of_person(person, "a guess") is None
    with pytest.raises(Conflict, match="wrong too often"):
        proof.of_person(person, cast.PASSWORD)


def test_who_has_left_cannot_sign() -> None:
    person = cast.person("leaver", "nurse", password=cast.PASSWORD)
    people.deactivate(by=cast.director(), person=person)
    person.refresh_from_db()
    assert proof.of_person(person, cast.PASSWORD) is None


@pytest.mark.parametrize("typed", ["witness", "WITNESS", "witness@example.org", " witness "])
def test_a_second_person_proves_themselves_at_anothers_screen(typed: str) -> None:
    witness = cast.person("witness", "nurse", password=cast.PASSWORD)
    shown = proof.of_other(typed, cast.PASSWORD, than=cast.nurse())
    assert shown is not None
    assert proof.signer(shown) == witness


def test_nobody_is_their_own_witness() -> None:
    witness = cast.person("witness", "nurse", password=cast.PASSWORD)
    with pytest.raises(Conflict, match="another person's"):
        proof.of_other("witness", cast.PASSWORD, than=witness)


@pytest.mark.parametrize("typed", ["", "nobody", "\x00"])
def test_a_name_that_is_nobodys_proves_nothing(typed: str) -> None:
    assert proof.of_other(typed, cast.PASSWORD) is None


def test_the_same_act_sent_twice_is_one_signature(subject: Patient) -> None:
    key, by = subject.public_id, cast.prescriber()
    rows = [
        actions.sign(by=by, meaning="order", subject=subject, content="x", proof=cast.proof(by), client_id=key)
        for _ in range(2)
    ]
    assert rows[0] == rows[1]
    with pytest.raises(Conflict):
        actions.sign(by=by, meaning="order", subject=subject, content="y", proof=cast.proof(by), client_id=key)
