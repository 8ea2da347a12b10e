"""The reading thread: one for all, awake at the bell, silent without a database, gone when nobody looks."""

import asyncio
import threading

import pytest

from daybreak.web.live.hub import Hub
from daybreak.web.live.listener import Listener
from tests.web.live.loops import in_a_loop
from tests.web.live.rows_in_memory import RowsInMemory


def readers() -> int:
    """How many reading threads run."""
    return sum(thread.name == "live-reader" for thread in threading.enumerate())


async def read_until(listener: Listener, wanted: str, seconds: float = 3) -> str:
    """What the screen gets until ``wanted`` is in it."""
    got = ""

    async def read() -> None:
        nonlocal got
        async for batch in listener.frames():
            got += batch.decode()
            if wanted in got:
                return

    await asyncio.wait_for(read(), seconds)
    return got


async def quiet() -> None:
    """Wait until no reading thread is left."""
    for _ in range(60):
        if readers() == 0:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the reading thread did not end")


@in_a_loop
async def test_many_screens_on_many_sessions_cost_one_thread() -> None:
    hub = Hub(RowsInMemory())
    screens = [Listener(pk, 0) for pk in (1, 2, 3) for _ in range(20)]
    for screen in screens:
        hub.join(screen)
    for screen in screens:
        await read_until(screen, "event: beat")
    assert readers() == 1
    hub.stop()
    await quiet()


@in_a_loop
async def test_the_bell_brings_an_event_to_every_screen_at_once() -> None:
    rows = RowsInMemory()
    hub = Hub(rows)
    screens = [Listener(1, 0) for _ in range(20)]
    for screen in screens:
        hub.join(screen)
        await read_until(screen, "event: beat")
    rows.commit(1)
    hub.ring(1)
    for screen in screens:
        assert "id: 1\n" in await read_until(screen, "id: 1\n", seconds=0.5)
    hub.stop()
    await quiet()


@in_a_loop
async def test_what_another_process_wrote_is_seen_without_a_bell() -> None:
    rows = RowsInMemory()
    hub = Hub(rows)
    screen = Listener(1, 0)
    hub.join(screen)
    await read_until(screen, "event: beat")
    rows.commit(1)
    assert "id: 1\n" in await read_until(screen, "id: 1\n", seconds=1.6)
    hub.stop()
    await quiet()


@in_a_loop
async def test_the_beat_carries_the_due_time_of_the_newest_event() -> None:
    rows = RowsInMemory()
    hub = Hub(rows)
    screen = Listener(1, 0)
    hub.join(screen)
    assert '"every_minutes":0' in await read_until(screen, "event: beat")
    rows.commit(1)
    hub.ring(1)
    assert '"every_minutes":1' in await read_until(screen, "event: beat", seconds=4)
    hub.stop()
    await quiet()


@in_a_loop
async def test_a_lost_database_silences_the_beat_and_its_return_loses_nothing() -> None:
    rows = RowsInMemory()
    hub = Hub(rows)
    screen = Listener(1, 0)
    hub.join(screen)
    await read_until(screen, "event: beat")
    rows.lost = True
    rows.commit(1)
    hub.ring(1)
    with pytest.raises(TimeoutError):
        await read_until(screen, "event: beat", seconds=3.5)
    assert rows.resets >= 1
    newcomer = Listener(1, 0)
    hub.join(newcomer)
    rows.lost = False
    assert "id: 1\n" in await read_until(screen, "id: 1\n")
    assert "id: 1\n" in await read_until(newcomer, "id: 1\n")
    hub.stop()
    await quiet()


@in_a_loop
async def test_a_lost_database_is_told_by_silence_also_when_nothing_happens() -> None:
    rows = RowsInMemory()
    hub = Hub(rows)
    screen = Listener(1, 0)
    hub.join(screen)
    await read_until(screen, "event: beat")
    rows.lost = True
    with pytest.raises(TimeoutError):
        await read_until(screen, "event: beat", seconds=4)
    rows.lost = False
    await read_until(screen, "event: beat", seconds=4)
    hub.stop()
    await quiet()


@in_a_loop
async def test_the_thread_ends_and_gives_its_connection_back_when_nobody_looks() -> None:
    rows = RowsInMemory()
    hub = Hub(rows)
    screen = Listener(1, 0)
    hub.join(screen)
    await read_until(screen, "event: beat")
    hub.leave(screen)
    await quiet()
    assert rows.closed == 1


@in_a_loop
async def test_a_stop_ends_every_stream_and_takes_no_new_one() -> None:
    hub = Hub(RowsInMemory())
    screen = Listener(1, 0)
    hub.join(screen)
    await read_until(screen, "event: beat")
    hub.stop()
    rest = [batch async for batch in screen.frames()]
    late = Listener(1, 0)
    hub.join(late)
    assert late.closed
    assert len(rest) <= 1
    await quiet()


@in_a_loop
async def test_a_screen_that_may_no_longer_look_is_sent_away() -> None:
    rows = RowsInMemory()
    hub = Hub(rows, admit_every=0.3)
    admitted = True
    screen = Listener(1, 0, admitted=lambda: admitted)
    hub.join(screen)
    await read_until(screen, "event: beat")
    await asyncio.sleep(0.8)
    assert not screen.closed
    admitted = False
    async for _ in screen.frames():
        pass
    assert screen.closed
    hub.stop()
    await quiet()
