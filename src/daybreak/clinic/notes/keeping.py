"""Tables whose rows the database itself never lets go of, although some of their columns change."""

from collections.abc import Iterator
from typing import Any

from django.db.migrations.operations import RunPython

_FUNCTION = """CREATE OR REPLACE FUNCTION clinic_row_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'A row of % is never deleted, and stays where it belongs: % is refused.',
          TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def kept(table: str, *columns: str) -> RunPython:
    """The migration step after which no row of ``table`` is deleted, and none of ``columns`` changed."""

    def refuse(apps: Any, schema_editor: Any) -> None:
        for statement in _triggers(schema_editor.connection.vendor, table, columns):
            schema_editor.execute(statement, params=None)

    def allow(apps: Any, schema_editor: Any) -> None:
        where = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for name in ("kept", "belongs"):
            schema_editor.execute(f"DROP TRIGGER {table}_{name}{where}", params=None)

    return RunPython(refuse, allow)


def _triggers(vendor: str, table: str, columns: tuple[str, ...]) -> Iterator[str]:
    named = ", ".join(columns)
    if vendor == "postgresql":
        yield _FUNCTION
        act = "EXECUTE FUNCTION clinic_row_is_kept()"
        yield f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW {act}"
        yield f"CREATE TRIGGER {table}_belongs BEFORE UPDATE OF {named} ON {table} FOR EACH ROW {act}"
        return
    refused = f"BEGIN SELECT RAISE(ABORT, 'A row of {table} is never deleted, and stays where it belongs.'); END"
    yield f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refused}"
    yield f"CREATE TRIGGER {table}_belongs BEFORE UPDATE OF {named} ON {table} {refused}"
