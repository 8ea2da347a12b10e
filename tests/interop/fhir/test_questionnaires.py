"""Every questionnaire as FHIR R4: valid, with its codes, its points, its conditions and its score."""

from typing import Any

import pytest

from daybreak.care.questionnaires import INSTRUMENTS, LICENSED, load
from daybreak.interop.fhir.questionnaires import questionnaire


def item(body: dict[str, Any], link_id: str) -> dict[str, Any]:
    return next(part for part in body["item"] if part["linkId"] == link_id)


@pytest.mark.parametrize("name", INSTRUMENTS)
def test_each_is_a_valid_r4_questionnaire_that_holds_every_item_and_its_points(name: str) -> None:
    from fhir.resources.R4B.questionnaire import Questionnaire

    scale = load(name)
    body = questionnaire(scale, {"de": load(name, "de")} if load(name, "de").language == "de" else None)
    Questionnaire.model_validate(body)
    for one in scale.items:
        points = [option["extension"][0]["valueDecimal"] for option in item(body, one.link_id)["answerOption"]]
        assert points == [answer.counts for answer in one.answers]


def test_the_phq9_carries_its_loinc_codes_and_its_german_words() -> None:
    body = questionnaire(load("phq9"), {"de": load("phq9", "de")})
    ninth = item(body, "phq9-9")
    assert body["code"][0]["code"] == "44249-1"
    assert (ninth["code"][0]["code"], item(body, "total")["code"][0]["code"]) == ("44260-8", "44261-6")
    assert ninth["answerOption"][3]["valueCoding"]["code"] == "LA6571-9"
    told = ninth["_text"]["extension"][0]["extension"]
    assert (told[0]["valueCode"], told[1]["valueString"]) == ("de", load("phq9", "de").items[8].text)


def test_a_question_that_follows_from_another_says_when_it_is_asked() -> None:
    second = item(questionnaire(load("auditc")), "auditc-2")
    assert second["required"] is False
    assert [when["answerCoding"]["code"] for when in second["enableWhen"]] == [
        "LA18926-8", "LA18927-6", "LA18928-4", "LA18929-2"
    ]  # fmt: skip


@pytest.mark.parametrize("name", LICENSED)
def test_licensed_wording_leaves_the_house_in_no_file(name: str) -> None:
    body = questionnaire(load(name))
    assert [part["linkId"] for part in body["item"] if "text" in part] == ["total"]
    assert not [
        option for part in body["item"] for option in part.get("answerOption", ()) if "display" in option["valueCoding"]
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("who5", ".sum()) * 4"),
        ("qids", ".aggregate(iif($total.empty() or $this > $total, $this, $total))"),
        ("cssrs", ", 3, iif("),
    ],
)
def test_the_score_is_told_as_an_expression(name: str, said: str) -> None:
    total = item(questionnaire(load(name)), "total")
    assert said in total["extension"][0]["valueExpression"]["expression"]
