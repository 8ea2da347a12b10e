"""The eligibility rules E1 to E20 as a table: what is answered, and what the rules find."""

from datetime import date

import pytest

from daybreak.care.interactions import Taken
from daybreak.care.rules import ClinicValue, Policy, shipped
from daybreak.care.suitability.cases import cases
from daybreak.care.suitability.screening import Screening, screen
from tests.care.suitability.people import somebody

TODAY = date(2026, 3, 2)
RULES = shipped()


def screened(policy: Policy = RULES, taken: tuple[Taken, ...] = (), **changed: str) -> Screening:
    """The screening of somebody well, with some answers changed."""
    return screen(somebody(**changed), taken, policy, TODAY)


def spoken(screening: Screening) -> set[tuple[str, str, str]]:
    """Criterion, rule and severity of everything found, but the note on past trials that is always there."""
    return {
        (one.criterion, one.finding.rule, one.finding.severity.value)
        for one in screening.found
        if one.criterion != "E19"
    }


# What is answered → the criterion that speaks, its rule, how gravely. Each row changes one well person.
TABLE = [
    ({"hypersensitivity": "yes"}, "E1", "suitability.e1", "stop"),
    ({"ketamine_allergy": "yes"}, "E1", "suitability.e1", "stop"),
    ({"aneurysm": "yes"}, "E2", "suitability.e2", "stop"),
    ({"brain_bleed": "yes"}, "E3", "suitability.e3", "stop"),
    ({"pressure_hazard": "yes"}, "E4", "suitability.e4", "stop"),
    ({"psychosis": "yes"}, "E5", "suitability.e5", "stop"),
    ({"psychosis_relative": "yes"}, "E5", "suitability.e5.relative", "review"),
    ({"psychosis_relative": "unknown"}, "E5", "suitability.e5.relative", "review"),
    ({"mania": "yes"}, "E6", "suitability.e6", "stop"),
    ({"bipolar": "yes", "mood_stabiliser": "no"}, "E6", "suitability.e6.bipolar", "review"),
    ({"pregnant": "yes"}, "E7", "suitability.e7", "stop"),
    ({"trying": "yes"}, "E7", "suitability.e7", "stop"),
    ({"contraception": "no"}, "E7", "suitability.e7", "stop"),
    ({"breastfeeding": "yes"}, "E8", "suitability.e8", "review"),
    ({"hypertension": "untreated"}, "E9", "suitability.e9.hypertension", "stop"),
    ({"hypertension": "uncontrolled"}, "E9", "suitability.e9.hypertension", "stop"),
    ({"heart_event": "yes", "weeks_since_event": "5"}, "E9", "suitability.e9.event", "stop"),
    ({"heart_event": "yes", "weeks_since_event": "6"}, "E9", "suitability.e9.past_event", "review"),
    ({"unstable_heart": "yes"}, "E9", "suitability.e9.heart", "stop"),
    ({"substance_disorder": "active"}, "E10", "suitability.e10.active", "stop"),
    ({"substance_disorder": "past", "months_abstinent": "2"}, "E10", "suitability.e10.active", "stop"),
    ({"substance_disorder": "past", "months_abstinent": "3"}, "E10", "suitability.e10.abstinent", "review"),
    ({"substance_disorder": "past", "months_abstinent": "11.9"}, "E10", "suitability.e10.abstinent", "review"),
    ({"ketamine_misuse": "yes"}, "E10", "suitability.e10.ketamine", "stop"),
    ({"suicidal_intent": "yes"}, "E11", "suitability.e11", "stop"),
    ({"liver": "severe"}, "E12", "suitability.e12", "stop"),
    ({"liver": "moderate"}, "E12", "suitability.e12.tests", "review"),
    ({"liver_tests": "no"}, "E12", "suitability.e12.tests", "review"),
    ({"thyroid": "yes"}, "E13", "suitability.e13", "review"),
    ({"seizures": "yes"}, "E13", "suitability.e13", "review"),
    ({"raised_pressure": "yes"}, "E13", "suitability.e13", "review"),
    ({"urinary": "unassessed"}, "E14", "suitability.e14", "stop"),
    ({"urinary": "assessed"}, "E14", "suitability.e14.assessed", "review"),
    ({"sleep_apnoea": "yes"}, "E15", "suitability.e15", "review"),
    ({"airway": "yes"}, "E15", "suitability.e15", "review"),
    ({"bmi": "35"}, "E15", "suitability.e15.bmi", "review"),
    ({"age_y": "17"}, "E16", "dose.age.youngest", "stop"),
    ({"age_y": "65"}, "E16", "dose.age.older", "review"),
    ({"escort": "no"}, "E17", "suitability.e17", "stop"),
    ({"capacity": "no"}, "E18", "suitability.e18.capacity", "stop"),
    ({"agrees": "no"}, "E18", "suitability.e18.consent", "stop"),
    ({"photosensitive": "yes"}, "E20", "suitability.e20", "note"),
    ({"vertigo": "yes"}, "E20", "suitability.e20", "note"),
    ({"psychosis_prone": "yes"}, "E20", "suitability.e20", "note"),
    ({"face_wound": "yes"}, "E20", "suitability.e20", "note"),
]

# What is answered just on the other side of a limit, or the harmless answer beside a grave one.
SILENT = [
    {},
    {"age_y": "18"},
    {"age_y": "64"},
    {"bmi": "34.9"},
    {"bipolar": "yes", "mood_stabiliser": "yes"},
    {"can_be_pregnant": "no", "pregnant": "yes", "contraception": "no"},
    {"hypertension": "controlled"},
    {"substance_disorder": "past", "months_abstinent": "12"},
    {"substance_disorder": "never", "months_abstinent": "1"},
    {"heart_event": "no", "weeks_since_event": "1"},
    {"sex": "male", "pregnant": "yes", "breastfeeding": "yes"},
]


@pytest.mark.parametrize(
    ("changed", "criterion", "rule", "severity"),
    TABLE,
    ids=[f"{row[1]}-{'-'.join(map('='.join, row[0].items()))}" for row in TABLE],
)
def test_what_is_answered_is_found(changed: dict[str, str], criterion: str, rule: str, severity: str) -> None:
    assert spoken(screened(**changed)) == {(criterion, rule, severity)}


@pytest.mark.parametrize("changed", SILENT, ids=lambda changed: str(changed) or "well")
def test_the_harmless_answer_is_silent(changed: dict[str, str]) -> None:
    assert spoken(screened(**changed)) == set()


def test_the_table_speaks_of_every_case() -> None:
    tabled = {(row[1], row[2]) for row in TABLE} | {("E19", "suitability.e19")}
    assert {(case.criterion, case.rule) for case in cases()} == tabled
    assert {case.criterion for case in cases()} == {f"E{number}" for number in range(1, 21)}


@pytest.mark.parametrize(
    ("failed", "sentence"),
    [
        ("0", "Treatment resistance is not documented: failed adequate trials 0, needed 2 trials."),
        ("1", "Treatment resistance is not documented: failed adequate trials 1, needed 2 trials."),
        ("2", "Treatment resistance is documented: failed adequate trials 2, needed 2 trials."),
        ("5", "Treatment resistance is documented: failed adequate trials 5, needed 2 trials."),
    ],
)
def test_past_trials_are_a_note_whether_they_suffice_or_not(failed: str, sentence: str) -> None:
    found = [one.finding for one in screened(failed_trials=failed).found]
    assert [(one.rule, one.severity.value, one.what) for one in found] == [("suitability.e19", "note", sentence)]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[1]}-{row[2]}")
def test_each_finding_says_why_from_where_how_sure_and_what_may_be_done(
    row: tuple[dict[str, str], str, str, str],
) -> None:
    for one in screened(**row[0]).found:
        finding = one.finding
        assert all((finding.what, finding.why, finding.source, finding.certainty, finding.may_do)), finding
        assert "{" not in finding.what


@pytest.mark.parametrize(("signed", "months", "found"), [(6, "4", "stop"), (6, "6", "review"), (3, "4", "review")])
def test_a_clinic_may_sign_its_own_window(signed: int, months: str, found: str) -> None:
    own = ClinicValue(signed, "Dr Dana Director", TODAY)
    policy = RULES.with_clinic_values({"suitability.e10.active": own})
    screening = screened(policy, substance_disorder="past", months_abstinent=months)
    assert {severity for _, _, severity in spoken(screening)} == {found}
    assert screening.policy_version == policy.version != RULES.version


def test_the_headset_goes_off_and_the_dose_goes_on() -> None:
    screening = screened(vertigo="yes")
    assert not screening.headset_allowed
    assert [one.binds for one in screening.found if one.criterion == "E20"] == [False]
    assert screened().headset_allowed


def test_the_headset_stays_off_while_a_question_about_it_is_open_and_the_dose_does_not_wait_for_it() -> None:
    screening = screened(photosensitive="unknown")
    assert not screening.headset_allowed
    assert screening.gaps == ()
    assert [gap.question.id for gap in screening.headset_gaps] == ["photosensitive"]


def test_imminent_intent_is_an_emergency_and_stands_first() -> None:
    screening = screened(suicidal_intent="yes", psychosis="yes")
    assert screening.is_emergency
    assert [one.criterion for one in screening.found][:2] == ["E11", "E5"]
