"""Serves the application until it is told to stop, and lets open streams and requests end in good order."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable
from types import FrameType

import uvicorn

from daybreak.web import live

GRACE_S = 5
"""Seconds that open requests get to finish after the signal to stop."""


class Server(uvicorn.Server):
    """uvicorn, which says when it listens, and ends live streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then call the announcement."""
        await super().startup(sockets=sockets)
        if self.started:
            self._announce()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End live streams first: without this an open second screen would hold the server up."""
        live.stop()
        super().handle_exit(sig, frame)


def serve(bound: socket.socket, started: Callable[[], None]) -> None:
    """Serve on ``bound`` until SIGINT or SIGTERM; both are a good end."""
    from django.urls import get_resolver

    from daybreak.project.asgi import application

    # Load every page now: a mistake ends the start, not the first request, and nobody waits for the loading.
    get_resolver().check()
    config = uvicorn.Config(
        application,
        access_log=False,
        log_config=None,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    # uvicorn raises the signal again once it has stopped; the process should then simply end.
    signal.signal(signal.SIGTERM, lambda *_: None)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        Server(config, started).run(sockets=[bound])
