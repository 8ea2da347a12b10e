"""Runs a test written as a coroutine in an event loop of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps


def in_a_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """The test as pytest calls it."""

    @wraps(test)
    def run() -> None:
        asyncio.run(asyncio.wait_for(test(), 20))  # type: ignore[arg-type]  # wait_for takes any awaitable

    return run
