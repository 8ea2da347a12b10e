"""The ledger is put right by further lines: undone exactly and once, a dose told from its true vial, seen by two."""

import uuid
from decimal import Decimal
from typing import Any

import pytest

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.vials import actions, queries, witnessing
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def vial() -> Vial:
    return scenes.vial("V-1")


def seen() -> Any:
    return cast.proof(cast.person("witness", "nurse"))


def returned(vial: Vial, amount_ug: int = 20_000) -> VialEntry:
    return actions.give_back(by=cast.nurse(), vial=vial, amount_ug=amount_ug, reason="to the pharmacy")


def given(vial: Vial) -> VialEntry:
    return actions.take(by=cast.nurse(), vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=40_000)


def on_hand(vial: Vial) -> int:
    return Vial.objects.get(pk=vial.pk).on_hand_ug


def test_a_line_is_undone_by_another_and_both_stay(vial: Vial) -> None:
    wrong = returned(vial)
    undone = actions.reverse(by=cast.nurse(), entry=wrong, second=seen(), reason="2 mg, not 20")
    assert (undone.change_ug, undone.witness, on_hand(vial)) == (20_000, cast.person("witness"), 500_000)
    assert [line.kind for line in queries.ledger(vial)] == ["received", "returned", "reversed"]
    assert [event.act for event in AuditEvent.objects.filter(act__startswith="vial.").order_by("seq")] == [
        "vial.receive",
        "vial.returned",
        "vial.reversed",
    ]


def test_the_witness_signs_the_correction_as_it_reads(vial: Vial) -> None:
    undone = actions.reverse(by=cast.nurse(), entry=returned(vial), second=seen(), reason="2 mg, not 20")
    signature = signatures.of(undone).get()
    assert (signature.person, signature.meaning) == (cast.person("witness"), "I have checked this correction")
    assert signatures.holds(signature, witnessing.as_text(undone))


@pytest.mark.parametrize("who", ["nurse", "auditor", "coordinator", "nobody"])
def test_a_correction_without_a_second_person_who_may_is_refused(vial: Vial, who: str) -> None:
    second = None if who == "nobody" else cast.proof(cast.person(who, who))
    with pytest.raises(Invalid) as invalid:
        actions.reverse(by=cast.nurse(), entry=returned(vial), second=second, reason="2 mg, not 20")
    assert list(invalid.value.errors) == ["second"]
    assert on_hand(vial) == 480_000


def test_a_line_is_undone_once(vial: Vial) -> None:
    wrong = returned(vial)
    key = uuid.uuid4()
    first = actions.reverse(by=cast.nurse(), entry=wrong, second=seen(), reason="typed wrong", client_id=key)
    assert actions.reverse(by=cast.nurse(), entry=wrong, second=seen(), reason="typed wrong", client_id=key) == first
    with pytest.raises(Conflict, match="put right already"):
        actions.reverse(by=cast.nurse(), entry=wrong, second=seen(), reason="typed wrong")


def test_corrections_moves_and_doses_are_not_undone(vial: Vial) -> None:
    undone = actions.reverse(by=cast.nurse(), entry=returned(vial), second=seen(), reason="typed wrong")
    moved = actions.move(by=cast.nurse(), vial=vial, place="safe, room 2")
    for final in (undone, moved, given(vial)):
        with pytest.raises(Conflict):
            actions.reverse(by=cast.nurse(), entry=final, second=seen(), reason="typed wrong")


def test_a_receipt_is_undone_while_all_of_it_is_there(vial: Vial) -> None:
    receipt = VialEntry.objects.get(vial=vial, kind="received")
    dose = returned(vial)
    with pytest.raises(Conflict, match="less than 500 mg"):
        actions.reverse(by=cast.nurse(), entry=receipt, second=seen(), reason="another lot")
    actions.reverse(by=cast.nurse(), entry=dose, second=seen(), reason="another vial")
    actions.reverse(by=cast.nurse(), entry=receipt, second=seen(), reason="another lot")
    assert (on_hand(vial), queries.balance_problems()) == (0, [])


def test_a_dose_is_told_from_the_vial_it_was_really_drawn_from(vial: Vial) -> None:
    injection = scenes.injected(from_vial=vial)
    true = scenes.vial("V-2")
    line = actions.draw_from_other(
        by=cast.nurse(), entry=injection.entry, vial=true, second=seen(), reason="took the vial beside it"
    )
    assert (on_hand(vial), on_hand(true)) == (500_000, 460_000)
    assert (line.stands_for, line.at, line.amount_ug) == (injection.entry, injection.entry.at, 40_000)
    assert queries.balance_problems() == []
    with pytest.raises(Conflict, match="put right already"):
        actions.draw_from_other(
            by=cast.nurse(), entry=injection.entry, vial=true, second=seen(), reason="took the vial beside it"
        )


def test_a_dose_is_not_told_from_a_vial_that_cannot_have_been_it(vial: Vial) -> None:
    dose = given(vial)
    strong = scenes.vial("V-3", concentration_mg_per_ml=Decimal(100))
    small = scenes.vial("V-4", volume_ml=Decimal("0.7"))
    for wrong in (vial, strong):
        with pytest.raises(Invalid) as invalid:
            actions.draw_from_other(by=cast.nurse(), entry=dose, vial=wrong, second=seen(), reason="mixed up")
        assert list(invalid.value.errors) == ["vial"]
    with pytest.raises(Conflict, match="holds 35 mg"):
        actions.draw_from_other(by=cast.nurse(), entry=dose, vial=small, second=seen(), reason="mixed up")
    assert (on_hand(vial), on_hand(small)) == (460_000, 35_000)  # nothing was half written


def test_the_residue_of_a_dose_is_not_witnessed_by_who_gave_it(vial: Vial) -> None:
    dose = given(vial)
    with pytest.raises(Invalid) as invalid:
        actions.waste(
            by=cast.prescriber(),
            vial=vial,
            amount_ug=1_000,
            second=cast.proof(cast.nurse()),
            reason="left over",
            after=dose,
        )
    assert "gave the dose" in invalid.value.errors["second"]
    # nor when nobody said of which dose it is the residue
    with pytest.raises(Invalid):
        actions.waste(
            by=cast.prescriber(), vial=vial, amount_ug=1_000, second=cast.proof(cast.nurse()), reason="left over"
        )
    assert on_hand(vial) == 460_000


def test_a_proof_older_than_a_minute_witnesses_nothing(vial: Vial) -> None:
    from daybreak.clinic import clock

    early = seen()
    with clock.at(early.at + scenes.minutes(1.1)), pytest.raises(Invalid) as invalid:
        actions.waste(by=cast.nurse(), vial=vial, amount_ug=1_000, second=early, reason="left over")
    assert "more than a minute old" in invalid.value.errors["second"]


def test_overfill_is_believed_up_to_a_tenth_and_only_when_the_label_is_used_up(vial: Vial) -> None:
    def found(amount_ug: int) -> VialEntry:
        return actions.find_overfill(
            by=cast.nurse(), vial=vial, amount_ug=amount_ug, second=seen(), reason="drawn up after 10 mL"
        )

    with pytest.raises(Invalid, match="not while the vial still holds"):
        found(10_000)
    returned(vial, 500_000)
    with pytest.raises(Invalid, match="At most 50 mg more"):
        found(50_001)
    found(30_000)
    with pytest.raises(Invalid, match="At most 20 mg more"):
        found(20_001)
    found(20_000)
    assert (on_hand(vial), queries.balance_problems()) == (50_000, [])


def test_a_vial_is_moved_by_a_line_and_not_to_where_it_is(vial: Vial) -> None:
    moved = actions.move(by=cast.nurse(), vial=vial, place=" safe,  room 2 ", reason="cabinet full")
    assert (moved.change_ug, Vial.objects.get(pk=vial.pk).location) == (0, "safe, room 2")
    with pytest.raises(Conflict, match="there already"):
        actions.move(by=cast.nurse(), vial=vial, place="safe, room 2")
    with pytest.raises(Invalid):
        actions.move(by=cast.nurse(), vial=vial, place="  ")
