"""Who may open a psychotherapy note, by the rule as shipped and as a clinic may sign it; and the words of a note."""

from datetime import date

import pytest

from daybreak.care import notes
from daybreak.care.findings import Refused
from daybreak.care.roles import ROLES
from daybreak.care.rules import ClinicValue, shipped

OPENED_UP = shipped().with_clinic_values(
    {notes.READERS: ClinicValue(["author", "medical_director"], "Dr Dana Director", date(2026, 3, 2))}
)


@pytest.mark.parametrize("role", ROLES)
def test_as_shipped_a_psychotherapy_note_is_its_authors_alone(role: str) -> None:
    assert notes.may_open([role], shipped(), is_author=True)
    assert not notes.may_open([role], shipped(), is_author=False)


@pytest.mark.parametrize("role", ROLES)
def test_a_signed_rule_opens_it_to_the_role_that_it_names_and_to_no_other(role: str) -> None:
    assert notes.may_open([role], OPENED_UP, is_author=False) is (role == "medical_director")


def test_the_word_author_in_the_rule_is_not_a_role_that_someone_could_hold() -> None:
    assert "author" not in ROLES


def test_the_refusal_names_who_may() -> None:
    with pytest.raises(Refused) as refusal:
        notes.permit_open(["prescriber"], OPENED_UP, is_author=False)
    assert str(refusal.value) == (
        "A psychotherapy note is opened by its author or a medical director alone. Ask the therapist who wrote it."
    )
    assert refusal.value.findings[0].source == "clinic policy, signed by Dr Dana Director on 2026-03-02"


def test_no_clinic_can_open_it_to_everyone() -> None:
    with pytest.raises(Refused):
        shipped().with_clinic_values({notes.READERS: ClinicValue(["author", "nurse"], "D", date(2026, 3, 2))})


@pytest.mark.parametrize("of", ["occasion", "theme", "outcome"])
def test_what_can_be_chosen_has_an_id_of_its_own_and_words(of: str) -> None:
    offered = notes.options(of)
    assert len({option.id for option in offered}) == len(offered)
    assert all(option.label and len(option.id) <= 20 for option in offered)


def test_homework_that_was_done_or_let_go_is_not_asked_about_again() -> None:
    assert [option.id for option in notes.options("outcome") if notes.is_final(option.id)] == ["done", "let_go"]
