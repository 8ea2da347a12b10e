"""A count by two people: everything on hand, each difference explained, and nothing adjusted away."""

import uuid
from decimal import Decimal

import pytest

from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.vials import actions, counting, queries
from daybreak.clinic.vials.counting import Found
from daybreak.clinic.vials.models import Count, EntryKind, Vial
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def second() -> object:
    return cast.proof(cast.person("witness", "nurse"))


def test_a_count_holds_every_vial_what_was_found_and_who_counted() -> None:
    first, other = scenes.vial("V-1"), scenes.vial("V-2")
    row = scenes.counted(first, other)
    assert [(line.vial, line.expected_ug, line.found_ug) for line in row.lines.all()] == [
        (first, 500_000, 500_000),
        (other, 500_000, 500_000),
    ]
    signature = signatures.of(row).get()
    assert (row.recorded_by, row.second, signature.person) == (cast.nurse(), cast.person("witness"), row.second)
    assert signatures.holds(signature, counting.as_text(row, list(row.lines.select_related("vial"))))


def test_a_vial_that_was_not_counted_is_asked_for() -> None:
    first, other = scenes.vial("V-1"), scenes.vial("V-2")
    with pytest.raises(Invalid) as invalid:
        actions.count(by=cast.nurse(), second=second(), found={first.public_id: Found(500_000)})
    assert invalid.value.errors == {
        f"found-{other.public_id}": "Vial V-2 was not counted. Enter what it holds, 0 if it is not there."
    }
    assert Count.objects.count() == 0


def test_a_difference_is_explained_or_counted_again() -> None:
    vial = scenes.vial("V-1")
    with pytest.raises(Invalid) as invalid:
        scenes.counted(vial, found_ug=490_000)
    assert invalid.value.errors == {
        f"explain-{vial.public_id}": "The ledger says 10 mL: 0.2 mL less was found. Count again, or say what is known."
    }
    row = scenes.counted(vial, found_ug=490_000, explanation="dead space of two syringes")
    assert [line.difference_ug for line in row.lines.all()] == [-10_000]


def test_a_count_changes_nothing_in_the_ledger() -> None:
    vial = scenes.vial("V-1")
    scenes.counted(vial, found_ug=0, explanation="the vial is not in the cabinet")
    vial.refresh_from_db()
    assert (vial.on_hand_ug, queries.balance_problems()) == (500_000, [])


def test_a_sealed_vial_holds_what_its_label_says_and_an_opened_one_is_not_sealed() -> None:
    vial = scenes.vial("V-1")
    row = actions.count(by=cast.nurse(), second=second(), found={vial.public_id: Found(sealed=True)})
    assert [(line.found_ug, line.sealed) for line in row.lines.all()] == [(500_000, True)]
    actions.take(by=cast.nurse(), vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=40_000)
    with pytest.raises(Invalid, match="was drawn from"):
        actions.count(by=cast.nurse(), second=second(), found={vial.public_id: Found(sealed=True)})


def test_an_empty_vial_needs_no_count() -> None:
    vial = scenes.vial("V-1", volume_ml=Decimal(1))
    actions.give_back(by=cast.nurse(), vial=vial, amount_ug=50_000, reason="recalled")
    assert list(scenes.counted(scenes.vial("V-2")).lines.values_list("vial__label", flat=True)) == ["V-2"]


@pytest.mark.parametrize("who", ["nurse", "auditor", ""])
def test_one_person_is_not_two(who: str) -> None:
    vial = scenes.vial("V-1")
    alone = cast.proof(cast.person(who, who)) if who else None
    with pytest.raises(Invalid) as invalid:
        scenes.counted(vial, second=alone)
    assert list(invalid.value.errors) == ["second"]


def test_the_same_count_twice_is_one() -> None:
    vial, key = scenes.vial("V-1"), uuid.uuid4()
    assert scenes.counted(vial, client_id=key) == scenes.counted(vial, client_id=key)
    with pytest.raises(Conflict):
        scenes.counted(vial, found_ug=1, explanation="read it wrong", client_id=key)
    assert Count.objects.count() == 1


def test_the_last_inventory_is_told_from_day_closes() -> None:
    vial = scenes.vial("V-1")
    taken = scenes.counted(vial, kind="inventory", moment="open")
    scenes.counted(Vial.objects.get(pk=vial.pk))
    assert queries.last_count("inventory") == taken
    assert queries.last_count() != taken
