"""Raw SQL that tries to break the ledger: the database itself refuses, on SQLite and on PostgreSQL alike."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from daybreak.clinic import clock
from daybreak.clinic.vials import actions, invariant, queries
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def vial() -> Vial:
    """500 mg received, 5 mg of it wasted."""
    received = scenes.vial("V-1")
    witness = cast.proof(cast.person("witness", "nurse"))
    actions.waste(by=cast.nurse(), vial=received, amount_ug=5_000, second=witness, reason="left in the syringe")
    received.refresh_from_db()
    return received


def sql(statement: str, *values: Any) -> None:
    """Run it past every action and every model."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [value.hex if _is_sqlite_key(value) else value for value in values])


def _is_sqlite_key(value: Any) -> bool:
    return isinstance(value, uuid.UUID) and connection.vendor == "sqlite"


def line(vial: Vial, kind: str, amount: int, change: int, **more: Any) -> None:
    """Write a line of the ledger by hand, as whoever holds the password of the database could."""
    nurse, witness = cast.nurse().pk, cast.person("witness", "nurse").pk
    values = {
        "public_id": uuid.uuid4(),
        "recorded_at": clock.now(),
        "recorded_by_id": nurse,
        "vial_id": vial.pk,
        "kind": kind,
        "amount_ug": amount,
        "change_ug": change,
        "at": clock.now(),
        "witness_id": witness,
        "reason": "by hand",
        "place": "",
        **more,
    }
    marks = ", ".join(["%s"] * len(values))
    sql(f"INSERT INTO vials_vialentry ({', '.join(values)}) VALUES ({marks})", *values.values())


def held(vial: Vial) -> tuple[int, int]:
    """What the vial says, and what its lines add up to."""
    lines = VialEntry.objects.filter(vial=vial).aggregate(sum=Sum("change_ug"))["sum"]
    return Vial.objects.get(pk=vial.pk).on_hand_ug, lines


def entry(vial: Vial, kind: str) -> VialEntry:
    return VialEntry.objects.get(vial=vial, kind=kind)


def given(vial: Vial) -> VialEntry:
    """A dose of 40 mg by the nurse."""
    return actions.take(by=cast.nurse(), vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=40_000)


UPDATES = [
    "UPDATE vials_vial SET on_hand_ug = on_hand_ug - 1000",
    "UPDATE vials_vial SET on_hand_ug = on_hand_ug + 1",
    "UPDATE vials_vial SET on_hand_ug = 0",
    "UPDATE vials_vial SET on_hand_ug = -1",
    "UPDATE vials_vial SET received_ug = received_ug + 1000, on_hand_ug = on_hand_ug + 1000",
    "UPDATE vials_vial SET received_ug = 0",
    "UPDATE vials_vial SET lot = 'another'",
    "UPDATE vials_vial SET label = 'another'",
    "UPDATE vials_vial SET concentration_mg_per_ml = 100",
    "UPDATE vials_vial SET volume_ml = 20",
    "UPDATE vials_vial SET expires_on = '2040-01-01'",
    "UPDATE vials_vial SET recorded_by_id = NULL",
    "UPDATE vials_vial SET location = 'my pocket'",
    "UPDATE vials_vialentry SET amount_ug = amount_ug - 1",
    "UPDATE vials_vialentry SET change_ug = 0",
    "UPDATE vials_vialentry SET kind = 'returned' WHERE kind = 'wasted'",
    "UPDATE vials_vialentry SET witness_id = NULL",
    "UPDATE vials_vialentry SET at = '2020-01-01'",
    "DELETE FROM vials_vialentry",
    "DELETE FROM vials_vialentry WHERE kind = 'wasted'",
    "DELETE FROM vials_vial",
]


@pytest.mark.parametrize("statement", UPDATES)
def test_what_is_written_is_not_changed_behind_the_ledger(vial: Vial, statement: str) -> None:
    before = list(VialEntry.objects.values_list())
    with pytest.raises(IntegrityError):
        sql(statement)
    assert held(vial) == (495_000, 495_000)
    assert list(VialEntry.objects.values_list()) == before


LINES: list[tuple[str, Callable[[Vial], None]]] = [
    ("more than the vial holds", lambda vial: line(vial, "returned", 495_001, -495_001)),
    ("more than it was received with", lambda vial: line(vial, "overfill", 5_001, 5_001)),
    ("a waste that adds", lambda vial: line(vial, "wasted", 1_000, 1_000)),
    ("an overfill that takes", lambda vial: line(vial, "overfill", 1_000, -1_000)),
    ("a change of another size", lambda vial: line(vial, "returned", 1_000, -999)),
    ("a loss that changes nothing", lambda vial: line(vial, "lost", 1_000, 0)),
    ("an amount of nothing", lambda vial: line(vial, "returned", 0, 0)),
    ("an amount below nothing", lambda vial: line(vial, "returned", -1_000, 1_000)),
    ("a second receipt", lambda vial: line(vial, "received", 500_000, 500_000)),
    ("a move that takes", lambda vial: line(vial, "moved", 1_000, -1_000, place="room 2")),
    ("a move to nowhere", lambda vial: line(vial, "moved", 0, 0)),
    ("a kind nobody knows", lambda vial: line(vial, "borrowed", 1_000, -1_000)),
    ("waste without a witness", lambda vial: line(vial, "wasted", 1_000, -1_000, witness_id=None)),
    ("waste seen by oneself", lambda vial: line(vial, "wasted", 1_000, -1_000, witness_id=cast.nurse().pk)),
    ("waste by no one", lambda vial: line(vial, "wasted", 1_000, -1_000, recorded_by_id=None)),
    ("waste without a reason", lambda vial: line(vial, "wasted", 1_000, -1_000, reason="")),
    ("breakage without a witness", lambda vial: line(vial, "broken", 1_000, -1_000, witness_id=None)),
    ("a correction of nothing", lambda vial: line(vial, "reversed", 5_000, 5_000)),
    (
        "a correction of another size",
        lambda vial: line(vial, "reversed", 4_000, 4_000, reverses_id=entry(vial, "wasted").pk),
    ),
    (
        "a correction in the same direction",
        lambda vial: line(vial, "reversed", 5_000, -5_000, reverses_id=entry(vial, "wasted").pk),
    ),
    (
        "a correction without a witness",
        lambda vial: line(vial, "reversed", 5_000, 5_000, reverses_id=entry(vial, "wasted").pk, witness_id=None),
    ),
    (
        "a correction of another vial's line",
        lambda vial: line(scenes.vial("V-2"), "reversed", 5_000, 5_000, reverses_id=entry(vial, "wasted").pk),
    ),
    (
        "the residue of a dose seen by who gave it",
        lambda vial: line(
            vial,
            "wasted",
            1_000,
            -1_000,
            after_id=given(vial).pk,
            recorded_by_id=cast.prescriber().pk,
            witness_id=cast.nurse().pk,
        ),
    ),
    (
        "the residue of what was no dose",
        lambda vial: line(vial, "wasted", 1_000, -1_000, after_id=entry(vial, "wasted").pk),
    ),
    (
        "a dose drawn instead of one that still stands",
        lambda vial: line(scenes.vial("V-2"), "administered", 40_000, -40_000, stands_for_id=given(vial).pk),
    ),
]


@pytest.mark.parametrize("attempt", [attempt for _, attempt in LINES], ids=[name for name, _ in LINES])
def test_a_line_that_cannot_be_is_refused(vial: Vial, attempt: Callable[[Vial], None]) -> None:
    with pytest.raises(IntegrityError):
        attempt(vial)
    assert held(vial)[0] == held(vial)[1]
    assert queries.balance_problems() == [] or "no injection" in queries.balance_problems()[0]


def test_a_line_written_by_hand_that_can_be_is_counted_by_the_database_itself(vial: Vial) -> None:
    line(vial, "returned", 95_000, -95_000)
    assert held(vial) == (400_000, 400_000)
    line(vial, "reversed", 95_000, 95_000, reverses_id=entry(vial, "returned").pk)
    assert held(vial) == (495_000, 495_000)
    line(vial, "moved", 0, 0, place="room 2")
    assert Vial.objects.get(pk=vial.pk).location == "room 2"


def test_a_line_is_undone_once(vial: Vial) -> None:
    line(vial, "reversed", 5_000, 5_000, reverses_id=entry(vial, "wasted").pk)
    with pytest.raises(IntegrityError):
        line(vial, "reversed", 5_000, 5_000, reverses_id=entry(vial, "wasted").pk)
    with pytest.raises(IntegrityError):  # nor is its undoing
        line(vial, "reversed", 5_000, -5_000, reverses_id=entry(vial, "reversed").pk)
    assert held(vial) == (500_000, 500_000)


def test_several_lines_in_one_statement_are_counted_or_refused_together(vial: Vial) -> None:
    columns = "public_id, recorded_at, recorded_by_id, vial_id, kind, amount_ug, change_ug, at, reason, place"
    row = (clock.now(), cast.nurse().pk, vial.pk, "returned", 300_000, -300_000, clock.now(), "by hand", "")
    two = [uuid.uuid4(), *row, uuid.uuid4(), *row]
    marks = ", ".join([f"({', '.join(['%s'] * 10)})"] * 2)
    with pytest.raises(IntegrityError):
        sql(f"INSERT INTO vials_vialentry ({columns}) VALUES {marks}", *two)
    assert held(vial) == (495_000, 495_000)


def test_a_vial_does_not_begin_with_something_nobody_received() -> None:
    received = scenes.vial("V-1")
    with pytest.raises(IntegrityError):
        Vial.objects.create(
            label="V-9",
            lot="KX 4471",
            expires_on=date(2027, 12, 31),
            concentration_mg_per_ml=received.concentration_mg_per_ml,
            volume_ml=received.volume_ml,
            received_ug=500_000,
            on_hand_ug=500_000,
            recorded_by=cast.nurse(),
        )


def test_a_receipt_is_of_all_that_the_vial_was_received_with() -> None:
    with transaction.atomic():
        empty = Vial.objects.create(
            label="V-9",
            lot="KX 4471",
            expires_on=date(2027, 12, 31),
            concentration_mg_per_ml=50,
            volume_ml=10,
            received_ug=500_000,
            recorded_by=cast.nurse(),
        )
    with pytest.raises(IntegrityError):
        line(empty, "received", 400_000, 400_000)
    line(empty, "received", 500_000, 500_000)
    assert held(empty) == (500_000, 500_000)


@pytest.mark.sqlite  # REPLACE is a word of SQLite alone
@pytest.mark.parametrize("key", ["public_id", "client_id", "id"])
def test_no_line_and_no_vial_is_replaced_by_another_with_its_key(vial: Vial, key: str) -> None:
    moved = actions.move(by=cast.nurse(), vial=vial, place="room 2", client_id=uuid.uuid4())
    values = VialEntry.objects.filter(pk=moved.pk).values().get() | {"place": "room 3", "reverses_id": None}
    values |= {} if key == "id" else {"id": moved.pk + 100}
    values |= {name: uuid.uuid4() for name in ("public_id", "client_id") if name != key}
    columns, marks = ", ".join(values), ", ".join(["%s"] * len(values))
    with pytest.raises(IntegrityError):
        sql(f"INSERT OR REPLACE INTO vials_vialentry ({columns}) VALUES ({marks})", *values.values())
    with pytest.raises(IntegrityError):
        sql("INSERT OR REPLACE INTO vials_vial SELECT * FROM vials_vial")
    assert list(VialEntry.objects.filter(kind="moved").values_list("place", flat=True)) == ["room 2"]


def test_what_someone_changed_with_the_triggers_off_is_found(vial: Vial) -> None:
    """Whoever owns the database can take the triggers off; the sum of the lines then tells on them."""
    invariant.relax().code(None, connection.schema_editor())
    sql("UPDATE vials_vial SET on_hand_ug = 490000")
    assert queries.balance_problems() == [
        "Vial V-1: the ledger says 500000 µg received and 495000 µg left, "
        "the vial says 500000 µg received and 490000 µg on hand."
    ]
    sql("UPDATE vials_vial SET on_hand_ug = 495000")
    invariant.enforce().code(None, connection.schema_editor())
    with pytest.raises(IntegrityError):
        sql("UPDATE vials_vial SET on_hand_ug = 490000")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vials_count SET second_id = recorded_by_id",
        "UPDATE vials_countline SET found_ug = expected_ug",
        "DELETE FROM vials_countline",
        "UPDATE vials_lossreport SET notice_due = '2040-01-01'",
        "DELETE FROM vials_lossstep",
    ],
)
def test_counts_and_losses_stay_as_they_were_written(statement: str, vial: Vial) -> None:
    scenes.counted(vial, found_ug=490_000, explanation="0.1 mL less than the ledger says")
    lost = actions.lose(by=cast.nurse(), vial=vial, amount_ug=5_000, reason="missing at the count")
    actions.record_step(
        by=cast.prescriber(),
        report=lost.loss,
        kind="notice",
        done_on=lost.loss.discovered_on,
        reference="fax to the field office",
    )
    with pytest.raises(IntegrityError):
        sql(statement)
