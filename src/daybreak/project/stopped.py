"""Why a command ends early: a sentence for the person at the terminal, an exit code for the machine that called."""

UNAVAILABLE = 69
"""The database is away or not prepared (EX_UNAVAILABLE of sysexits.h)."""
BUSY = 75
"""Something else holds what is needed; try later (EX_TEMPFAIL)."""
MISCONFIGURED = 78
"""A setting is unknown or not allowed (EX_CONFIG)."""


class Stopped(Exception):  # noqa: N818 (a command that stops has not necessarily failed)
    """A command cannot go on; the text is one or more sentences that say what to do."""

    exit_code = 1


class NotReady(Stopped):
    """The record cannot be served now."""

    exit_code = UNAVAILABLE


class Taken(Stopped):
    """Another process holds the port or the record."""

    exit_code = BUSY
