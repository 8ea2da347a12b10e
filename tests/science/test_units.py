"""Quantities as people write them."""

import pytest

from daybreak.science.units import DoseAmount, UnitError, ng_per_ml, read_dose, read_minutes, read_weight


@pytest.mark.parametrize(
    ("written", "mg_for_80_kg"),
    [
        ("0.5mg/kg", 40),
        ("0.5 mg/kg", 40),
        ("40mg", 40),
        ("40 MG", 40),
        ("0,5 mg/kg", 40),
        ("500ug/kg", 40),
        (".04g", 40),
    ],
)
def test_doses_are_read_with_their_unit(written, mg_for_80_kg):
    assert read_dose(written).for_weight(80) == pytest.approx(mg_for_80_kg)


def test_a_dose_per_kilogram_knows_that_it_is_one():
    assert read_dose("0.5mg/kg") == DoseAmount(mg=0.5, per_kg=True)


@pytest.mark.parametrize("written", ["0.5", "five mg", "-3mg", "0mg", "5ml", "5mg/lb", "5mg/", "", "5mg/kg/h", "1e3mg"])
def test_what_is_not_a_dose_is_refused_with_a_sentence(written):
    with pytest.raises(UnitError, match=r"write"):
        read_dose(written)


@pytest.mark.parametrize(("written", "kg"), [("80kg", 80), ("176lb", 79.832), ("176 lbs", 79.832)])
def test_weights_are_read_in_kilograms_and_pounds(written, kg):
    assert read_weight(written) == pytest.approx(kg, abs=1e-3)


@pytest.mark.parametrize("written", ["800kg", "5kg", "80", "80 stone", "80000000g"])
def test_weights_no_adult_has_and_unknown_units_are_refused(written):
    with pytest.raises(UnitError):
        read_weight(written)


@pytest.mark.parametrize(("written", "minutes"), [("40min", 40), ("4h", 240), ("90s", 1.5), ("1.5 h", 90)])
def test_times_are_read_as_minutes(written, minutes):
    assert read_minutes(written) == pytest.approx(minutes)


def test_a_time_without_a_unit_is_refused():
    with pytest.raises(UnitError, match="no unit"):
        read_minutes("40")


def test_one_nmol_per_ml_of_ketamine_is_238_ng_per_ml():
    assert ng_per_ml(1.0, 237.73) == 237.73
