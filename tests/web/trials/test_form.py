"""The form and the text say the same: there and back nothing of the meaning is lost, and what was typed stays."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.examples import EXAMPLES
from daybreak.clinic.trials.problems import problems
from daybreak.web.trials.looked import at_form, at_text
from daybreak.web.trials.reading import Unshowable, typed_of
from daybreak.web.trials.typed import Typed, change, from_post
from daybreak.web.trials.writing import content_of, number, time
from tests.clinic.trials.scenes import SMALL


def posted(typed: Typed) -> dict[str, str]:
    """What a browser sends of the form."""
    sent = dict(typed.top)
    for at, arm in enumerate(typed.arms):
        sent |= {f"arms.{at}.{name}": value for name, value in arm.own.items()}
        for kind, rows in (("doses", arm.doses), ("sessions", arm.sessions)):
            sent |= {f"arms.{at}.{kind}.{n}.{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return sent


TEXTS = [SMALL, *(one.text for one in EXAMPLES if one.id != "empty")]


@pytest.mark.parametrize("text", TEXTS)
def test_a_protocol_goes_through_the_form_and_back_without_a_change_of_meaning(text: str) -> None:
    content = texts.read(text)
    typed = from_post(posted(typed_of(content)))
    again, wrong = content_of(typed)
    assert wrong == {}
    assert model.same(content, again)
    assert model.same(content, texts.read(texts.written(again)))


HOURS = st.sampled_from(["0", "40min", "2h", "2.5h", "1d", "84h", "3wk"])
TIMES = st.one_of(
    st.lists(HOURS.filter(lambda hour: hour != "0"), min_size=1, max_size=4, unique=True),
    st.fixed_dictionaries({"every": HOURS, "times": st.integers(1, 9)}, optional={"from": HOURS}),
)
STEP = st.fixed_dictionaries(
    {
        "route": st.sampled_from(["im", "sc", "oral"]),
        "mg_per_kg": st.floats(0.01, 5).map(lambda value: round(value, 4)),
    },
    optional={"drug": st.just("esketamine"), "from": HOURS, "every": HOURS, "times": st.integers(1, 5)},
)
ARM = st.fixed_dictionaries(
    {"n": st.integers(2, 500)},
    optional={
        "doses": st.one_of(STEP, st.lists(STEP, max_size=3)),
        "psychotherapy": TIMES,
        "ect": TIMES,
        "antidepressant_from": HOURS,
        "vr": st.booleans(),
        "open_label": st.booleans(),
        "control": st.sampled_from(["saline", "none"]),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ARM, min_size=1, max_size=3), st.floats(1, 59), st.sampled_from(["observed", "not_improved"]))
def test_any_protocol_that_can_be_run_means_the_same_after_the_form(
    arms: list[dict[str, Any]], mean: float, analysis: str
) -> None:
    content = texts.read(SMALL) | {
        "analysis": analysis,
        "population": {"baseline": {"mean": mean, "sd": 5.5}, "female": 0.25},
        "arms": [arm | {"name": f"arm {at}"} for at, arm in enumerate(arms)],
    }
    if problems(content):
        return
    again, wrong = content_of(from_post(posted(typed_of(content))))
    assert wrong == {}
    assert model.same(content, again)


def test_what_was_typed_stays_as_it_was_typed_and_is_told_beside_its_field() -> None:
    sent = posted(typed_of(texts.read(SMALL))) | {
        "arms.0.n": "fourty",
        "arms.0.doses.0.amount": "0,5x",
        "visits.at": "soon",
    }
    look = at_form(from_post(sent))
    fields = {
        field.name: field
        for arm in look.sheet.arms
        for field in (*arm.own, *(field for dose in arm.doses for field in dose.fields))
    }
    assert (fields["arms.0.n"].value, fields["arms.0.doses.0.amount"].value) == ("fourty", "0,5x")
    assert fields["arms.0.n"].error == "'fourty' is not a number from 2 to 100000."
    assert look.sheet.visits.error.startswith("'soon' is not a time")
    assert look.sheet.wrong == len(look.found) == 3


@pytest.mark.parametrize(
    ("field", "typed", "place"),
    [
        ("arms.0.sessions.0.every", "1d", "arms.0.sessions.0"),
        ("arms.0.sessions.0.at", "", "arms.0.sessions.0"),
        ("arms.0.sessions.0.kind", "dancing", "arms.0.sessions.0"),
        ("arms.0.doses.0.amount", "", "arms.0.doses.0.amount"),
        ("arms.0.doses.0.unit", "litres", ""),
    ],
)
def test_what_only_a_form_can_have_wrong_is_told_there(field: str, typed: str, place: str) -> None:
    look = at_form(from_post(posted(typed_of(texts.read(SMALL))) | {field: typed}))
    assert list(look.found) == ([place] if place else [])


def test_two_rows_of_one_kind_are_refused_rather_than_one_lost() -> None:
    typed = typed_of(texts.read(SMALL))
    typed.arms[0].sessions.append(dict(typed.arms[0].sessions[0]))
    assert list(at_form(typed).found) == ["arms.0.sessions.1"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("0,5", 0.5), (" 40 ", 40), ("1.0", 1.0), ("", None), ("1e400", "1e400"), ("4o", "4o"), ("−2", -2)],
)
def test_a_number_is_read_with_comma_or_point_and_anything_else_stays(typed: str, read: object) -> None:
    assert number(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"), [("0", 0), ("0,0", 0), ("2,5h", "2.5h"), ("84h", "84h"), (" ", None), ("3", "3")]
)
def test_a_time_is_read_as_the_file_writes_it(typed: str, read: object) -> None:
    assert time(typed) == read


@pytest.mark.parametrize(
    ("wish", "arms"),
    [
        ("arm-add", ["ketamine", "saline", ""]),
        ("arm-copy:0", ["ketamine", "ketamine copy", "saline"]),
        ("arm-remove:0", ["saline"]),
        ("arm-earlier:1", ["saline", "ketamine"]),
    ],
)
def test_arms_are_added_copied_removed_and_moved(wish: str, arms: list[str]) -> None:
    typed = typed_of(texts.read(SMALL))
    assert change(typed, wish)
    assert [arm.own["name"] for arm in typed.arms] == arms


@pytest.mark.parametrize(
    "wish",
    ["", "arm-remove:9", "arm-earlier:0", "dose-remove:0", "dose-remove:0:7", "fly:1", "arm-add:x", "arm-remove:-1"],
)
def test_a_wish_that_makes_no_sense_changes_nothing(wish: str) -> None:
    typed = typed_of(texts.read(SMALL))
    assert not change(typed, wish)
    assert typed == typed_of(texts.read(SMALL))


@pytest.mark.parametrize(
    "text",
    [
        "- 1",
        "title: x\ncolour: red",
        "arms: [{name: a, n: 3, doses: {route: im, mg: 1, mg_per_kg: 1}}]",
        "visits: [[1d]]",
        "arms: 3",
    ],
)
def test_what_the_form_would_lose_is_worked_on_as_text(text: str) -> None:
    with pytest.raises(Unshowable):
        typed_of(texts.read(text))
    look = at_text(text)
    assert look.typed is None
    assert look.text == text


def test_a_value_that_is_none_of_the_choices_is_shown_and_said_to_be_wrong() -> None:
    look = at_text(SMALL.replace("madrs", "bdi"))
    scale = next(field for field in look.sheet.trial if field.name == "scale")
    assert (scale.value, scale.unknown) == ("bdi", True)
    assert scale.error.startswith("The scale 'bdi' is not known")
