"""Dosing rules as tables: what is asked for, and what the rules find."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from daybreak.care import dose
from daybreak.care.dose import DoseRequest, Route
from daybreak.care.findings import Refused, Severity, needs_reason, unanswered
from daybreak.care.rules import ClinicValue, shipped
from daybreak.care.weights import WeightBasis

# A second dose of 40 mg for someone of 80 kg from a 50 mg/mL vial: nothing to find.
ORDINARY = DoseRequest(
    route=Route.IM,
    weight_kg=Decimal("80"),
    basis=WeightBasis.ACTUAL,
    concentration_mg_per_ml=Decimal("50"),
    mg_per_kg=Decimal("0.5"),
    first_dose=False,
    doses_in_last_7_days=0,
)


def found(**changed: Any) -> set[tuple[str, str]]:
    """Which rules speak, and how gravely, when the ordinary request is changed."""
    return {
        (finding.rule, finding.severity.value) for finding in dose.findings(replace(ORDINARY, **changed), shipped())
    }


def in_mg(mg: str) -> dict[str, Any]:
    return {"mg": Decimal(mg), "mg_per_kg": None}


def test_an_ordinary_dose_finds_nothing() -> None:
    assert found() == set()


IM_PER_KG = [
    # mg/kg, first dose, what is found
    ("0.5", True, set()),
    ("0.501", True, {("dose.im.first", "review")}),
    ("0.75", True, {("dose.im.first", "review")}),
    ("0.75", False, set()),
    ("0.751", False, {("dose.im.soft", "review")}),
    ("0.751", True, {("dose.im.soft", "review"), ("dose.im.first", "review")}),
    ("1.0", False, {("dose.im.soft", "review")}),
    ("1.001", False, {("dose.im.hard", "stop")}),
    ("1.001", True, {("dose.im.hard", "stop")}),
    ("1.999", False, {("dose.im.hard", "stop")}),
    ("2.0", False, {("dose.im.ten_fold", "stop")}),
    ("5", False, {("dose.im.ten_fold", "stop")}),
]


@pytest.mark.parametrize(("mg_per_kg", "first", "expected"), IM_PER_KG)
def test_intramuscular_limits_per_kg(mg_per_kg: str, first: bool, expected: set[tuple[str, str]]) -> None:
    # 50 kg, so that no limit in mg speaks before 2 mg/kg
    rules = found(mg_per_kg=Decimal(mg_per_kg), first_dose=first, weight_kg=Decimal("50"))
    assert {rule for rule in rules if "_mg" not in rule[0]} == expected


IM_IN_MG = [
    # kg, mg, what is found
    ("120", "60", set()),
    ("120", "60.1", {("dose.im.ask_mg", "review")}),
    ("120", "90", {("dose.im.ask_mg", "review")}),
    ("120", "100", {("dose.im.soft", "review"), ("dose.im.ask_mg", "review")}),
    ("120", "100.1", {("dose.im.soft", "review"), ("dose.im.cap_mg", "stop")}),
]


@pytest.mark.parametrize(("kg", "mg", "expected"), IM_IN_MG)
def test_intramuscular_limits_in_mg_do_not_grow_with_weight(kg: str, mg: str, expected: set[tuple[str, str]]) -> None:
    assert found(weight_kg=Decimal(kg), **in_mg(mg)) == expected


@pytest.mark.parametrize(
    ("route", "soft", "hard", "ten_fold"),
    [
        (Route.IM, "0.75", "1.0", "2"),
        (Route.SC, "0.75", "1.0", "2"),
        (Route.IV_INFUSION, "0.5", "1.0", "2"),
        (Route.IV_BOLUS, "0.5", "1.0", "2"),
        (Route.SUBLINGUAL, "2.0", "3.0", "6"),
        (Route.ORAL, "2.5", "3.0", "8"),
        (Route.INTRANASAL, "1.0", "2.0", "4"),
    ],
)
def test_each_route_has_a_soft_a_hard_and_a_ten_fold_limit(route: Route, soft: str, hard: str, ten_fold: str) -> None:
    just_more = Decimal("0.001")

    def limits_at(mg_per_kg: Decimal) -> set[str]:
        rules = found(route=route, mg_per_kg=mg_per_kg, weight_kg=Decimal("40"), minutes=Decimal("40"))
        return {f"{rule.rsplit('.', 1)[1]} {severity}" for rule, severity in rules if rule.startswith(route.limits)}

    assert limits_at(Decimal(soft)) == set()
    assert limits_at(Decimal(soft) + just_more) == {"soft review"}
    assert "hard stop" in limits_at(Decimal(hard) + just_more)
    assert "ten_fold stop" in limits_at(Decimal(ten_fold))
    assert "ten_fold stop" not in limits_at(Decimal(ten_fold) - just_more)


def test_a_dose_of_two_mg_per_kg_is_refused_whatever_reason_is_given() -> None:
    request = replace(ORDINARY, mg_per_kg=Decimal("2"), reason="The director asked for it in writing")
    ten_fold = dose.findings(request, shipped())[0]
    assert (ten_fold.rule, ten_fold.severity) == ("dose.im.ten_fold", Severity.STOP)
    assert ten_fold.what == (
        "2 mg/kg of actual weight (160 mg) is refused: 2 mg/kg or more is taken for a ten-fold error."
    )
    assert "No reason overrides this." in ten_fold.may_do


def test_a_signed_hard_limit_lets_a_dose_pass_that_the_shipped_one_stops() -> None:
    signed = ClinicValue(Decimal("1.5"), "Dr Ada Winter", date(2025, 11, 3))
    policy = shipped().with_clinic_values({"dose.im.hard": signed})
    request = replace(ORDINARY, mg_per_kg=Decimal("1.4"), weight_kg=Decimal("60"))
    assert {f.rule for f in dose.findings(request, shipped())} == {"dose.im.hard", "dose.im.ask_mg"}
    assert {f.rule for f in dose.findings(request, policy)} == {"dose.im.soft", "dose.im.ask_mg"}
    over = dose.findings(replace(request, mg_per_kg=Decimal("1.51")), policy)[0]
    assert (over.rule, over.source) == ("dose.im.hard", "clinic policy, signed by Dr Ada Winter on 2025-11-03")


@pytest.mark.parametrize("hard", ["1.51", "2", "20"])
def test_no_signature_moves_the_hard_limit_to_where_ten_fold_errors_begin(hard: str) -> None:
    with pytest.raises(Refused, match="safe bounds"):
        shipped().with_clinic_values({"dose.im.hard": ClinicValue(Decimal(hard), "Dr Ada Winter", date(2025, 11, 3))})


def test_an_ideal_weight_above_the_actual_one_hides_no_limit() -> None:
    # 0.9 mg/kg of an ideal 73 kg is 1.095 mg/kg of the actual 60 kg
    rules = found(
        mg_per_kg=Decimal("0.9"),
        basis=WeightBasis.IDEAL,
        weight_kg=Decimal("73"),
        actual_weight_kg=Decimal("60"),
        height_cm=Decimal("177.8"),
    )
    assert ("dose.im.hard", "stop") in rules


def test_a_lower_basis_than_the_actual_weight_is_limited_per_kg_of_that_basis() -> None:
    rules = found(
        mg_per_kg=Decimal("0.8"), basis=WeightBasis.IDEAL, weight_kg=Decimal("70"), actual_weight_kg=Decimal("120")
    )
    assert rules == {("dose.im.soft", "review")}


SYRINGE = [
    # mg, mg/mL, what is found
    ("40", "50", set()),
    ("40", "10", set()),
    ("50", "10", set()),  # 5 mL
    ("50.1", "10", {("dose.volume.most_ml", "review")}),  # 5.01 mL
    ("5", "50", set()),  # 0.10 mL
    ("4.9", "50", {("dose.volume.least_ml", "review")}),  # 0.09 mL
    ("0.4", "50", {("dose.complete", "stop")}),  # 0.00 mL
    ("40", "100", {("dose.concentrated", "note")}),
    ("40", "100.1", {("dose.concentrated", "stop")}),
    ("40", "33.33", {("dose.complete", "stop")}),
    ("40", "0", {("dose.complete", "stop")}),
]


@pytest.mark.parametrize(("mg", "concentration", "expected"), SYRINGE)
def test_the_syringe(mg: str, concentration: str, expected: set[tuple[str, str]]) -> None:
    assert found(concentration_mg_per_ml=Decimal(concentration), **in_mg(mg)) == expected


@pytest.mark.parametrize(
    ("route", "concentration", "severity"),
    [
        (Route.IV_INFUSION, "100", "stop"),
        (Route.IV_BOLUS, "100", "stop"),
        (Route.IM, "100", "note"),
        (Route.SC, "100", "note"),
    ],
)
def test_the_strong_vial_never_goes_undiluted_into_a_vein(route: Route, concentration: str, severity: str) -> None:
    rules = found(route=route, concentration_mg_per_ml=Decimal(concentration), minutes=Decimal("40"))
    assert ("dose.concentrated", severity) in rules


def test_the_strong_vial_shows_its_volume() -> None:
    strong = dose.findings(replace(ORDINARY, concentration_mg_per_ml=Decimal("100")), shipped())
    assert [finding.what for finding in strong] == ["100 mg/mL is the strong vial: 40 mg are only 0.4 mL."]


@pytest.mark.parametrize(
    ("route", "minutes", "expected"),
    [
        (Route.IV_INFUSION, "40", set()),
        (Route.IV_INFUSION, "39", {("dose.iv.minutes", "review")}),
        (Route.IV_INFUSION, None, {("dose.iv.minutes", "review")}),  # not stated is not fine
        (Route.IV_BOLUS, None, {("dose.iv.minutes", "review"), ("dose.routes", "stop")}),
        (Route.SC, None, set()),
        (Route.ORAL, None, {("dose.routes", "stop")}),
        (Route.SUBLINGUAL, None, {("dose.routes", "stop")}),
        (Route.INTRANASAL, None, {("dose.routes", "stop")}),
    ],
)
def test_routes(route: Route, minutes: str | None, expected: set[tuple[str, str]]) -> None:
    assert found(route=route, minutes=Decimal(minutes) if minutes else None) == expected


def test_a_route_that_is_off_comes_on_with_a_signature() -> None:
    signed = ClinicValue(["im", "oral"], "Dr Ada Winter", date(2025, 11, 3))
    policy = shipped().with_clinic_values({"dose.routes": signed})
    assert dose.findings(replace(ORDINARY, route=Route.ORAL), policy) == ()


@pytest.mark.parametrize(
    ("age_y", "expected"),
    [
        (17, {("dose.age.youngest", "stop")}),
        (18, set()),
        (64, set()),
        (65, {("dose.age.older", "review")}),
        (None, set()),
    ],
)
def test_age(age_y: int | None, expected: set[tuple[str, str]]) -> None:
    assert found(age_y=age_y) == expected


@pytest.mark.parametrize(
    ("basis", "height_cm", "expected"),
    [
        (WeightBasis.ACTUAL, "163.3", {("dose.weight_basis", "note")}),  # 30.0 kg/m²
        (WeightBasis.ACTUAL, "164", set()),  # 29.7 kg/m²
        (WeightBasis.IDEAL, "150", set()),
        (WeightBasis.ACTUAL, None, set()),
    ],
)
def test_the_weight_basis_is_questioned_from_a_body_mass_index_of_30(
    basis: WeightBasis, height_cm: str | None, expected: set[tuple[str, str]]
) -> None:
    assert found(basis=basis, height_cm=Decimal(height_cm) if height_cm else None) == expected


@pytest.mark.parametrize(("before", "expected"), [(0, set()), (1, set()), (2, {("dose.per_week", "review")})])
def test_more_than_two_doses_in_seven_days_need_a_reason(before: int, expected: set[tuple[str, str]]) -> None:
    assert found(doses_in_last_7_days=before) == expected


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"mg_per_kg": None}, "A dose needs either mg or mg/kg, not both and not neither. Enter one of them."),
        ({"mg": Decimal("40")}, "A dose needs either mg or mg/kg, not both and not neither. Enter one of them."),
        ({"mg_per_kg": Decimal("0")}, "The dose must be more than zero. Enter the dose in mg or in mg/kg."),
        ({"mg_per_kg": Decimal("-0.5")}, "The dose must be more than zero. Enter the dose in mg or in mg/kg."),
        ({"mg_per_kg": Decimal("NaN")}, "The dose must be more than zero. Enter the dose in mg or in mg/kg."),
        (
            {"weight_kg": Decimal("0")},
            "The weight this dose is reckoned on is missing. Record a weight in kg, or choose another basis.",
        ),
        (
            {"concentration_mg_per_ml": Decimal("0")},
            "The concentration of the vial is missing. Choose the vial, or enter its concentration in mg/mL.",
        ),
        (
            {"concentration_mg_per_ml": Decimal("33.33")},
            "The concentration has more than one decimal. Enter it in mg/mL as printed on the vial.",
        ),
    ],
)
def test_numbers_that_make_no_dose_are_refused_with_a_sentence(changed: dict[str, Any], sentence: str) -> None:
    request = replace(ORDINARY, **changed)
    with pytest.raises(Refused) as refusal:
        dose.calculate(request)
    assert str(refusal.value) == sentence
    assert dose.findings(request, shipped()) == refusal.value.findings


def test_a_weight_nobody_has_stops_the_dose() -> None:
    assert ("plausible.weight_kg.possible", "stop") in found(weight_kg=Decimal("800"), mg_per_kg=Decimal("0.1"))


def test_the_order_the_syringe_and_the_ledger_hold_the_same_dose() -> None:
    calculated = dose.calculate(replace(ORDINARY, weight_kg=Decimal("81.3")))
    assert calculated == dose.DoseCalculation(
        mg_per_kg=Decimal("0.500"),
        mg=Decimal("40.6"),
        volume_ml=Decimal("0.81"),
        drawn_mg=Decimal("40.50"),
        micrograms=40500,
    )


def test_a_dose_in_mg_is_shown_per_kg() -> None:
    assert dose.calculate(replace(ORDINARY, weight_kg=Decimal("81.3"), **in_mg("40"))).mg_per_kg == Decimal("0.492")


def test_a_soft_limit_needs_a_reason_and_a_reason_answers_it() -> None:
    over = dose.findings(replace(ORDINARY, mg_per_kg=Decimal("0.8"), weight_kg=Decimal("60")), shipped())
    assert needs_reason(over)
    assert [finding.rule for finding in unanswered(over, "")] == ["dose.im.soft"]
    assert unanswered(over, "No response to 0.75 mg/kg, well tolerated") == ()


REQUESTS = st.builds(
    DoseRequest,
    route=st.sampled_from(Route),
    weight_kg=st.decimals("35", "200", places=1),
    basis=st.sampled_from(WeightBasis),
    concentration_mg_per_ml=st.decimals("1", "100", places=1),
    mg_per_kg=st.decimals("0.05", "12", places=3),
    first_dose=st.booleans(),
    doses_in_last_7_days=st.integers(0, 5),
    actual_weight_kg=st.none() | st.decimals("35", "200", places=1),
    height_cm=st.none() | st.decimals("140", "210", places=1),
    age_y=st.none() | st.integers(15, 95),
    minutes=st.none() | st.decimals("0", "90", places=0),
)


def weight_of_findings(request: DoseRequest) -> Counter[Severity]:
    return Counter(finding.severity for finding in dose.findings(request, shipped()))


@given(request=REQUESTS, more=st.decimals("0", "12", places=3))
def test_a_larger_dose_never_has_fewer_stops(request: DoseRequest, more: Decimal) -> None:
    assume(dose.calculate(request).volume_ml > 0)  # what cannot be drawn up at all is a stop of another kind
    assert request.mg_per_kg is not None
    larger = replace(request, mg_per_kg=request.mg_per_kg + more)
    assert weight_of_findings(larger)[Severity.STOP] >= weight_of_findings(request)[Severity.STOP]


@given(request=REQUESTS)
def test_a_dose_above_a_limit_never_passes_in_silence(request: DoseRequest) -> None:
    policy, limits = shipped(), request.route.limits
    above_soft = request.asked_mg > policy.decimal(f"{limits}.soft") * request.limiting_kg
    above_cap = request.asked_mg > policy.decimal(f"{limits}.cap_mg")
    told = weight_of_findings(request)
    assert told[Severity.STOP] > 0 or not above_cap
    assert told[Severity.STOP] + told[Severity.REVIEW] > 0 or not above_soft


@given(request=REQUESTS)
def test_volume_times_concentration_is_the_charted_dose_and_never_more_than_the_order(request: DoseRequest) -> None:
    calculated = dose.calculate(request)
    assert (
        calculated.volume_ml * request.concentration_mg_per_ml
        == calculated.drawn_mg
        == Decimal(calculated.micrograms) / 1000
    )
    assert calculated.drawn_mg <= calculated.mg <= request.asked_mg
    assert calculated.mg - calculated.drawn_mg < Decimal("0.01") * request.concentration_mg_per_ml


@given(request=REQUESTS)
def test_every_finding_says_what_why_and_from_where(request: DoseRequest) -> None:
    for finding in dose.findings(request, shipped()):
        assert all((finding.rule, finding.what, finding.why, finding.source, finding.certainty, finding.may_do))
