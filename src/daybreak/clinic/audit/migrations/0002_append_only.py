"""The database itself refuses to change or delete what the log holds, and to take the head back.

A later migration that makes SQLite build the table anew (an altered or removed field) drops these triggers: it must
create them again. ``verify`` does not rely on them; they turn a slip or a careless statement into an error.
"""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER audit_event_stays BEFORE UPDATE ON audit_auditevent
       BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an event cannot be changed.'); END""",
    """CREATE TRIGGER audit_event_remains BEFORE DELETE ON audit_auditevent
       BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an event cannot be deleted.'); END""",
    # INSERT OR REPLACE deletes without asking the trigger above.
    """CREATE TRIGGER audit_event_comes_last BEFORE INSERT ON audit_auditevent
       WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM audit_auditevent)
         OR EXISTS (SELECT 1 FROM audit_auditevent WHERE mac = NEW.mac)
       BEGIN SELECT RAISE(ABORT, 'The audit log is append-only: an event can only be added at its end.'); END""",
    """CREATE TRIGGER audit_head_remains BEFORE DELETE ON audit_audithead
       BEGIN SELECT RAISE(ABORT, 'The head of the audit log cannot be deleted.'); END""",
    """CREATE TRIGGER audit_head_is_one BEFORE INSERT ON audit_audithead
       WHEN EXISTS (SELECT 1 FROM audit_audithead)
       BEGIN SELECT RAISE(ABORT, 'The audit log has one head.'); END""",
    """CREATE TRIGGER audit_head_moves_on BEFORE UPDATE ON audit_audithead
       WHEN NEW.seq <> OLD.seq + 1
       BEGIN SELECT RAISE(ABORT, 'The head of the audit log only moves on.'); END""",
]

SQLITE_UNDO = [
    f"DROP TRIGGER {name}"
    for name in (
        "audit_event_stays",
        "audit_event_remains",
        "audit_event_comes_last",
        "audit_head_remains",
        "audit_head_is_one",
        "audit_head_moves_on",
    )
]

POSTGRESQL = [
    """CREATE FUNCTION audit_log_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'The audit log is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME
             USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE FUNCTION audit_head_only_moves_on() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF NEW.seq <> OLD.seq + 1 THEN
           RAISE EXCEPTION 'The head of the audit log only moves on.'
           USING ERRCODE = 'integrity_constraint_violation';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON audit_auditevent
       FOR EACH ROW EXECUTE FUNCTION audit_log_refuses()""",
    """CREATE TRIGGER audit_events_stay BEFORE TRUNCATE ON audit_auditevent
       FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuses()""",
    """CREATE TRIGGER audit_head_remains BEFORE DELETE ON audit_audithead
       FOR EACH ROW EXECUTE FUNCTION audit_log_refuses()""",
    """CREATE TRIGGER audit_head_stays BEFORE TRUNCATE ON audit_audithead
       FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuses()""",
    """CREATE TRIGGER audit_head_moves_on BEFORE UPDATE ON audit_audithead
       FOR EACH ROW EXECUTE FUNCTION audit_head_only_moves_on()""",
]

POSTGRESQL_UNDO = [
    "DROP TRIGGER audit_event_stays ON audit_auditevent",
    "DROP TRIGGER audit_events_stay ON audit_auditevent",
    "DROP TRIGGER audit_head_remains ON audit_audithead",
    "DROP TRIGGER audit_head_stays ON audit_audithead",
    "DROP TRIGGER audit_head_moves_on ON audit_audithead",
    "DROP FUNCTION audit_head_only_moves_on()",
    "DROP FUNCTION audit_log_refuses()",
]


def place_head(apps, schema_editor):
    """The head of an empty log. Its seal comes with the first event: an empty log has no key to be signed with."""
    apps.get_model("audit", "AuditHead").objects.create(id=1, seq=0, mac="0" * 64, seal="")


def remove_head(apps, schema_editor):
    apps.get_model("audit", "AuditHead").objects.all().delete()


def refuse_changes(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def allow_changes(apps, schema_editor):
    _run(schema_editor, {"sqlite": SQLITE_UNDO, "postgresql": POSTGRESQL_UNDO})


def _run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(place_head, remove_head),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
