"""What cannot be true of an adverse event: every row is one change to a plain event, and the fields it puts wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from daybreak.care import adverse
from daybreak.care.adverse import Told, problems

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PLAIN = Told("mild", (), "not_judged", NOW - timedelta(hours=3), None, "none", "ongoing")

CASES = [
    ({}, []),
    ({"grade": "severe"}, []),
    ({"started_at": NOW}, []),
    ({"started_at": NOW + timedelta(minutes=1)}, ["started_at"]),
    ({"ended_at": NOW, "outcome": "recovered"}, []),
    ({"ended_at": NOW + timedelta(minutes=1), "outcome": "recovered"}, ["ended_at"]),
    ({"ended_at": NOW - timedelta(hours=4), "outcome": "recovered"}, ["ended_at"]),
    ({"outcome": "recovered"}, ["ended_at"]),
    ({"outcome": "sequelae"}, ["ended_at"]),
    ({"outcome": "unknown"}, []),
    ({"outcome": "unknown", "ended_at": NOW}, []),
    ({"outcome": "improving", "ended_at": NOW}, ["outcome"]),
    ({"grade": "serious"}, ["criteria"]),
    ({"grade": "serious", "criteria": ("hospital",)}, []),
    ({"grade": "severe", "criteria": ("hospital",)}, ["grade"]),
    ({"grade": "serious", "criteria": ("death",)}, ["criteria"]),
    ({"grade": "serious", "criteria": ("death",), "outcome": "fatal", "ended_at": NOW}, []),
    ({"grade": "serious", "criteria": ("hospital",), "outcome": "fatal", "ended_at": NOW}, ["criteria"]),
    ({"grade": "grave"}, ["grade"]),
    ({"grade": "serious", "criteria": ("fright",)}, ["criteria"]),
    ({"relation": "maybe"}, ["relation"]),
    ({"action": "", "outcome": ""}, ["action", "outcome"]),
]


@pytest.mark.parametrize(("change", "wrong"), CASES)
def test_what_does_not_fit_together_is_named_beside_its_field(change: dict, wrong: list[str]) -> None:
    found = problems(replace(PLAIN, **change), NOW)
    assert sorted(found) == wrong
    assert all(sentence.endswith(".") for sentence in found.values())


@pytest.mark.parametrize("kind", ["grade", "relation"])
def test_each_grade_and_each_relation_is_defined(kind: str) -> None:
    assert all(word.means.endswith(".") for word in adverse.words(kind).values())


def test_an_id_that_is_no_choice_any_more_keeps_its_name() -> None:
    assert adverse.label("grade", "mild") == "Mild"
    assert adverse.label("grade", "grade-2") == "grade-2"
