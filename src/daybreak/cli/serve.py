"""`daybreak serve`: the clinic's server, which refuses to start rather than serve a record it cannot keep."""

import os
from contextlib import nullcontext
from typing import Annotated

import typer


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, in place of the setting.")] = None,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port to listen on, in place of the setting; 0: any free one."),
    ] = None,
) -> None:
    """Serve the clinic until Ctrl+C or SIGTERM.

    Ends with 69 when the database is away or not prepared, 75 when the port or the record is taken, 78 when a setting
    is refused.
    """
    from daybreak.project import configuration, databases, occupancy, ports, readiness
    from daybreak.project.django import wake

    if host is not None:
        os.environ["DAYBREAK_HOST"] = host
    if port is not None:
        os.environ["DAYBREAK_PORT"] = str(port)
    chosen = configuration.load()
    readiness.require_secrets(chosen)
    bound = ports.listen(chosen.host, chosen.port)
    os.environ["DAYBREAK_PORT"] = str(bound.getsockname()[1])
    configuration.load.cache_clear()
    chosen = wake()
    readiness.require(chosen)
    alone = databases.is_sqlite(chosen.address_of_database)
    with occupancy.sole_server(chosen.data_dir) if alone else nullcontext():
        from daybreak.project import server
        from daybreak.project.rounds_keeper import rounds_beside
        from daybreak.project.trial_keeper import runner_beside

        with rounds_beside(), runner_beside():
            server.serve(bound, started=lambda: typer.echo(f"Daybreak is at {chosen.address}"))
