"""docs/trials.md is what the kept validation and the published trials say today."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from daybreak.science.trials import evaluation
from daybreak.science.trials.evidence import Measure, published_trials
from daybreak.science.trials.reference import PageError, document, main, page

PAGE = Path(__file__).parents[3] / "docs" / "trials.md"
REMEDY = "docs/trials.md is out of date: run python -m daybreak.science.trials.reference docs/trials.md"


@pytest.fixture(scope="module")
def kept():
    """The shipped evaluation."""
    return evaluation.shipped()


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == document(), REMEDY


def test_the_model_card_says_what_it_is_for_and_what_not(kept):
    written = page(kept, published_trials())
    card = written[written.index("## Model card") : written.index("## On the command line")]
    for part in ("For", "Not for", "Data", "Calibration", "Evaluation", "What does not fit", "Limits"):
        assert f"- **{part}**:" in card
    assert "not validated for a single patient's decision" in " ".join(card.split())


def test_every_number_that_missed_is_named_with_what_was_wrong(kept):
    listed = section(page(kept, published_trials()), "### What does not fit", "### Every number")
    assert listed.count("\n- **") == len(kept.missed)
    for one in kept.missed:
        assert f"**{one.study}**" in listed


def test_every_number_and_every_trial_is_on_the_page(kept):
    written = page(kept, published_trials())
    rows = section(written, "### Every number", "### Never fitted") + written[written.index("### Never fitted") :]
    assert len(re.findall(r"\| (?:in|\*\*out\*\*) \|", rows)) == len(kept.foretold) + len(kept.never_fitted)
    evidence = section(written, "## The evidence", "## The calibration")
    assert [trial.id for trial in published_trials() if f"| {trial.study} | {trial.source} |" not in evidence] == []


def test_the_prose_holds_no_result_of_its_own():
    prose = (Path(evaluation.__file__).parent / "reference.md").read_text(encoding="utf-8")
    results = prose[prose.index("### What it gave") :]
    assert re.findall(r"\d+", re.sub(r"###.*", "", results)) == []


def test_a_page_about_other_numbers_says_other_numbers(kept):
    better = tuple({**score, "better_by": 0.31} for score in kept.scores)
    other = replace(kept, covered_90=0.85, meets_target=True, scores=better)
    written = page(other, published_trials())
    told = " ".join(written.split())
    assert "85 % inside the 90 % intervals" in told
    assert "The target is **met**: coverage met; better than naive: mean change met (31 %)" in told


@pytest.mark.parametrize(
    ("measure", "median", "published", "said"),
    [
        (Measure.CHANGE, -3.0, -9.0, "too little improvement foretold"),
        (Measure.DIFFERENCE, -9.0, -3.0, "too much improvement foretold"),
        (Measure.SD, 12.0, 6.0, "people differ less than foretold"),
        (Measure.HAZARD, -2.2, -0.7, "too much protection foretold"),
        (Measure.RATIO, 1.5, 0.5, "too large an effect foretold"),
        (Measure.RESPONSE, 0.1, 0.3, "foretold too rarely"),
        (Measure.RELAPSE, 0.8, 0.3, "foretold too often"),
    ],
)
def test_what_was_wrong_is_said_in_words(kept, measure, median, published, said):
    one = replace(kept.foretold[0], measure=measure, median=median, published=published, inside_90=False)
    written = page(replace(kept, foretold=(one,), never_fitted=()), published_trials())
    told = section(written, "### What does not fit", "### Every number")
    assert "One number lies outside" in told
    assert said in " ".join(told.split())


def test_where_everything_fits_it_says_so(kept):
    inside = tuple(replace(one, inside_90=True) for one in kept.foretold)
    written = page(replace(kept, foretold=inside, never_fitted=()), published_trials())
    assert "Every number lies inside" in section(written, "### What does not fit", "### Every number")


def test_prose_that_asks_for_what_is_not_written_is_refused(kept, monkeypatch):
    monkeypatch.delitem(__import__("daybreak.science.trials.reference", fromlist=["_PARTS"])._PARTS, "lean")
    with pytest.raises(PageError, match="lean"):
        page(kept, published_trials())


def test_without_a_place_it_asks_for_one(capsys):
    assert main([]) == 2
    assert "docs/trials.md" in capsys.readouterr().err


def section(text: str, begin: str, end: str) -> str:
    """What stands between two headings."""
    return text[text.index(begin) : text.index(end)]
