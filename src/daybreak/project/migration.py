"""Prepares a database for this version: makes its file and secrets when there are none, and applies what is missing."""

import os

from daybreak.project import configuration, databases, keys
from daybreak.project.configuration import Configuration
from daybreak.project.django import wake
from daybreak.project.readiness import require_database
from daybreak.project.stopped import NotReady, Stopped


class KeyLost(Stopped):
    """The audit log was sealed with a key that is not there any more."""


def migrate() -> list[str]:
    """Apply what is missing; return the names of the migrations applied, none when the database was ready.

    Raises:
        SettingsRefused: settings or secrets cannot be used.
        NotReady: the database cannot be reached or written.
        KeyLost: the record has an audit log but its key is gone.
    """
    chosen = configuration.load()
    _make_file(chosen)
    made = _make_secrets(chosen)
    chosen = wake()
    executor = require_database(chosen)
    if "audit_key" in made and executor.loader.applied_migrations and _has_events():
        (keys.folder(chosen.data_dir) / "audit_key").unlink()
        raise KeyLost(
            "This database has an audit log, but the key that seals it is gone. Give the audit_key it was kept with."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        _apply()
    _make_note_keys()
    return [f"{migration.app_label} {migration.name}" for migration, _ in plan]


def _make_file(chosen: Configuration) -> None:
    """An empty file, readable by its owner alone: only here may a database come to be (see ``databases``)."""
    if not databases.is_sqlite(chosen.address_of_database):
        return
    path = databases.sqlite_path(chosen.address_of_database)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
    except OSError as problem:
        raise NotReady(f"The database {path} cannot be made: {problem.strerror}.") from None


def _make_secrets(chosen: Configuration) -> list[str]:
    have = frozenset(name for name in keys.NAMES if getattr(chosen, name))
    made = keys.make_missing(chosen.data_dir, have)
    if made:
        configuration.load.cache_clear()
    return made


def _make_note_keys() -> None:
    """The first key of the psychotherapy notes. What was sealed with keys that are gone is left to `daybreak check`."""
    from daybreak.clinic.entry import Conflict
    from daybreak.clinic.notes import actions

    try:
        actions.make_keys_at_set_up()
    except Conflict as problem:
        raise NotReady(str(problem)) from None


def _has_events() -> bool:
    from django.db import DatabaseError

    from daybreak.clinic.audit.models import AuditEvent

    try:
        return AuditEvent.objects.exists()
    except DatabaseError:
        return False


def _apply() -> None:
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except (DatabaseError, OSError) as problem:
        reason = str(problem).splitlines()[0]
        raise NotReady(f"The database refused a change: {reason}. Nothing of that step was kept.") from None
