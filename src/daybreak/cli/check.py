"""`daybreak check`: whether this installation is fit to serve patients' data."""

import sys

import typer


def check() -> None:
    """Look at settings, secrets, database, tables and the pages' scripts; end with 0 when the clinic can be served."""
    from daybreak.project import readiness, soundness
    from daybreak.project.django import wake

    readiness.require(wake())
    warnings = soundness.warnings()
    for sentence in warnings:
        typer.echo(sentence, err=True)
    if warnings:
        sys.exit(1)
    typer.echo("Ready to serve.")
