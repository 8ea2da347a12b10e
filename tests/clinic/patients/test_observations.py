"""Weight, height and pressure: the impossible is refused, the improbable asks, the latest is current."""

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.patients import actions, queries
from daybreak.clinic.patients.models import Observation
from tests.clinic import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def weight(patient, value, **changes):
    entries = {"by": cast.nurse(), "patient": patient, "kind": "body_weight", "value": value, "unit": "kg"}
    return actions.record_observation(**(entries | changes))


def pressure(patient, systolic, diastolic, **changes):
    entries = {"by": cast.nurse(), "patient": patient, "systolic": systolic, "diastolic": diastolic}
    return actions.record_pressure(**(entries | changes))


def test_a_weight_of_800_kg_is_refused_even_when_confirmed():
    with pytest.raises(Invalid) as refused:
        weight(cast.patient(), 800, confirmed=("value",))
    assert (list(refused.value.errors), refused.value.confirm) == (["value"], {})
    assert refused.value.errors["value"].startswith("800 kg is not a possible weight")
    assert Observation.objects.count() == 0


def test_a_weight_of_180_kg_asks_and_is_recorded_when_confirmed():
    patient = cast.patient()
    with pytest.raises(Invalid) as asked:
        weight(patient, 180)
    assert (asked.value.errors, list(asked.value.confirm)) == ({}, ["value"])
    assert weight(patient, 180, confirmed=("value",)).value == 180


def test_pounds_become_kilograms_and_the_pounds_are_kept():
    patient = cast.patient()
    weight(patient, "176", unit="[lb_av]")
    kept = queries.latest(patient, "body_weight")
    assert kept is not None
    assert (kept.value, kept.unit, kept.given) == (Decimal("79.83"), "kg", "176 [lb_av]")


def test_a_decimal_comma_is_understood():
    assert weight(cast.patient(), "80,5").value == Decimal("80.5")


@pytest.mark.parametrize("value", ["", "eighty", "NaN", "Infinity", "8e99"])
def test_what_is_no_number_or_no_measure_is_refused(value):
    with pytest.raises(Invalid) as refused:
        weight(cast.patient(), value)
    assert list(refused.value.errors) == ["value"]


def test_a_unit_of_something_else_is_refused_with_those_understood():
    with pytest.raises(Invalid, match='The unit "stone" is not understood for this: please use one of kg, g'):
        weight(cast.patient(), 12, unit="stone")


def test_the_latest_weight_is_that_of_the_latest_moment_not_of_the_latest_entry():
    patient = cast.patient()
    with clock.at(NOW):
        today = weight(patient, 80)
        weight(patient, 90, effective_at=NOW - timedelta(days=30))
        assert queries.latest(patient, "body_weight") == today


def test_a_corrected_weight_is_no_longer_current():
    patient = cast.patient()
    with clock.at(NOW):
        wrong = weight(patient, 88)
        right = weight(patient, 80, effective_at=wrong.effective_at, supersedes=wrong)
        assert queries.latest(patient, "body_weight") == right


def test_without_a_weight_none_is_assumed():
    facts = queries.current_facts(cast.patient())
    assert (facts.weight, facts.height, facts.pressures) == (None, None, ())


def test_a_pressure_is_two_values_of_one_panel():
    patient = cast.patient()
    upper, lower = pressure(patient, 128, 82)
    assert (upper.value, lower.value, upper.panel) == (128, 82, lower.panel)
    (reading,) = queries.current_facts(patient).pressures
    assert (reading.systolic, reading.diastolic) == (upper, lower)


def test_pressures_are_told_newest_first():
    patient = cast.patient()
    with clock.at(NOW):
        for day, (systolic, diastolic) in enumerate([(120, 80), (130, 84), (140, 88)]):
            pressure(patient, systolic, diastolic, effective_at=NOW - timedelta(days=day))
    told = [(reading.systolic.value, reading.diastolic.value) for reading in queries.current_facts(patient).pressures]
    assert told == [(120, 80), (130, 84), (140, 88)]


def test_a_diastolic_above_its_systolic_is_refused():
    with pytest.raises(Invalid) as refused:
        pressure(cast.patient(), 80, 120)
    assert list(refused.value.errors) == ["diastolic"]
    assert Observation.objects.count() == 0


def test_the_same_pressure_sent_twice_is_recorded_once():
    patient, key = cast.patient(), uuid.uuid4()
    assert pressure(patient, 120, 80, client_id=key) == pressure(patient, 120, 80, client_id=key)
    assert Observation.objects.count() == 2


def test_a_key_used_for_one_patient_is_not_used_for_another():
    key = uuid.uuid4()
    weight(cast.patient(), 80, client_id=key)
    with pytest.raises(Conflict):
        weight(cast.patient(), 80, client_id=key)


@pytest.mark.parametrize("at", [NOW + timedelta(days=1), datetime(1980, 1, 1, tzinfo=UTC)])
def test_a_measurement_of_the_future_or_before_birth_is_refused(at):
    patient = cast.patient(birth_date=date(1985, 3, 14))
    with clock.at(NOW), pytest.raises(Invalid) as refused:
        weight(patient, 80, effective_at=at)
    assert list(refused.value.errors) == ["effective_at"]


def test_what_is_not_measured_here_is_refused():
    with pytest.raises(Invalid, match="shoe_size is not measured here"):
        weight(cast.patient(), 43, kind="shoe_size")
