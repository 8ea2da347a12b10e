"""What leaves a vial: never more than it holds, waste seen by a second person, everything on the ledger."""

import uuid
from decimal import Decimal

import pytest

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.people import actions as people
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.models import EntryKind
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


def test_what_is_wasted_and_returned_leaves_the_vial() -> None:
    vial, witness = scenes.vial(), cast.person("witness", "nurse")
    actions.waste(by=cast.nurse(), vial=vial, amount_ug=5_000, second=cast.proof(witness), reason="left in the syringe")
    actions.give_back(by=cast.nurse(), vial=vial, amount_ug=495_000, reason="recalled")
    vial.refresh_from_db()
    assert vial.on_hand_ug == 0
    assert [entry.kind for entry in queries.ledger(vial)] == ["received", "wasted", "returned"]
    assert queries.balance_problems() == []


def test_nobody_witnesses_their_own_waste() -> None:
    vial = scenes.vial()
    with pytest.raises(Invalid) as invalid:
        actions.waste(by=cast.nurse(), vial=vial, amount_ug=1, second=cast.proof(cast.nurse()), reason="dropped")
    assert list(invalid.value.errors) == ["second"]


def test_waste_without_a_witness_is_refused() -> None:
    with pytest.raises(Invalid) as invalid:
        actions.waste(by=cast.nurse(), vial=scenes.vial(), amount_ug=1, second=None, reason="dropped")
    assert list(invalid.value.errors) == ["second"]


def test_someone_who_left_is_no_witness() -> None:
    gone = cast.person("gone", "nurse")
    people.deactivate(by=cast.director(), person=gone)
    gone.refresh_from_db()
    with pytest.raises(Invalid) as invalid:
        actions.waste(by=cast.nurse(), vial=scenes.vial(), amount_ug=1, second=cast.proof(gone), reason="dropped")
    assert list(invalid.value.errors) == ["second"]


def test_waste_and_returns_say_why() -> None:
    vial, witness = scenes.vial(), cast.person("witness", "nurse")
    with pytest.raises(Invalid) as wasted:
        actions.waste(by=cast.nurse(), vial=vial, amount_ug=1, second=cast.proof(witness), reason=" ")
    with pytest.raises(Invalid) as returned:
        actions.give_back(by=cast.nurse(), vial=vial, amount_ug=1, reason=" ")
    assert (list(wasted.value.errors), list(returned.value.errors)) == (["reason"], ["reason"])


@pytest.mark.parametrize("amount_ug", [0, -1])
def test_nothing_and_less_than_nothing_cannot_be_taken(amount_ug: int) -> None:
    with pytest.raises(Invalid):
        actions.give_back(by=cast.nurse(), vial=scenes.vial(), amount_ug=amount_ug, reason="recalled")


def test_no_more_can_be_taken_than_the_vial_holds() -> None:
    vial = scenes.vial()
    with pytest.raises(Conflict, match=r"holds 500 mg, which is less than 500\.001 mg"):
        actions.give_back(by=cast.nurse(), vial=vial, amount_ug=500_001, reason="recalled")
    assert queries.balance_problems() == []


def test_taking_is_never_receiving() -> None:
    with pytest.raises(ValueError, match="received once"):
        actions.take(by=cast.nurse(), vial=scenes.vial(), kind=EntryKind.RECEIVED, amount_ug=1)


def test_the_same_arrival_twice_takes_once() -> None:
    vial, key = scenes.vial(), uuid.uuid4()
    first = actions.give_back(by=cast.nurse(), vial=vial, amount_ug=1_000, reason="recalled", client_id=key)
    assert actions.give_back(by=cast.nurse(), vial=vial, amount_ug=1_000, reason="recalled", client_id=key) == first
    with pytest.raises(Conflict):
        actions.give_back(by=cast.nurse(), vial=vial, amount_ug=2_000, reason="recalled", client_id=key)
    vial.refresh_from_db()
    assert vial.on_hand_ug == 499_000


def test_a_dose_administered_to_no_one_is_found() -> None:
    vial = scenes.vial("V-1")
    actions.take(by=cast.nurse(), vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=40_000)
    assert queries.balance_problems() == ["Vial V-1: 40000 µg were administered, but no injection says to whom."]


def test_usable_vials_are_in_date_strong_enough_and_hold_enough() -> None:
    with clock.at(scenes.MORNING):
        scenes.vial("weak", concentration_mg_per_ml=Decimal(10))
        scenes.vial("small", volume_ml=Decimal("0.79"))
        fits = scenes.vial("fits", volume_ml=Decimal("0.80"))
        assert queries.usable(amount_ug=40_000, concentration=Decimal(50)) == [fits]
        after_expiry = fits.expires_on.replace(year=2028)
        assert queries.usable(amount_ug=40_000, concentration=Decimal(50), on=after_expiry) == []
