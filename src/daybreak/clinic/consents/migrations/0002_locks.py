"""What is written once, and the lock that the database itself holds: nothing agreed, nothing widened under a dose."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations

from daybreak.clinic.append_only import append_only

_LOCKED = "EXISTS (SELECT 1 FROM consents_doselock WHERE course_id = NEW.course_id AND released_at IS NULL)"
_BEFORE = "COALESCE((SELECT mask FROM consents_touchmap WHERE course_id = NEW.course_id ORDER BY id DESC LIMIT 1), 0)"
_RULES = {
    "touchmap": (f"{_LOCKED} AND (NEW.mask & ~{_BEFORE}) <> 0", "Touch is never widened while a dose works."),
    "consent": (f"{_LOCKED} AND NEW.agreed", "Nothing is agreed to while a dose works."),
}


def _statements(vendor: str) -> Iterator[str]:
    for name, (condition, said) in _RULES.items():
        table, trigger = f"consents_{name}", f"consents_{name}_locked"
        if vendor == "postgresql":
            yield (
                f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
                f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
            )
            yield f"CREATE TRIGGER {trigger} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"
        else:
            yield (
                f"CREATE TRIGGER {trigger} BEFORE INSERT ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )


def _hold(apps: Any, schema_editor: Any) -> None:
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def _let_go(apps: Any, schema_editor: Any) -> None:
    for name in _RULES:
        on = f" ON consents_{name}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER consents_{name}_locked{on}", params=None)
        if on:
            schema_editor.execute(f"DROP FUNCTION consents_{name}_locked()", params=None)


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_initial")]

    operations = [
        append_only("consents_document", "consents_consent", "consents_withdrawal", "consents_touchmap"),
        migrations.RunPython(_hold, _let_go),
    ]
