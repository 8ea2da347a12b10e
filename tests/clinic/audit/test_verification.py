"""The log is verified: a whole one passes, and every way of tampering is found and named."""

import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybreak.clinic.audit import chain
from daybreak.clinic.audit.actions import append, export_anchor
from daybreak.clinic.audit.models import AuditEvent, AuditHead
from daybreak.clinic.audit.queries import verify
from tests.clinic.audit import tampering

pytestmark = pytest.mark.django_db
EVENTS = 12


@pytest.fixture
def log():
    return tampering.a_log_of(EVENTS)


def test_a_whole_log_verifies_and_tells_its_head(log):
    found = verify()
    assert (found.ok, found.events, found.problems) == (True, EVENTS, ())
    assert found.head is not None
    assert (found.head.seq, found.head.mac) == (EVENTS, log[-1].mac)


def test_an_empty_log_verifies():
    found = verify()
    assert (found.ok, found.events, found.problems) == (True, 0, ())


@pytest.mark.parametrize("seq", [1, 6, EVENTS - 1])
def test_a_deleted_event_is_found(log, seq):
    with tampering.triggers_dropped():
        tampering.remove(seq)
    assert verify().problems == (f"Event {seq} is missing.",)


def test_a_deleted_run_of_events_is_found(log):
    with tampering.triggers_dropped():
        for seq in (4, 5, 6):
            tampering.remove(seq)
    assert verify().problems == ("Events 4 to 6 are missing.",)


def test_the_last_event_deleted_is_a_cut_end(log):
    with tampering.triggers_dropped():
        tampering.remove(EVENTS)
    assert verify().problems == (
        f"The end of the log was cut off: its head names event {EVENTS}, the last one is {EVENTS - 1}.",
    )


@pytest.mark.parametrize("seq", [1, 7, EVENTS])
@pytest.mark.parametrize("field", [name for name in tampering.FIELDS if name not in ("seq", "mac")])
def test_a_changed_field_of_an_event_is_found(log, seq, field):
    with tampering.triggers_dropped():
        tampering.change(seq, **{field: tampering.other_value(log[seq - 1], field)})
    assert verify().problems == (f"Event {seq} was changed after it was written, or not written by the record.",)


@pytest.mark.sqlite  # only SQLite keeps what is not of the column's type
@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("actor_id", "'nobody'"),
        ("patient_id", "7"),
        ("at", "'yesterday'"),
        ("act", "x'00ff'"),
        ("act", "CAST(x'ff' AS TEXT)"),
        ("detail", "x'7b7d'"),
        ("mac", "x'00'"),
    ],
)
def test_an_event_made_unreadable_is_named_and_the_walk_goes_on(log, field, written):
    with tampering.triggers_dropped():
        tampering.write(7, field, written)
        tampering.remove(9)
    assert verify().problems == (
        "Event 7 was changed after it was written, or not written by the record.",
        "Event 9 is missing.",
    )


@pytest.mark.parametrize("seq", [1, 7])
def test_a_changed_hash_of_an_event_is_found(log, seq):
    with tampering.triggers_dropped():
        tampering.change(seq, mac=tampering.other_value(log[seq - 1], "mac"))
    assert verify().problems == (f"Event {seq} was changed after it was written, or not written by the record.",)


def test_a_changed_hash_of_the_last_event_is_found(log):
    with tampering.triggers_dropped():
        tampering.change(EVENTS, mac=tampering.other_value(log[-1], "mac"))
    assert verify().problems == (
        f"Event {EVENTS} was changed after it was written, or not written by the record.",
        f"The head of the log does not name the last event as it is: event {EVENTS} was replaced.",
    )


def test_a_renumbered_event_is_found(log):
    with tampering.triggers_dropped():
        tampering.change(5, seq=1005)
    assert verify().problems == (
        "Event 5 is missing.",
        f"Event 1005 lies beyond the head of the log, which names event {EVENTS} as the last: "
        "it was added from outside, or the head was taken back.",
    )


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 9), (EVENTS - 1, EVENTS)])
def test_two_swapped_events_are_found_and_told_where_they_belong(log, one, other):
    with tampering.triggers_dropped():
        tampering.swap(one, other)
    problems = verify().problems
    assert problems[:2] == (
        f"Event {one} stands in the wrong place: it was written as event {other}.",
        f"Event {other} stands in the wrong place: it was written as event {one}.",
    )


def test_a_cut_end_is_found(log):
    with tampering.triggers_dropped():
        tampering.cut(after=8)
    assert verify().problems == (f"The end of the log was cut off: its head names event {EVENTS}, the last one is 8.",)


def test_a_cut_end_with_the_head_pointed_at_the_new_end_is_found(log):
    with tampering.triggers_dropped():
        tampering.cut(after=8)
        tampering.put_head(8, log[7].mac, AuditHead.objects.get().seal)
    assert verify().problems == (
        "The head of the log was changed: its seal does not fit, so the end of the log cannot be trusted.",
    )


def test_a_cut_end_with_the_head_of_that_time_put_back_is_found_by_an_anchor(log):
    earlier = AuditHead.objects.get()
    with transaction.atomic():
        append(by=None, act="later", subject_kind="test")
    anchor = export_anchor()
    with tampering.triggers_dropped():
        tampering.cut(after=earlier.seq)
        tampering.put_head(earlier.seq, earlier.mac, earlier.seal)
    assert verify().problems == ()
    assert verify([str(anchor)]).problems == (
        f"Event {anchor.seq}, anchored outside at {anchor.at}, is not in the log: "
        "the end of the log was cut off, or taken back.",
    )


def test_a_log_emptied_to_its_beginning_is_found_by_an_anchor(log):
    anchor = export_anchor()
    with tampering.triggers_dropped():
        tampering.cut(after=0)
        tampering.put_head(0, chain.GENESIS, "")
    assert verify([str(anchor)]).ok is False


def test_a_missing_head_is_found(log):
    with tampering.triggers_dropped():
        AuditHead.objects.all().delete()
    assert verify().problems == ("The head of the log is missing: the end of the log may have been cut off.",)


def test_an_event_forged_at_the_end_is_found_with_and_without_moving_the_head(log):
    forged = tampering.link_of(log[-1])
    event = AuditEvent(**{**vars(forged), "seq": EVENTS + 1, "previous": log[-1].mac, "mac": "f" * 64})
    with tampering.triggers_dropped():
        event.save(force_insert=True)
        assert verify().problems == (
            f"Event {EVENTS + 1} lies beyond the head of the log, which names event {EVENTS} as the last: "
            "it was added from outside, or the head was taken back.",
        )
        tampering.put_head(EVENTS + 1, event.mac, AuditHead.objects.get().seal)
    assert verify().problems == (
        f"Event {EVENTS + 1} was changed after it was written, or not written by the record.",
        "The head of the log was changed: its seal does not fit, so the end of the log cannot be trusted.",
    )


@pytest.mark.parametrize("seq", [0, -7])
def test_an_event_forged_before_the_first_is_found(log, seq):
    event = AuditEvent(**{**vars(tampering.link_of(log[0])), "seq": seq, "mac": "f" * 64})
    with tampering.triggers_dropped():
        event.save(force_insert=True)
    assert verify().ok is False


def test_a_chain_recomputed_without_the_key_is_found(log):
    log[4].detail = '{"number": "forged"}'
    with tampering.triggers_dropped():
        tampering.rewritten(log, tampering.THIEF)
    assert verify().problems == (
        "No event was written with this audit key: it is the wrong key, or the whole log was replaced.",
    )


def test_an_end_recomputed_without_the_key_is_found(log):
    with tampering.triggers_dropped():
        tampering.change(EVENTS, detail="{}")
        last = AuditEvent.objects.get(seq=EVENTS)
        forged = chain.mac(tampering.link_of(last), tampering.THIEF)
        tampering.change(EVENTS, mac=forged)
        tampering.put_head(EVENTS, forged, chain.seal(EVENTS, forged, tampering.THIEF))
    assert verify().ok is False


def test_a_log_rewritten_by_someone_who_has_the_key_is_found_by_an_anchor(log):
    anchor = export_anchor()
    log[4].detail = '{"number": "forged"}'
    with tampering.triggers_dropped():
        tampering.rewritten(log, chain.key())
    assert verify().problems == ()
    assert verify([str(anchor)]).problems == (
        f"Event {EVENTS} is not the one that was anchored outside at {anchor.at}: the log was rewritten.",
    )


def test_the_wrong_key_is_named_as_such(log, settings):
    settings.AUDIT_KEY = "another key altogether"
    assert verify().problems == (
        "No event was written with this audit key: it is the wrong key, or the whole log was replaced.",
    )


def test_the_anchor_of_an_empty_log_fits_every_log():
    anchor = export_anchor()
    tampering.a_log_of(EVENTS)
    assert verify([str(anchor)]).ok


def test_a_damaged_anchor_is_told_by_its_line(log):
    assert verify([str(export_anchor()), "", "what is this"]).problems == (
        "Line 3 of the given anchors cannot be read: it was damaged or changed.",
    )


def test_more_problems_than_anyone_reads_are_counted(log):
    tampering.a_log_of(450)
    with tampering.triggers_dropped():
        AuditEvent.objects.filter(seq__gt=1).update(detail="{}")
    problems = verify().problems
    assert (len(problems), problems[-1]) == (201, "And 249 more.")


TAMPERINGS = st.one_of(
    st.tuples(st.just("remove"), st.integers(1, EVENTS)),
    st.tuples(st.just("cut"), st.integers(0, EVENTS - 1)),
    st.tuples(st.just("swap"), st.integers(1, EVENTS - 1)),
    st.tuples(st.just("field"), st.integers(1, EVENTS), st.sampled_from([f for f in tampering.FIELDS if f != "seq"])),
    st.tuples(st.just("renumber"), st.integers(1, EVENTS)),
)


@given(st.lists(TAMPERINGS, min_size=1, max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_combination_of_tamperings_leaves_a_log_that_verifies(log, steps):
    with transaction.atomic():
        before = _state()
        with tampering.triggers_dropped():
            for step in steps:
                _tamper(step)
        assert verify().ok is (_state() == before)
        transaction.set_rollback(True)


def _tamper(step):
    kind, seq, *more = step
    event = AuditEvent.objects.filter(seq=seq).first()
    if kind == "cut":
        tampering.cut(after=seq)
    elif event is None:
        return
    elif kind == "remove":
        tampering.remove(seq)
    elif kind == "swap" and AuditEvent.objects.filter(seq=seq + 1).exists():
        tampering.swap(seq, seq + 1)
    elif kind == "field":
        tampering.change(seq, **{more[0]: tampering.other_value(event, more[0])})
    elif kind == "renumber":
        tampering.change(seq, seq=uuid.uuid4().int % 10**9 + 1000)


def _state():
    return [*AuditEvent.objects.values_list(*tampering.FIELDS).order_by("seq")]
