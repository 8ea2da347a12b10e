"""Measurements are understood with their unit and time, or left out whole with the reason."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from daybreak.clinic.imports.statements import Measure, Measurement, PressureReading
from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles
from tests.interop.fhir.bundles import LOINC, concept, quantity
from tests.interop.fhir.translated import MORNING, said, why


def test_a_weight_a_height_and_a_pressure_are_measured():
    assert said(bundles.weight(), bundles.height(), bundles.pressure()) == [
        PressureReading(Decimal(128), Decimal(82), "mm[Hg]", MORNING),
        Measurement("body_weight", Measure(Decimal("80.5"), "kg"), MORNING),
        Measurement("body_height", Measure(Decimal(172), "cm"), MORNING),
    ]


@pytest.mark.parametrize("code", ["29463-7", "3141-9"])
def test_both_codes_of_a_weight_are_known(code):
    (found,) = said(bundles.observation("w1", code, "Weight", valueQuantity=quantity(80, "kg")))
    assert found.kind == "body_weight"


def test_a_unit_is_read_from_its_ucum_code_before_its_name():
    (found,) = said(bundles.weight(valueQuantity=quantity(176, "lbs", "[lb_av]")))
    assert found.measure == Measure(Decimal(176), "[lb_av]")


def test_a_unit_without_a_code_is_read_by_its_name():
    (found,) = said(bundles.weight(valueQuantity={"value": 80, "unit": "kg"}))
    assert found.measure == Measure(Decimal(80), "kg")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"effectiveDateTime": "2026-01-05"}, date(2026, 1, 5)),
        ({"effectiveInstant": "2026-01-05T08:30:00Z"}, datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
        ({"effectivePeriod": {"start": "2026-01-05T08:30:00Z"}}, datetime(2026, 1, 5, 8, 30, tzinfo=UTC)),
    ],
)
def test_the_time_of_a_measurement_is_read_in_each_of_its_forms(fields, day):
    observation = bundles.weight()
    del observation["effectiveDateTime"]
    (found,) = said(observation | fields)
    assert found.effective == day


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "preliminary"}, 'Its status is "preliminary"'),
        ({"focus": [{"reference": "Patient/child"}]}, "other than the patient"),
        ({"effectiveDateTime": "2026-01"}, 'Its time "2026-01" is not given to the day.'),
        ({"effectiveDateTime": "2026-01-05T09:30:00"}, "effectiveDateTime"),
        ({"valueQuantity": {"value": 80}}, "has no unit"),
        ({"valueQuantity": {"value": 80, "unit": "kg", "comparator": ">"}}, 'only known to be "> 80"'),
        ({"valueQuantity": {"unit": "kg"}}, "holds no value with a unit"),
        ({"dataAbsentReason": {"text": "refused"}}, "Its value is absent: refused."),
        ({"code": {"text": "Weight"}}, 'It has no LOINC code "Weight"'),
        ({"code": concept(LOINC, "8867-4", "Heart rate")}, 'of this kind "Heart rate" (LOINC 8867-4) are not taken in'),
        (
            {"code": {"coding": [{"system": LOINC, "code": "29463-7"}, {"system": LOINC, "code": "8302-2"}]}},
            "mean different things at once",
        ),
    ],
)
def test_a_measurement_that_is_not_certain_is_left_out(fields, sentence):
    assert sentence in why(bundles.weight(**fields))


def test_a_measurement_without_a_time_is_left_out():
    observation = bundles.weight()
    del observation["effectiveDateTime"]
    assert why(observation) == "It does not say when it was."


def test_a_pressure_lacking_a_part_is_left_out():
    half = bundles.pressure()
    del half["component"][1]
    assert why(half) == "It holds no diastolic pressure."


def test_a_pressure_in_two_units_is_left_out():
    mixed = bundles.pressure()
    mixed["component"][1]["valueQuantity"] = quantity(10.9, "kPa")
    assert why(mixed) == "Systolic and diastolic are given in different units, mm[Hg] and kPa."


def test_a_pressure_whose_parts_are_observations_of_their_own_is_one_pressure():
    upper = bundles.observation("u", "8480-6", "Systolic", valueQuantity=quantity(128, "mm[Hg]"))
    lower = bundles.observation("l", "8462-4", "Diastolic", valueQuantity=quantity(82, "mm[Hg]"))
    panel = bundles.observation(
        "b", "55284-4", "Pressure", hasMember=[{"reference": "Observation/u"}, {"reference": "Observation/l"}]
    )
    file = translate(bundles.bundle(bundles.patient(), upper, lower, panel))
    assert [fact.said for fact in file.facts] == [PressureReading(Decimal(128), Decimal(82), "mm[Hg]", MORNING)]
    assert {line.resource: line.why for line in file.lines} == {
        "Observation/u": "Read as part of entry 4.",
        "Observation/l": "Read as part of entry 4.",
    }


def test_a_panel_whose_members_are_missing_leaves_those_there_to_speak_for_themselves():
    upper = bundles.observation("u", "8480-6", "Systolic", valueQuantity=quantity(128, "mm[Hg]"))
    panel = bundles.observation(
        "b", "85354-9", "Pressure", hasMember=[{"reference": "Observation/u"}, {"reference": "Observation/l"}]
    )
    file = translate(bundles.bundle(bundles.patient(), upper, panel))
    assert [fact.said for fact in file.facts] == [Measurement("systolic", Measure(Decimal(128), "mm[Hg]"), MORNING)]
    assert [line.why for line in file.lines] == ["Some of its members are not in the file."]


def test_a_member_about_another_patient_is_not_mixed_in():
    other = bundles.patient(id="p2", identifier=[])
    upper = bundles.observation("u", "8480-6", "Systolic", valueQuantity=quantity(128, "mm[Hg]"))
    lower = bundles.observation(
        "l", "8462-4", "Diastolic", valueQuantity=quantity(82, "mm[Hg]"), subject={"reference": "Patient/p2"}
    )
    panel = bundles.observation(
        "b", "85354-9", "Pressure", hasMember=[{"reference": "Observation/u"}, {"reference": "Observation/l"}]
    )
    assert why(other, upper, lower, panel) == "Its member Observation/l is about another patient."
