"""The doorbell rings after the commit, for who listens, and whatever a listener does, the act stays done."""

import threading
from typing import Any

import pytest
from django.db import transaction

from daybreak.clinic.sessions.bell import Bell, bell, ring_on_commit
from tests.clinic import scenes


def test_every_listener_hears_which_session_rang() -> None:
    heard: list[tuple[str, int]] = []
    door = Bell()
    door.listen(lambda session: heard.append(("a", session)))
    door.listen(lambda session: heard.append(("b", session)))
    door.ring(7)
    assert heard == [("a", 7), ("b", 7)]


def test_who_stops_listening_hears_no_more() -> None:
    heard: list[int] = []
    door = Bell()
    stop = door.listen(heard.append)
    stop()
    stop()
    door.ring(7)
    assert heard == []


def test_a_listener_that_fails_keeps_the_others_from_nothing(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[int] = []
    door = Bell()

    def broken(session: int) -> None:
        raise RuntimeError("the patient's name")

    door.listen(broken)
    door.listen(heard.append)
    door.ring(7)
    assert heard == [7]
    assert [record.getMessage() for record in caplog.records] == [
        "A listener of the session bell failed (RuntimeError)."
    ]


def test_listeners_come_and_go_while_it_rings_in_many_threads() -> None:
    door, heard = Bell(), []
    door.listen(heard.append)

    def busy(number: int) -> None:
        for _ in range(200):
            stop = door.listen(lambda session: None)
            door.ring(number)
            stop()

    threads = [threading.Thread(target=busy, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: heard.count(number) for number in range(4)} == dict.fromkeys(range(4), 200)


@pytest.mark.django_db
def test_it_rings_once_the_transaction_is_committed(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[int] = []
    stop = bell.listen(heard.append)
    try:
        with django_capture_on_commit_callbacks() as callbacks:
            ring_on_commit(7)
        assert heard == []
        for callback in callbacks:
            callback()
        assert heard == [7]
    finally:
        stop()


@pytest.mark.django_db
def test_it_does_not_ring_for_what_was_rolled_back(django_capture_on_commit_callbacks: Any) -> None:
    @transaction.atomic
    def fails() -> None:
        ring_on_commit(7)
        raise ZeroDivisionError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ZeroDivisionError):
        fails()
    assert callbacks == []


@pytest.mark.django_db
def test_every_event_of_a_session_rings_for_it(django_capture_on_commit_callbacks: Any) -> None:
    order = scenes.order()
    heard: list[int] = []
    stop = bell.listen(heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            session = scenes.session(order)
            scenes.baseline(session)
        assert heard == [session.pk, session.pk]
    finally:
        stop()
