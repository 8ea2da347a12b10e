"""A PHQ-9 in each of its forms is one scale; one that is not whole is never scored."""

import pytest

from daybreak.clinic.imports.statements import Scale
from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles
from tests.interop.fhir.bundles import LOINC, quantity
from tests.interop.fhir.translated import MORNING, said, why

ANSWERS = (2, 2, 1, 2, 1, 2, 1, 1, 1)
KEPT = {f"phq9-{number}": value for number, value in enumerate(ANSWERS, start=1)}


def test_a_panel_with_its_items_and_total_is_a_scale():
    assert said(bundles.phq9()) == [Scale("phq9", 13, MORNING, KEPT)]


def test_a_panel_without_a_total_is_summed():
    panel = bundles.phq9()
    del panel["component"][-1]
    assert said(panel) == [Scale("phq9", 13, MORNING, KEPT)]


def total(own_id="t", **fields):
    return bundles.observation(own_id, "44261-6", "PHQ-9 total", valueQuantity=quantity(13, "{score}")) | fields


def test_a_bare_total_is_a_scale_without_answers():
    assert said(total()) == [Scale("phq9", 13, MORNING)]


def test_items_and_total_as_observations_of_their_own_are_one_scale():
    items = [
        bundles.observation(f"i{number}", code, code, valueInteger=value)
        for number, (code, value) in enumerate(zip(bundles.PHQ9_ITEMS, ANSWERS, strict=True))
    ]
    members = [{"reference": f"Observation/{item['id']}"} for item in [*items, total()]]
    panel = bundles.observation("q", "44249-1", "PHQ-9", hasMember=members)
    file = translate(bundles.bundle(bundles.patient(), *items, total(), panel))
    assert [fact.said for fact in file.facts] == [Scale("phq9", 13, MORNING, KEPT)]
    assert {line.outcome for line in file.lines} == {"part"}


def response(**fields):
    items = [
        {"linkId": f"/{code}", "answer": [{"valueCoding": {"system": LOINC, "code": bundles.PHQ9_ANSWERS[value]}}]}
        for code, value in zip(bundles.PHQ9_ITEMS, ANSWERS, strict=True)
    ]
    return (
        bundles.about(
            "QuestionnaireResponse",
            "r1",
            status="completed",
            questionnaire="http://example.org/Questionnaire/phq-9|1.0",
            authored="2026-01-05T09:30:00+01:00",
            item=[{"linkId": "group", "item": items}, {"linkId": "/44261-6", "answer": [{"valueInteger": 13}]}],
        )
        | fields
    )


def test_a_questionnaire_response_is_a_scale():
    assert said(response()) == [Scale("phq9", 13, MORNING, KEPT)]


def test_answers_and_a_bare_total_of_the_same_day_are_one_scale():
    file = translate(bundles.bundle(bundles.patient(), response(), total()))
    assert [fact.said for fact in file.facts] == [Scale("phq9", 13, MORNING, KEPT)]
    assert [(line.resource, line.outcome, line.why) for line in file.lines] == [
        ("Observation/t", "part", "The total of entry 2.")
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "in-progress"}, 'Its status is "in-progress"'),
        ({"questionnaire": "http://example.org/gad-7", "item": []}, "is not one that is taken in"),
        ({"item": [{"linkId": "44250-9", "answer": [{"valueInteger": 1}]}]}, "It answers only 1 of the 9 questions"),
        ({"item": []}, "neither a total nor the answers"),
        (
            {"item": [{"linkId": "44250-9", "answer": [{"valueString": "often"}]}]},
            "neither a number nor a LOINC answer",
        ),
        (
            {"item": [{"linkId": "44250-9", "answer": [{"valueInteger": 1}, {"valueInteger": 2}]}]},
            "different answers to one and the same question",
        ),
        ({"item": [{"linkId": "44261-6", "answer": [{"valueDecimal": 12.5}]}]}, "12.5 is not a whole score"),
    ],
)
def test_a_questionnaire_that_is_not_certain_is_left_out(fields, sentence):
    assert sentence in why(response(**fields))


def test_a_panel_with_part_of_its_items_is_left_out_rather_than_scored():
    panel = bundles.phq9()
    del panel["component"][8]
    assert why(panel).startswith("It answers only 8 of the 9 questions of PHQ-9")


def test_a_single_question_is_left_out():
    assert "says nothing alone" in why(bundles.observation("i9", "44260-8", "Item 9", valueInteger=1))


def test_an_unknown_answer_code_is_left_out():
    panel = bundles.phq9()
    panel["component"][0]["valueCodeableConcept"]["coding"][0]["code"] = "LA0000-0"
    assert why(panel) == "One of its answers is not a LOINC answer of this scale."
