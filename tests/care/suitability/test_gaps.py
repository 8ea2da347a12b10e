"""A missing answer never reads as fine: each question left open is named, and so is each that nobody could answer."""

from datetime import date

import pytest

from daybreak.care.rules import shipped
from daybreak.care.suitability.questions import questions
from daybreak.care.suitability.screening import Screening, screen
from daybreak.care.suitability.verdict import Standing, verdict
from tests.care.suitability.people import WELL, somebody

ASKED = [name for name in WELL if name != "mood_stabiliser"]
DOSE = [name for name in ASKED if not questions()[name].vr]


def screened(**changed: str) -> Screening:
    """Somebody well, with some answers changed."""
    return screen(somebody(**changed), (), shipped(), date(2026, 3, 2))


def missing(screening: Screening) -> set[str]:
    """The questions that keep the dose away."""
    return {gap.question.id for gap in screening.gaps}


def test_of_somebody_well_nothing_is_missing() -> None:
    assert missing(screened()) == set()
    assert verdict(screened(), {}).standing is Standing.ELIGIBLE


@pytest.mark.parametrize("left_out", DOSE)
def test_each_answer_left_out_is_named_and_keeps_the_dose_away(left_out: str) -> None:
    screening = screened(**{left_out: ""})
    assert left_out in missing(screening)
    assert verdict(screening, {}).standing is Standing.NOT_YET


@pytest.mark.parametrize("unknown", [name for name in DOSE if not questions()[name].accepts_unknown])
def test_an_answer_nobody_knows_is_a_gap_as_well(unknown: str) -> None:
    gap = next(gap for gap in screened(**{unknown: "unknown"}).gaps if gap.question.id == unknown)
    assert gap.is_unknown
    assert gap.sentence.endswith("Not known yet: find it out.")


def test_a_family_nobody_knows_of_is_weighed_rather_than_waited_for() -> None:
    assert missing(screened(psychosis_relative="unknown")) == set()
    assert verdict(screened(psychosis_relative="unknown"), {}).standing is Standing.UNDECIDED


@pytest.mark.parametrize(("opens", "asked"), [("bipolar", "mood_stabiliser"), ("heart_event", "weeks_since_event")])
def test_a_yes_that_asks_on_asks_on(opens: str, asked: str) -> None:
    assert missing(screened(**{opens: "yes", asked: ""})) == {asked}


def test_nobody_is_asked_what_does_not_apply() -> None:
    family = ("can_be_pregnant", "pregnant", "trying", "contraception", "breastfeeding")
    assert missing(screened(sex="male", **dict.fromkeys(family, ""))) == set()
    assert missing(screened(can_be_pregnant="no", **dict.fromkeys(family[1:4], ""))) == set()
    assert missing(screened(sex="unknown", **dict.fromkeys(family, ""))) == {"can_be_pregnant", "breastfeeding"}


def test_without_weight_and_height_the_airway_is_not_judged() -> None:
    gap = next(iter(screened(bmi="").gaps))
    assert gap.sentence == "Weight and height: not in the chart."


def test_of_an_empty_page_everything_is_missing_and_nothing_is_found() -> None:
    screening = screen({}, (), shipped(), date(2026, 3, 2))
    assert screening.found == ()
    assert not screening.headset_allowed
    asked_of_all = {one.id for one in questions().values() if not one.asked_when and not one.vr}
    assert missing(screening) == asked_of_all
