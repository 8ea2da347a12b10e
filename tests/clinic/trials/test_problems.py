"""What is wrong with a protocol: every place at once, each with the parser's sentence; and never a crash."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.examples import EXAMPLES
from daybreak.clinic.trials.picture import picture
from daybreak.clinic.trials.problems import problems
from tests.clinic.trials.scenes import SMALL


def changed(**places: Any) -> dict[str, Any]:
    """The small trial with what stands at some places ("arms.0.n") replaced."""
    content = texts.read(SMALL)
    for place, value in places.items():
        at: Any = content
        *path, last = [int(part) if part.isdigit() else part for part in place.split(".")]
        for part in path:
            at = at[part]
        at[last] = value
    return dict(content)


@pytest.mark.parametrize("one", [one for one in EXAMPLES if one.id != "empty"], ids=lambda one: one.id)
def test_every_example_can_be_run(one: Any) -> None:
    assert problems(texts.read(one.text)) == {}


@pytest.mark.parametrize(
    ("place", "value", "told_at"),
    [
        ("title", "", "title"),
        ("title", 3, "title"),
        ("scale", "bdi", "scale"),
        ("scale", None, "scale"),
        ("visits", ["2h", "1h"], "visits"),
        ("visits", ["2h", "tomorrow"], "visits"),
        ("visits", [], "visits"),
        ("visits", {"every": "1min", "times": 400}, "visits"),
        ("control", "sugar", "control"),
        ("open_label", "perhaps", "open_label"),
        ("analysis", "best", "analysis"),
        ("response_percent", 0, "response_percent"),
        ("remission_at_most", 61, "remission_at_most"),
        ("population.baseline.mean", 70, "population.baseline.mean"),
        ("population.baseline.mean", None, "population.baseline.mean"),
        ("population.baseline.sd", -1, "population.baseline.sd"),
        ("population.baseline.at_least", 60, "population.baseline.at_least"),
        ("population.baseline.at_least", 50, "population.baseline.mean"),
        ("population.female", 1.2, "population.female"),
        ("population.age_y", {"mean": 12, "sd": 3}, "population.age_y.mean"),
        ("population.weight_kg", {"mean": 80}, "population.weight_kg.sd"),
        ("population.leaving_per_week", 1, "population.leaving_per_week"),
        ("relapse.from", "25h", "relapse.from"),
        ("relapse.among", "everyone", "relapse.among"),
        ("relapse.visits_in_a_row", 0, "relapse.visits_in_a_row"),
        ("arms", [], "arms"),
        ("arms.1.name", "ketamine", "arms.1.name"),
        ("arms.0.name", "", "arms.0.name"),
        ("arms.0.n", 1, "arms.0.n"),
        ("arms.0.n", 100_001, "arms.0.n"),
        ("arms.0.n", "forty", "arms.0.n"),
        ("arms.0.doses.0.route", "by mouth", "arms.0.doses.0.route"),
        ("arms.0.doses.0.drug", ["ketamine"], "arms.0.doses.0.drug"),
        ("arms.0.doses.0.mg_per_kg", 21, "arms.0.doses.0.mg_per_kg"),
        ("arms.0.doses.0.mg_per_kg", 0, "arms.0.doses.0.mg_per_kg"),
        ("arms.0.doses.0.duration", "long", "arms.0.doses.0.duration"),
        ("arms.0.doses.1.duration", "40min", "arms.0.doses.1.duration"),
        ("arms.0.doses.1.mg", 1, "arms.0.doses.1.mg"),
        ("arms.0.doses.1.times", 3, "arms.0.doses.1.every"),
        ("arms.0.doses.1.from", "0", "arms.0.doses.1.from"),
        ("arms.0.doses.1.from", 0, "arms.0"),
        ("arms.0.doses.1", {"route": "im", "mg": 25, "from": "3d"}, "arms.0"),
        ("arms.0.doses.1", {"route": "intranasal", "mg_per_kg": 1, "from": "3d"}, "arms.0.doses.1.mg"),
        ("arms.0.doses.1.from", "999999wk", "arms.0.doses.1.from"),
        ("arms.0.psychotherapy", ["soon"], "arms.0.psychotherapy"),
        ("arms.0.psychotherapy", ["900wk"], "arms.0.psychotherapy"),
        ("arms.1.sham", [0, 0], "arms.1.sham"),
        ("arms.1.control", "none", "arms.1.control"),
        ("arms.0.antidepressant_from", "later", "arms.0.antidepressant_from"),
        ("arms.0.vr", "yes", "arms.0.vr"),
        ("arms.0.colour", "red", "arms.0.colour"),
        ("arms.0", "ketamine", "arms.0"),
        ("spelling", 1, ""),
    ],
)
def test_a_value_that_cannot_stand_is_told_at_its_own_place(place: str, value: object, told_at: str) -> None:
    found = problems(changed(**{place: value}))
    assert list(found) == [told_at], found
    assert found[told_at].endswith((".", ";")) or "; check it" in found[told_at]
    assert "None" not in found[told_at]


def test_all_that_is_wrong_is_told_at_once() -> None:
    found = problems(changed(title="", scale="x", **{"arms.0.n": 0, "arms.1.n": 0, "population.female": 7}))
    assert set(found) == {"title", "scale", "arms.0.n", "arms.1.n", "population.female"}


def test_what_has_no_problem_is_taken_by_the_parser_and_what_the_parser_refuses_has_one() -> None:
    for content in (changed(), changed(**{"arms.0.n": 3}), changed(visits=["9d"]), changed(control="none")):
        assert (problems(content) == {}) is (model.refusal(content) == "")


PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.text(max_size=4))
)
PLACES = ["title", "scale", "visits", "population", "arms", "relapse", "control", "notes", "arms.0", "arms.0.doses.0"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([*PLACES, "arms.0.n", "population.baseline", "arms.0.doses.0.mg_per_kg", "arms.1.sham"]), PLAIN)
def test_whatever_stands_anywhere_is_answered_with_sentences_and_a_picture(place: str, value: object) -> None:
    content = changed(**{place: value})
    found = problems(content)
    assert (found == {}) is (model.refusal(content) == "")
    assert all(isinstance(sentence, str) and sentence for sentence in found.values())
    picture(content, found)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        found = problems(texts.read(text))
    except texts.Unreadable:
        return
    assert "" in found or found


@pytest.mark.parametrize(
    "text", ["a: &x [1]\nb: *x", "a: [", "\x00", "a: " + "[" * 3000, "x: 2024-13-45", "!!python/none", "a" * 200_001]
)
def test_text_that_is_no_protocol_is_refused_whatever_it_tries(text: str) -> None:
    with pytest.raises(texts.Unreadable):
        texts.read(text)


def test_the_schedules_are_those_that_the_command_compares() -> None:
    from daybreak.science.dosing import Route
    from daybreak.science.trials.protocol import Amount
    from daybreak.science.trials.protocol_file import as_protocol
    from daybreak.science.trials.schedules import schedules

    text = next(one.text for one in EXAMPLES if one.id == "schedules")
    assert as_protocol(texts.read(text)) == schedules(Amount(Route.IV_INFUSION, mg_per_kg=0.5, minutes=40.0))


def test_the_examples_are_the_protocols_of_the_repository() -> None:
    from pathlib import Path

    for path in (Path(__file__).parents[3] / "protocols").glob("*.yaml"):
        assert next(one.text for one in EXAMPLES if one.id == path.stem) == path.read_text(encoding="utf-8")
