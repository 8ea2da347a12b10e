"""`daybreak migrate`: prepares the database for this version."""

import typer


def migrate() -> None:
    """Make the database and its secrets when there are none, and apply every migration that is missing."""
    from daybreak.project.migration import migrate as apply

    applied = apply()
    typer.echo(f"Applied {len(applied)} migrations." if applied else "The database is ready; nothing to apply.")
