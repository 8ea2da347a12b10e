"""Where streams run: asgiref gives each request a thread of its own until its answer ends; a stream lasts hours."""

from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

STREAM = "/stream/"
"""How the address of every stream ends."""


class StreamsShareOneThread:
    """Wraps an ASGI application: all streams open and close in one thread, whatever their number."""

    def __init__(self, application: Application) -> None:
        """Answer with ``application``."""
        self._application = application
        self._doorkeeper = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live-door")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and scope["path"].endswith(STREAM):
            async with ThreadSensitiveContext(executor=self._doorkeeper):
                await self._application(scope, receive, send)
        else:
            await self._application(scope, receive, send)
