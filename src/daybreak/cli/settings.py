"""`daybreak settings`: what was chosen, where, and what could be."""

from typing import Annotated

import typer


def settings(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List every setting with its value and where it comes from; secrets are never shown.

    The environment (DAYBREAK_<KEY>) wins over secret files (the folder DAYBREAK_SECRETS_DIR), which win over the TOML
    file (DAYBREAK_CONFIG, else ./daybreak.toml), which wins over the default.
    """
    from daybreak.project.listing import rows

    listed = rows()
    if as_json:
        import json

        typer.echo(json.dumps([row._asdict() for row in listed], indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("Setting", "Value", "From", "Allowed", title="Settings", title_justify="left")
    for row in listed:
        table.add_row(row.key, row.value, row.source, row.allowed)
    Console().print(table)
