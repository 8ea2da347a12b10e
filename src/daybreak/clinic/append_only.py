"""Tables whose rows are written once: the database itself refuses to change or delete them, for migrations to ask for.

A later migration that makes SQLite build such a table anew (an altered or removed field) drops its triggers: it must
ask for them again. ``tests/clinic/test_append_only.py`` notices when it was forgotten.
"""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations import RunPython

_FUNCTION = """CREATE OR REPLACE FUNCTION clinic_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A row of % is never changed or deleted: % is refused. Write a new version.',
          TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def append_only(*tables: str) -> RunPython:
    """The migration step after which no row of ``tables`` can be changed, replaced or deleted."""

    def refuse(apps: Any, schema_editor: Any) -> None:
        _run(schema_editor, [statement for table in tables for statement in _triggers(schema_editor, table)])

    def allow(apps: Any, schema_editor: Any) -> None:
        _run(schema_editor, [statement for table in tables for statement in _undo(schema_editor, table)])

    return RunPython(refuse, allow)


def _triggers(schema_editor: Any, table: str) -> Iterator[str]:
    if schema_editor.connection.vendor == "postgresql":
        yield _FUNCTION
        stays = "EXECUTE FUNCTION clinic_row_stays()"
        yield f"CREATE TRIGGER {table}_row_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {stays}"
        yield f"CREATE TRIGGER {table}_rows_stay BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {stays}"
        return
    said = f"A row of {table} is never changed or deleted. Write a new version."
    refused = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
    yield f"CREATE TRIGGER {table}_row_stays BEFORE UPDATE ON {table} {refused}"
    yield f"CREATE TRIGGER {table}_row_remains BEFORE DELETE ON {table} {refused}"
    # INSERT OR REPLACE deletes without asking the trigger above.
    known = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - our own table names
    yield f"CREATE TRIGGER {table}_row_is_new BEFORE INSERT ON {table} WHEN {known} {refused}"


def _undo(schema_editor: Any, table: str) -> Iterator[str]:
    if schema_editor.connection.vendor == "postgresql":
        yield f"DROP TRIGGER {table}_row_stays ON {table}"
        yield f"DROP TRIGGER {table}_rows_stay ON {table}"
        return
    for name in ("stays", "remains", "is_new"):
        yield f"DROP TRIGGER {table}_row_{name}"


def _run(schema_editor: Any, statements: list[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)
