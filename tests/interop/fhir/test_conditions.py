"""Conditions and allergies are understood as their source means them, or left out whole with the reason."""

from datetime import date

import pytest

from daybreak.clinic.imports.statements import Intolerance, Problem
from tests.interop.fhir import bundles
from tests.interop.fhir.bundles import concept
from tests.interop.fhir.translated import said, why


def test_a_condition_is_a_problem():
    assert said(bundles.condition()) == [
        Problem(
            "Recurrent depression, moderate",
            "http://hl7.org/fhir/sid/icd-10-cm",
            "F33.1",
            "active",
            date(2019, 5, 1),
        )
    ]


@pytest.mark.parametrize(
    ("onset", "day", "words"),
    [
        ({"onsetDateTime": "2019-05-01T08:00:00Z"}, date(2019, 5, 1), ""),
        ({"onsetDateTime": "2019-05"}, None, "2019-05"),
        ({"onsetDateTime": "2019"}, None, "2019"),
        ({"onsetAge": {"value": 30, "unit": "years", "code": "a"}}, None, "at 30 years of age"),
        ({"onsetPeriod": {"start": "2019-05-01", "end": "2020"}}, date(2019, 5, 1), "from 2019-05-01 to 2020"),
        ({"onsetString": "in her twenties"}, None, "in her twenties"),
    ],
)
def test_an_onset_keeps_the_precision_it_was_said_with(onset, day, words):
    condition = bundles.condition()
    del condition["onsetDateTime"]
    (found,) = said(condition | onset)
    assert (found.onset, found.onset_text) == (day, words)


def verification(code):
    return {"verificationStatus": concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", code, code)}


def test_a_condition_not_yet_certain_says_so_in_its_text():
    (found,) = said(bundles.condition(**verification("provisional")))
    assert found.text == "Recurrent depression, moderate (provisional)"


def test_a_refuted_condition_is_left_out_and_one_in_error_takes_back():
    assert why(bundles.condition(**verification("refuted"))).startswith("The condition was refuted")
    assert said(bundles.condition(**verification("entered-in-error"))) == [None]


def test_an_ended_condition_without_a_status_is_resolved_and_otherwise_unknown():
    condition = bundles.condition()
    del condition["clinicalStatus"]
    assert [
        found.clinical_status for found in said(condition, condition | {"id": "c2", "abatementDateTime": "2020"})
    ] == [
        "unknown",
        "resolved",
    ]


def test_a_bare_code_says_nothing_to_a_reader():
    assert why(bundles.condition(code={"coding": [{"system": "http://snomed.info/sct", "code": "1"}]})) == (
        "The condition has neither a text nor a display name: its bare code says nothing to a reader."
    )


def test_an_allergy_is_an_intolerance():
    assert said(bundles.allergy()) == [
        Intolerance("Penicillin", "http://snomed.info/sct", "764146007", "Hives (moderate)", "high", "active")
    ]


def test_a_refuted_allergy_is_left_out():
    assert why(bundles.allergy(**verification("refuted"))).startswith("The allergy was refuted")
