"""The ledger's invariants as triggers of the database, so that no program and no hand can break them.

Per vial, in whole micrograms:
- ``on_hand_ug`` is the sum of ``change_ug`` of its entries. Writing an entry changes it in the same statement; nothing
  else can, and a vial begins with none.
- It is never below none (a CHECK of the table), so that an entry that would take more is refused with all it came with.
- An entry is never changed or deleted; a reversal undoes one earlier entry of the same vial, exactly and once.
- What a vial is (label, lot, strength, volume, expiry) never changes; its place changes only with a move.
- The residue of a dose is not witnessed by who gave the dose.

``relax`` takes the triggers off for a migration that builds the tables anew; ``enforce`` puts them on again.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations import RunPython

VIALS, ENTRIES = "vials_vial", "vials_vialentry"
_SUM = f"(SELECT COALESCE(SUM(e.change_ug), 0) FROM {ENTRIES} e WHERE e.vial_id = NEW.id)"  # noqa: S608 - our own names
_PLACE = f"(SELECT e.place FROM {ENTRIES} e WHERE e.vial_id = NEW.id AND e.kind = 'moved' ORDER BY e.id DESC LIMIT 1)"  # noqa: S608
_IDENTITY = (
    *("id", "public_id", "client_id", "recorded_at", "recorded_by_id", "label", "lot", "expires_on"),
    *("concentration_mg_per_ml", "volume_ml", "received_ug"),
)
_NOT_THE_SUM = "The amount on hand is the sum of the ledger. Write an entry instead."
_NOT_EMPTY = "A vial begins with nothing on hand. Its receipt is an entry."
_IDENTITY_STAYS = "What a vial is never changes. Reverse its receipt and take it in anew."
_PLACE_STAYS = "A vial is moved by an entry of the ledger."
_VIAL_REMAINS = "A vial is never changed or deleted, nor replaced by another with its key."
_WRONG_RECEIPT = "A receipt is of all that the vial was received with."
_WRONG_REVERSAL = "A correction undoes one earlier entry of the same vial, exactly."
_WRONG_RESIDUE = "The residue of a dose is of the same vial, and is not witnessed by who gave the dose."
_WRONG_VIAL = "A dose drawn instead is the same amount, and the entry it stands for is reversed."
_KEY_TAKEN = "A line of the ledger is never changed or deleted, nor replaced by another with its key."


def enforce() -> RunPython:
    """The migration step after which the database keeps the invariants."""
    return RunPython(_put_on, _take_off)


def relax() -> RunPython:
    """The migration step before one that builds the tables anew."""
    return RunPython(_take_off, _put_on)


def _put_on(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, _postgres() if schema_editor.connection.vendor == "postgresql" else _sqlite())


def _take_off(apps: Any, schema_editor: Any) -> None:
    on_postgres = schema_editor.connection.vendor == "postgresql"
    _run(schema_editor, _drop_postgres() if on_postgres else (f"DROP TRIGGER {name}" for name, _ in _sqlite_triggers()))


def _run(schema_editor: Any, statements: Any) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


def _reversed_rightly() -> str:
    """Whether the entry that NEW reverses is one of the same vial, undone exactly, and no reversal or move itself."""
    return (
        f"EXISTS (SELECT 1 FROM {ENTRIES} e WHERE e.id = NEW.reverses_id AND e.vial_id = NEW.vial_id"  # noqa: S608
        " AND e.change_ug = -NEW.change_ug AND e.amount_ug = NEW.amount_ug AND e.id < NEW.id"
        " AND e.kind NOT IN ('reversed', 'moved'))"
    )


def _residue_rightly() -> str:
    return (
        f"EXISTS (SELECT 1 FROM {ENTRIES} e WHERE e.id = NEW.after_id AND e.vial_id = NEW.vial_id"  # noqa: S608
        " AND e.kind = 'administered' AND NEW.kind = 'wasted' AND e.recorded_by_id <> NEW.witness_id)"
    )


def _drawn_rightly() -> str:
    return (
        f"EXISTS (SELECT 1 FROM {ENTRIES} e WHERE e.id = NEW.stands_for_id AND e.kind = 'administered'"  # noqa: S608
        " AND NEW.kind = 'administered' AND e.amount_ug = NEW.amount_ug AND e.at = NEW.at AND e.vial_id <> NEW.vial_id"
        f" AND EXISTS (SELECT 1 FROM {ENTRIES} r WHERE r.reverses_id = e.id))"
    )


def _wrong_entry() -> tuple[tuple[str, str], ...]:
    """Each way an entry can be wrong that no CHECK of its own row can see, with the sentence that refuses it."""
    received = f"(SELECT v.received_ug FROM {VIALS} v WHERE v.id = NEW.vial_id)"  # noqa: S608
    return (
        (f"NEW.kind = 'received' AND NEW.amount_ug <> {received}", _WRONG_RECEIPT),
        (f"NEW.reverses_id IS NOT NULL AND NOT {_reversed_rightly()}", _WRONG_REVERSAL),
        (f"NEW.after_id IS NOT NULL AND NOT {_residue_rightly()}", _WRONG_RESIDUE),
        (f"NEW.stands_for_id IS NOT NULL AND NOT {_drawn_rightly()}", _WRONG_VIAL),
    )


def _counted() -> str:
    """The one statement that changes what a vial holds and where it stands."""
    return (
        f"UPDATE {VIALS} SET on_hand_ug = on_hand_ug + NEW.change_ug,"  # noqa: S608
        " location = CASE WHEN NEW.kind = 'moved' THEN NEW.place ELSE location END WHERE id = NEW.vial_id"
    )


def _wrong_vial_update() -> tuple[tuple[str, str], ...]:
    differs = "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _IDENTITY)
    return (
        (changed, _IDENTITY_STAYS),
        (f"NEW.on_hand_ug <> {_SUM}", _NOT_THE_SUM),
        (f"NEW.location {differs} OLD.location AND NEW.location {differs} {_PLACE}", _PLACE_STAYS),
    )


def _sqlite() -> Iterator[str]:
    yield from (f"CREATE TRIGGER {name} {body}" for name, body in _sqlite_triggers())


def _sqlite_triggers() -> Iterator[tuple[str, str]]:
    refusals = " ".join(f"SELECT RAISE(ABORT, '{said}') WHERE {wrong};" for wrong, said in _wrong_entry())
    yield f"{ENTRIES}_counts", f"AFTER INSERT ON {ENTRIES} BEGIN {refusals} {_counted()}; END"
    # INSERT OR REPLACE deletes the rows whose keys it takes, and asks no trigger of deletion.
    taken = (
        f"EXISTS (SELECT 1 FROM {ENTRIES} e WHERE e.public_id = NEW.public_id OR e.client_id = NEW.client_id"  # noqa: S608
        " OR e.reverses_id = NEW.reverses_id OR e.stands_for_id = NEW.stands_for_id"
        " OR (NEW.kind = 'received' AND e.kind = 'received' AND e.vial_id = NEW.vial_id))"
    )
    yield f"{ENTRIES}_keys", f"BEFORE INSERT ON {ENTRIES} WHEN {taken} {_abort(_KEY_TAKEN)}"
    checks = " ".join(f"SELECT RAISE(ABORT, '{said}') WHERE {wrong};" for wrong, said in _wrong_vial_update())
    yield f"{VIALS}_stays", f"BEFORE UPDATE ON {VIALS} BEGIN {checks.replace('IS DISTINCT FROM', 'IS NOT')} END"
    yield f"{VIALS}_remains", f"BEFORE DELETE ON {VIALS} {_abort(_VIAL_REMAINS)}"
    yield f"{VIALS}_empty", f"BEFORE INSERT ON {VIALS} WHEN NEW.on_hand_ug <> 0 {_abort(_NOT_EMPTY)}"
    known = (
        f"EXISTS (SELECT 1 FROM {VIALS} v WHERE v.id = NEW.id OR v.public_id = NEW.public_id"  # noqa: S608
        " OR v.client_id = NEW.client_id OR v.label = NEW.label)"
    )
    yield f"{VIALS}_is_new", f"BEFORE INSERT ON {VIALS} WHEN {known} {_abort(_VIAL_REMAINS)}"


def _abort(said: str) -> str:
    return f"BEGIN SELECT RAISE(ABORT, '{said}'); END"


def _postgres() -> Iterator[str]:
    entry = " ".join(f"IF {wrong} THEN {_raise(said)} END IF;" for wrong, said in _wrong_entry())
    yield _function("vials_entry_counts", f"{entry} {_counted()}; RETURN NULL;")
    yield _trigger(f"{ENTRIES}_counts", f"AFTER INSERT ON {ENTRIES} FOR EACH ROW", "vials_entry_counts")
    vial = " ".join(f"IF {wrong} THEN {_raise(said)} END IF;" for wrong, said in _wrong_vial_update())
    yield _function("vials_vial_stays", f"{vial} RETURN NEW;")
    yield _trigger(f"{VIALS}_stays", f"BEFORE UPDATE ON {VIALS} FOR EACH ROW", "vials_vial_stays")
    yield _function("vials_vial_remains", _raise(_VIAL_REMAINS))
    yield _trigger(f"{VIALS}_remains", f"BEFORE DELETE ON {VIALS} FOR EACH ROW", "vials_vial_remains")
    yield _trigger(f"{VIALS}_stay", f"BEFORE TRUNCATE ON {VIALS} FOR EACH STATEMENT", "vials_vial_remains")
    yield _function("vials_vial_empty", f"IF NEW.on_hand_ug <> 0 THEN {_raise(_NOT_EMPTY)} END IF; RETURN NEW;")
    yield _trigger(f"{VIALS}_empty", f"BEFORE INSERT ON {VIALS} FOR EACH ROW", "vials_vial_empty")


def _drop_postgres() -> Iterator[str]:
    yield f"DROP TRIGGER {ENTRIES}_counts ON {ENTRIES}"
    for name in ("stays", "remains", "stay", "empty"):
        yield f"DROP TRIGGER {VIALS}_{name} ON {VIALS}"
    for name in ("vials_entry_counts", "vials_vial_stays", "vials_vial_remains", "vials_vial_empty"):
        yield f"DROP FUNCTION {name}()"


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(name: str, when: str, function: str) -> str:
    return f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}()"


def _raise(said: str) -> str:
    return f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';"
