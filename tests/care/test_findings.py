"""Findings, what a reason answers, and what a refusal says."""

import pickle
from dataclasses import replace

import pytest

from daybreak.care.findings import (
    Certainty,
    Finding,
    Refused,
    Severity,
    gravest_first,
    needs_reason,
    refuse_if_stopped,
    refuse_if_unanswered,
    stops,
    unanswered,
)

NOTE = Finding("n", Severity.NOTE, "A note.", "because", "a source", "read", "Read it.")
REVIEW = replace(NOTE, rule="r", severity=Severity.REVIEW, what="A review.", may_do="Give a reason.")
STOP = replace(NOTE, rule="s", severity=Severity.STOP, what="A stop.", may_do="Do otherwise.")


def test_the_gravest_finding_comes_first_and_equals_keep_their_order() -> None:
    other = replace(STOP, rule="s2")
    assert gravest_first([NOTE, REVIEW, STOP, other]) == (STOP, other, REVIEW, NOTE)


@pytest.mark.parametrize(
    ("found", "reason", "left_open"),
    [
        ((), "", ()),
        ((NOTE,), "", ()),
        ((REVIEW,), "", (REVIEW,)),
        ((REVIEW,), "   ", (REVIEW,)),
        ((REVIEW,), "ok", (REVIEW,)),
        ((REVIEW,), "  ok   ", (REVIEW,)),
        ((REVIEW,), "tolerated 0.5 mg/kg twice", ()),
        ((NOTE, REVIEW, STOP), "", (REVIEW,)),
    ],
)
def test_a_reason_answers_reviews_and_a_blank_or_short_one_answers_nothing(
    found: tuple[Finding, ...], reason: str, left_open: tuple[Finding, ...]
) -> None:
    assert unanswered(found, reason) == left_open


def test_only_a_review_needs_a_reason() -> None:
    assert [needs_reason(found) for found in ((), (NOTE,), (STOP,), (NOTE, REVIEW))] == [False, False, False, True]


def test_a_stop_is_refused_with_its_sentence_and_what_may_be_done() -> None:
    with pytest.raises(Refused) as refusal:
        refuse_if_stopped([NOTE, REVIEW, STOP])
    assert str(refusal.value) == "A stop. Do otherwise."
    assert refusal.value.findings == (STOP,)


def test_notes_and_reviews_are_not_refused() -> None:
    refuse_if_stopped([NOTE, REVIEW])
    assert stops([NOTE, REVIEW]) == ()


def test_no_reason_overrides_a_stop() -> None:
    with pytest.raises(Refused, match="A stop"):
        refuse_if_unanswered([REVIEW, STOP], "a very good reason indeed")


def test_a_review_without_a_reason_is_refused_and_with_one_it_passes() -> None:
    with pytest.raises(Refused) as refusal:
        refuse_if_unanswered([NOTE, REVIEW], "")
    assert refusal.value.findings == (REVIEW,)
    refuse_if_unanswered([NOTE, REVIEW], "discussed with the patient")


def test_a_refusal_without_any_finding_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one finding"):
        Refused([])


def test_a_refusal_survives_being_sent_between_processes() -> None:
    assert pickle.loads(pickle.dumps(Refused([STOP]))).findings == (STOP,)


def test_a_finding_is_stored_as_plain_text_and_read_back_the_same() -> None:
    stored = replace(REVIEW, priority="high").as_dict()
    assert {type(value) for value in stored.values()} == {str}
    assert Finding.from_dict(stored) == replace(REVIEW, priority="high")


@pytest.mark.parametrize(
    ("certainty", "label"),
    [
        (Certainty.READ, "read in the cited source"),
        (Certainty.SECONDARY, "from a secondary source"),
        (Certainty.RECALLED, "unverified until checked"),
        (Certainty.DESIGN, "a choice of this project, for the medical director to review"),
        (Certainty.SIGNED, "the clinic's own value, signed by its medical director"),
    ],
)
def test_how_sure_a_number_is_has_words_for_clinicians(certainty: Certainty, label: str) -> None:
    assert replace(NOTE, certainty=certainty).certainty_label == label
