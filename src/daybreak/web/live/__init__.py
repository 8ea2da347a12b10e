"""The live stream: what was committed to a dosing session reaches every screen that follows it.

The database is the stream; the bell only says that it is worth looking. One thread in the process reads for all
sessions and all viewers, so a hundred screens cost one thread and one database connection.
"""

from daybreak.web.live.hub import hub


def stop() -> None:
    """End every stream of this process, for a server that is shutting down. Safe inside a signal handler."""
    hub.stop()
