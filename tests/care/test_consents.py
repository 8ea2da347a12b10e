"""The texts of consent, the body map, the checklist and the parts of a preparation, as data."""

import pytest

from daybreak.care import checklist, consents, preparation, touch
from daybreak.care.consents import ConsentKind, ConsentText


@pytest.mark.parametrize("kind", list(ConsentKind))
def test_every_text_can_be_read_and_says_what_it_asks(kind: ConsentKind) -> None:
    text = consents.shipped(kind)
    assert text.kind is kind
    assert all((text.title, text.asks, text.agree, text.decline, text.lede, text.part, text.statement, text.source))
    assert ConsentText.from_dict(text.as_dict()) == text


def test_only_treatment_and_data_are_required() -> None:
    assert [kind.value for kind in ConsentKind if consents.shipped(kind).required] == ["treatment", "data_use"]


@pytest.mark.parametrize("kind", list(ConsentKind))
def test_what_is_signed_holds_every_word(kind: ConsentKind) -> None:
    text = consents.shipped(kind)
    words = text.in_words()
    parts = [part for pair in text.part for part in (pair.heading, pair.text)]
    lines = [line.text for line in (*text.statement, *text.choice)]
    assert [
        word
        for word in (text.title, text.lede, text.asks, text.agree, text.decline, *parts, *lines)
        if word not in words
    ] == []


@pytest.mark.parametrize("kind", ["treatment", "touch", "vr", "recording"])
def test_every_text_says_that_it_can_be_taken_back(kind: str) -> None:
    assert any(
        word in consents.shipped(kind).in_words()
        for word in ("take this consent back", "at any second", "take it back")
    )


def test_each_region_has_a_bit_of_its_own_and_a_shape() -> None:
    regions = touch.regions()
    assert len({region.bit for region in regions}) == len({region.id for region in regions}) == len(regions)
    assert all(region.front != touch.Shapes() or region.back != touch.Shapes() for region in regions)


def test_the_bits_of_the_record_never_move() -> None:
    """Maps are kept as numbers: a region that changed its bit would mean another place in every old consent."""
    assert {region.id: region.bit for region in touch.regions()} == {
        "head": 0,
        "shoulders": 1,
        "upper_arms": 2,
        "forearms": 3,
        "hands": 4,
        "upper_back": 5,
        "lower_legs": 6,
        "feet": 7,
    }


@pytest.mark.parametrize("never", ["face", "neck", "chest", "belly", "hips", "buttocks", "thighs"])
def test_what_is_never_touched_cannot_be_marked(never: str) -> None:
    with pytest.raises(ValueError, match=never):
        touch.mask_of([never])


@pytest.mark.parametrize(
    ("before", "after", "widens"),
    [
        (["hands"], ["hands"], False),
        (["hands", "feet"], ["hands"], False),
        (["hands"], [], False),
        (["hands"], ["feet"], True),
        ([], ["hands"], True),
        (["hands"], ["hands", "feet"], True),
    ],
)
def test_a_map_widens_when_it_marks_anything_new(before: list[str], after: list[str], widens: bool) -> None:
    assert touch.widens(touch.mask_of(before), touch.mask_of(after)) is widens


def test_a_map_can_be_made_of_places_that_come_one_by_one() -> None:
    assert touch.mask_of(place for place in ["hands", "feet"]) == touch.mask_of(["feet", "hands"]) != touch.NOWHERE


@pytest.mark.parametrize(
    ("ids", "words"), [([], "nowhere"), (["hands"], "Hands"), (["feet", "shoulders"], "Shoulders, feet")]
)
def test_a_map_in_words(ids: list[str], words: str) -> None:
    assert touch.in_words(touch.mask_of(ids)) == words


def test_every_item_of_the_checklist_has_an_owner_a_reason_and_a_place() -> None:
    items = checklist.items()
    assert len({item.id for item in items}) == len(items) > 10
    assert all(item.label and item.why and item.met_by.startswith("daybreak.clinic.") and item.page for item in items)


def test_a_gap_is_a_stop_that_names_its_owner() -> None:
    finding = checklist.item("preparation.escort").finding("Nobody is named.")
    assert (finding.rule, finding.severity, finding.may_do) == (
        "checklist.preparation.escort",
        "stop",
        "This is for the coordinator to see to.",
    )


def test_a_safety_plan_needs_its_required_parts() -> None:
    assert [part.id for part in preparation.unwritten({})] == ["signs", "alone", "helpers", "professionals"]
    written = dict.fromkeys(("signs", "alone", "helpers", "professionals"), "x")
    assert preparation.unwritten(written) == ()
    assert [part.id for part in preparation.unwritten(written | {"signs": "  "})] == ["signs"]


def test_an_option_that_is_no_longer_offered_keeps_its_name() -> None:
    assert preparation.label("music", "own") == "My own music"
    assert preparation.label("music", "organ") == "organ"
