"""One reader, many screens: everyone gets every event once, in order, whenever they came."""

import asyncio

from daybreak.web.live.listener import Listener
from daybreak.web.live.tail import Tail
from tests.web.live.loops import in_a_loop
from tests.web.live.rows_in_memory import RowsInMemory


def seqs(frames: bytes) -> list[int]:
    """The ids of the events in what a screen was sent."""
    return [int(line[4:]) for line in frames.decode().splitlines() if line.startswith("id: ")]


async def everything(listener: Listener) -> bytes:
    """All that the listener was handed."""
    listener.close()
    return b"".join([batch async for batch in listener.frames()])


@in_a_loop
async def test_a_screen_gets_what_it_missed_and_then_what_is_new_without_gap_or_double() -> None:
    rows = RowsInMemory()
    for _ in range(5):
        rows.commit(1)
    tail = Tail(1, 5, rows.events_after)
    late = Listener(1, 2)
    tail.add(late)
    rows.commit(1)
    tail.advance()
    assert seqs(await everything(late)) == [3, 4, 5, 6]


@in_a_loop
async def test_what_is_committed_between_two_looks_reaches_old_and_new_screens_once() -> None:
    rows = RowsInMemory()
    rows.commit(1)
    tail = Tail(1, 1, rows.events_after)
    first, second = Listener(1, 1), Listener(1, 0)
    tail.add(first)
    rows.commit(1)
    tail.add(second)
    tail.advance()
    assert (seqs(await everything(first)), seqs(await everything(second))) == ([2], [1, 2])


@in_a_loop
async def test_a_screen_that_cannot_keep_up_is_let_go_and_finds_everything_when_it_returns() -> None:
    rows = RowsInMemory()
    tail = Tail(1, 0, rows.events_after)
    slow = Listener(1, 0, capacity=3)
    tail.add(slow)
    for _ in range(4):
        rows.commit(1)
    tail.advance()
    assert slow.closed
    assert seqs(await everything(slow)) == []
    back = Listener(1, 0, capacity=3)
    tail.add(back)
    assert seqs(await everything(back)) == [1, 2, 3, 4]


@in_a_loop
async def test_only_the_newest_sign_of_life_waits_for_a_screen() -> None:
    rows = RowsInMemory()
    tail = Tail(1, 0, rows.events_after)
    screen = Listener(1, 0)
    tail.add(screen)
    tail.beat("2026-11-23T14:20:00Z")
    tail.beat("2026-11-23T14:20:02Z")
    sent = (await everything(screen)).decode()
    assert sent == 'event: beat\ndata: {"server_now":"2026-11-23T14:20:02Z","due":{}}\n\n'


@in_a_loop
async def test_a_closed_screen_ends_its_response_after_what_it_was_handed() -> None:
    screen = Listener(1, 0)
    screen.offer(b"last")
    screen.close()
    screen.offer(b"too late")
    assert [batch async for batch in screen.frames()] == [b"last"]


def test_a_screen_whose_loop_is_gone_is_closed_instead_of_filled() -> None:
    async def open_one() -> Listener:
        return Listener(1, 0)

    screen = asyncio.run(open_one())
    screen.offer(b"nobody reads this")
    assert screen.closed
