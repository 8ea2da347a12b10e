"""Whether the record can be served: secrets present, database in reach, its tables those of this version."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from daybreak.project import databases, keys
from daybreak.project.configuration import Configuration
from daybreak.project.sources import SettingsRefused
from daybreak.project.stopped import NotReady


def require(chosen: Configuration) -> None:
    """Return when everything is in place.

    Raises:
        SettingsRefused: a secret is missing.
        NotReady: the database cannot be reached, or its tables are of another version.
    """
    require_secrets(chosen)
    require_tables(require_database(chosen))


def require_secrets(chosen: Configuration) -> None:
    """Refuse to go on without both keys: sessions could be forged, and the audit log not sealed."""
    missing = [name for name in keys.NAMES if not getattr(chosen, name)]
    if missing:
        raise SettingsRefused(
            [
                f'The secret "{name}" is not given, and {keys.folder(chosen.data_dir)} does not have it. '
                "Run `daybreak migrate` once to make it, or give the one this clinic already uses."
                for name in missing
            ]
        )


def require_database(chosen: Configuration) -> MigrationExecutor:
    """Reach the database and read which migrations it has had."""
    try:
        connection.ensure_connection()
        return MigrationExecutor(connection)
    except (DatabaseError, OSError) as problem:
        raise NotReady(_unreachable(chosen, str(problem).strip())) from None


def require_tables(executor: MigrationExecutor) -> None:
    """Refuse tables older or newer than this version of Daybreak."""
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReady(f"The database waits for {len(waiting)} migrations. Back it up, then run `daybreak migrate`.")
    known = executor.loader.disk_migrations or {}
    applied = (name for name in executor.loader.applied_migrations if name[0] in executor.loader.migrated_apps)
    if any(name not in known for name in applied):
        raise NotReady("The database was prepared by a newer version of Daybreak. Install that version to serve it.")


def _unreachable(chosen: Configuration, reason: str) -> str:
    address = chosen.address_of_database
    if databases.is_sqlite(address):
        path = databases.sqlite_path(address)
        if not path.exists():
            return f"There is no database at {path} yet. Run `daybreak migrate` to make one."
        return f"The database {path} cannot be opened: {reason}."
    return f"The database cannot be reached: {reason.splitlines()[0]}. Check database_url and that the server runs."
