"""Past trials as a table: dose, weeks and outcome, whether each was adequate and failed, and the stage they come to."""

from decimal import Decimal

import pytest

from daybreak.care import resistance
from daybreak.care.medicines.catalogue import least_doses, medicines
from daybreak.care.resistance import Outcome, Trial
from daybreak.care.rules import shipped

RULES = shipped()


def trial(medicine: str, mg: str | None, weeks: str | None, outcome: str = "none", judged: str = "") -> Trial:
    """A trial as it is written in the tables."""
    return Trial(
        medicine, Decimal(mg) if mg else None, Decimal(weeks) if weeks else None, Outcome(outcome), dose_judged=judged
    )


TABLE = [
    (trial("Sertraline", "50", "6"), True, "Adequate: at least 50 mg a day."),
    (trial("Sertralin 100 mg", "100", "12"), True, "Adequate: at least 50 mg a day."),
    (trial("Sertraline", "25", "12"), False, "Too low: 25 of 50 mg a day."),
    (trial("Sertraline", "100", "5.9"), False, "Too short: 5.9 of 6 weeks."),
    (trial("Sertraline", None, "8"), None, "The dose is not known."),
    (trial("Sertraline", "100", None), None, "How long it was taken is not known."),
    (trial("Sertraline", None, "2"), False, "Too short: 2 of 6 weeks."),
    (trial("Sertraline", "25", None), False, "Too low: 25 of 50 mg a day."),
    (trial("Amitriptyline", "75", "8"), True, "Adequate: at least 75 mg a day."),
    (
        trial("Nortriptyline", "75", "8"),
        True,
        "Adequate: at least 75 mg a day (a least dose that was not verified).",
    ),
    (
        trial("Something new", "10", "8"),
        None,
        "This list holds no least adequate dose for it: judge the dose yourself.",
    ),
    (
        trial("Something new", "10", "8", judged="adequate"),
        True,
        "The dose was judged adequate by the person who recorded it.",
    ),
    (
        trial("Sertraline", "50", "8", judged="inadequate"),
        False,
        "The dose was judged inadequate by the person who recorded it.",
    ),
]


@pytest.mark.parametrize(("tried", "adequate", "why"), TABLE)
def test_a_trial_is_judged_by_dose_and_weeks(tried: Trial, adequate: bool | None, why: str) -> None:
    judged = resistance.judge(tried, RULES)
    assert (judged.adequate, judged.why) == (adequate, why)


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [("none", True), ("partial", True), ("response", False), ("intolerant", False), ("unknown", False)],
)
def test_only_a_failure_counts_and_not_knowing_is_none(outcome: str, counts: bool) -> None:
    assert resistance.judge(trial("Sertraline", "100", "8", outcome), RULES).counts is counts


STAGES = [
    ([], "0 failed adequate trials: treatment resistance not documented"),
    ([trial("Sertraline", "100", "8")], "1 failed adequate trial: treatment resistance not documented"),
    (
        [trial("Sertraline", "100", "8"), trial("Venlafaxine", "150", "8", "partial")],
        "2 failed adequate trials: treatment resistance documented",
    ),
    (
        [trial("Sertraline", "100", "8"), trial("sertralin", "200", "9")],
        "1 failed adequate trial: treatment resistance not documented",
    ),
    (
        [trial("Sertraline", "100", "8"), trial("Venlafaxine", "37.5", "8"), trial("Bupropion", None, "8")],
        "1 failed adequate trial: treatment resistance not documented",
    ),
]


@pytest.mark.parametrize(("trials", "label"), STAGES)
def test_trials_come_to_a_stage_whose_method_is_named(trials: list[Trial], label: str) -> None:
    stage = resistance.stage(trials, RULES)
    assert (stage.label, stage.method) == (label, "count of failed adequate trials")


def test_each_least_dose_is_of_a_known_antidepressant() -> None:
    known = {name for name, medicine in medicines().items() if medicine.is_antidepressant}
    assert set(least_doses()) - known == set()
    assert {one.source for one in least_doses().values()} == {"textbook", "ddd", "recalled"}
