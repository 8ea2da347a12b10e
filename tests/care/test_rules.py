"""The rules as data: complete, consistent, within their own bounds, and changed only by a signature."""

import re
from datetime import date, timedelta
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from daybreak.care.findings import Certainty, Refused, Severity
from daybreak.care.rules import CHAPTERS, ClinicValue, Rule, read_toml, shipped
from daybreak.care.safe_bounds import out_of_order, outside, same_kind

SIGNED_ON = date(2025, 11, 3)
RULES = tuple(shipped().values())


def signed(value: Any, by: str = "Dr Ada Winter") -> ClinicValue:
    return ClinicValue(value, by, SIGNED_ON)


def each_rule() -> list[Any]:
    return [pytest.param(rule, id=rule.id) for rule in RULES]


@pytest.mark.parametrize("rule", each_rule())
def test_a_rule_says_why_from_where_and_how_sure(rule: Rule) -> None:
    assert rule.title
    assert rule.rationale.endswith(".")
    assert rule.source
    assert rule.certainty in set(Certainty) - {Certainty.SIGNED}
    assert rule.severity in set(Severity)


@pytest.mark.parametrize("rule", each_rule())
def test_a_rule_that_claims_a_source_cites_one_that_can_be_found(rule: Rule) -> None:
    if rule.certainty in (Certainty.READ, Certainty.SECONDARY):
        assert re.search(r"https?://|doi:10\.|PMID \d+|NCT\d+", rule.source)


@pytest.mark.parametrize("rule", each_rule())
def test_a_shipped_value_lies_within_its_own_safe_bounds(rule: Rule) -> None:
    if not rule.is_fixed:
        assert outside(rule.value, rule.minimum, rule.maximum, rule.choices) == ""


def test_the_shipped_values_are_in_order() -> None:
    assert out_of_order({rule.id: (rule.value, rule.not_above) for rule in RULES}) == []


def test_an_order_names_only_rules_that_exist() -> None:
    assert {rule.not_above for rule in RULES} - {""} <= set(shipped())


def test_no_rule_of_the_data_files_is_lost_to_another_with_its_id() -> None:
    written_down = [raw["id"] for chapter in CHAPTERS for raw in read_toml(f"policy/{chapter}.toml")["rule"]]
    assert written_down == list(shipped())


def test_every_data_file_with_rules_is_a_chapter() -> None:
    folder = resources.files("daybreak.care") / "policy"
    with_rules = {file.name for file in folder.iterdir() if "[[rule]]" in file.read_text(encoding="utf-8")}
    assert with_rules == {f"{chapter}.toml" for chapter in CHAPTERS}


def test_the_ten_fold_guards_and_the_possible_bounds_are_not_for_a_clinic_to_change() -> None:
    fixed = {rule.id for rule in RULES if rule.is_fixed}
    assert {rule.id for rule in RULES if rule.id.endswith((".ten_fold", ".possible"))} <= fixed
    assert "dose.concentrated" in fixed


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id.endswith(".hard")], ids=lambda rule: rule.id)
def test_no_signature_can_move_a_hard_limit_to_the_ten_fold_guard(rule: Rule) -> None:
    assert isinstance(rule.maximum, Decimal)
    assert rule.maximum < shipped().decimal(rule.not_above)


def test_a_rule_that_does_not_exist_says_where_they_are_listed() -> None:
    with pytest.raises(KeyError, match=r"docs/rules\.md"):
        shipped().rule("dose.im.sotf")


def test_values_are_read_in_the_kind_that_is_asked_for() -> None:
    policy = shipped()
    assert policy.decimal("dose.im.soft") == Decimal("0.75")
    assert policy.minutes("monitor.early_every") == timedelta(minutes=10)
    assert policy.span("plausible.weight_kg.possible") == (Decimal(20), Decimal(400))
    assert policy.words("dose.routes") == ("im", "sc", "iv_infusion")
    with pytest.raises(TypeError, match="not one number"):
        policy.decimal("dose.routes")
    with pytest.raises(TypeError, match="not a list"):
        policy.words("dose.im.soft")


def test_a_signed_value_takes_the_place_of_the_shipped_one_and_is_cited_as_the_clinics() -> None:
    policy = shipped().with_clinic_values({"dose.im.soft": signed(Decimal("0.6"))})
    assert policy.value("dose.im.soft") == Decimal("0.6")
    assert policy["dose.im.soft"].citation == "clinic policy, signed by Dr Ada Winter on 2025-11-03"
    assert policy["dose.im.soft"].certainty == Certainty.SIGNED
    assert shipped().value("dose.im.soft") == Decimal("0.75")


def test_every_value_and_every_signature_makes_another_version() -> None:
    versions = [
        shipped().version,
        shipped().with_clinic_values({"dose.im.soft": signed(Decimal("0.6"))}).version,
        shipped().with_clinic_values({"dose.im.soft": signed(Decimal("0.7"))}).version,
        shipped().with_clinic_values({"dose.im.soft": signed(Decimal("0.7"), by="Dr Bo Frost")}).version,
    ]
    assert len(set(versions)) == 4
    assert shipped().with_clinic_values({}).version == shipped().version


def test_a_float_from_a_stored_row_becomes_the_number_that_was_meant() -> None:
    assert shipped().with_clinic_values({"dose.im.soft": signed(0.6)}).decimal("dose.im.soft") == Decimal("0.6")


REFUSED_VALUES = [
    ("dose.im.soft", Decimal("0.29"), "outside the safe bounds 0.3 to 1"),
    ("dose.im.soft", Decimal("1.01"), "outside the safe bounds 0.3 to 1"),
    ("dose.im.soft", "0.6", "“Intramuscular dose, soft limit” cannot be “0.6”. Give a value like 0.75 mg/kg."),
    ("dose.im.soft", True, "cannot be"),
    ("dose.im.soft", Decimal("NaN"), "cannot be"),
    ("dose.im.soft", [Decimal("0.6")], "cannot be"),
    ("dose.im.ten_fold", Decimal("3"), "not for a clinic to change"),
    ("plausible.weight_kg.possible", [1, 900], "not for a clinic to change"),
    ("plausible.weight_kg.usual", [10, 150], "outside the safe bounds"),
    ("plausible.weight_kg.usual", [40, 260], "outside the safe bounds"),
    ("plausible.weight_kg.usual", [40], "1 numbers were given where 2 are needed"),
    ("dose.routes", ["im", "by_ear"], "by_ear is not among"),
    ("dose.routes", [], "cannot be"),
    ("monitor.observation", 90, "outside the safe bounds"),
    ("dose.im.first", Decimal("0.75"), None),
    ("dose.routes", ["im"], None),
]


@pytest.mark.parametrize(("rule_id", "value", "complaint"), REFUSED_VALUES)
def test_a_clinics_value_is_taken_or_refused_with_a_sentence(rule_id: str, value: Any, complaint: str | None) -> None:
    if complaint is None:
        assert shipped().with_clinic_values({rule_id: signed(value)})[rule_id].signed_on == SIGNED_ON
        return
    with pytest.raises(Refused, match=complaint) as refusal:
        shipped().with_clinic_values({rule_id: signed(value)})
    assert [(finding.rule, finding.severity) for finding in refusal.value.findings] == [(rule_id, Severity.STOP)]


def test_a_value_that_nobody_signed_is_refused() -> None:
    with pytest.raises(Refused, match="not signed"):
        shipped().with_clinic_values({"dose.im.soft": signed(Decimal("0.6"), by="  ")})


def test_a_value_for_a_rule_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="no rule"):
        shipped().with_clinic_values({"dose.im.sotf": signed(Decimal("0.6"))})


def test_two_values_that_would_change_places_are_refused_together() -> None:
    with pytest.raises(Refused, match="would lie above") as refusal:
        shipped().with_clinic_values({"dose.im.soft": signed(Decimal("0.9")), "dose.im.hard": signed(Decimal("0.8"))})
    assert "dose.im.soft" in {finding.rule for finding in refusal.value.findings}


def test_tables_are_compared_and_bounded_part_by_part() -> None:
    low, shipped_value, high = {"a": Decimal(1), "b": 2}, {"a": Decimal(2), "b": 3}, {"a": Decimal(3), "b": 4}
    assert same_kind({"a": Decimal("2.5"), "b": 4}, shipped_value)
    assert not same_kind({"a": Decimal("2.5")}, shipped_value)
    assert outside({"a": Decimal("2.5"), "b": 4}, low, high, ()) == ""
    assert outside({"a": Decimal("2.5"), "b": 5}, low, high, ()) == "5 is outside the safe bounds 2 to 4"
