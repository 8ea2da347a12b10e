"""A questionnaire as a FHIR R4 Questionnaire: items, answers with their points, conditions, the score as FHIRPath."""

from collections.abc import Iterator, Mapping
from typing import Any

from daybreak.care.instrument import Answer, Instrument, Item, Part
from daybreak.interop.fhir import codes
from daybreak.interop.fhir.validation import valid

URL = "urn:daybreak:questionnaire:"
ANSWERS = "urn:daybreak:answers:"
_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
_UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
_LARGEST = "iif($total.empty() or $this > $total, $this, $total)"


def questionnaire(instrument: Instrument, translations: Mapping[str, Instrument] | None = None) -> dict[str, Any]:
    """The questionnaire as valid FHIR R4 JSON. What has no wording has items without text.

    ``translations`` maps a language to the same questionnaire in it; its texts go along as translation extensions.
    Raises Unclear when the result is not valid, which would be a mistake of ours.
    """
    others = dict(translations or {})
    body = {
        "resourceType": "Questionnaire",
        "url": f"{URL}{instrument.id}",
        "version": instrument.version,
        "name": "".join(word.capitalize() for word in instrument.id.replace("-", " ").split()),
        "title": instrument.title,
        "status": "active",
        "language": instrument.language,
        "subjectType": ["Patient"],
        "copyright": instrument.attribution,
        "item": [
            *_instruction(instrument),
            *(_item(instrument, item, others) for item in instrument.items),
            _total(instrument),
        ],
    }
    if instrument.loinc:
        body["code"] = [_loinc(instrument.loinc, instrument.title)]
    valid(body)
    return body


def _instruction(instrument: Instrument) -> Iterator[dict[str, Any]]:
    if instrument.recall:
        yield {"linkId": "recall", "type": "display", "text": instrument.recall}


def _item(instrument: Instrument, item: Item, others: Mapping[str, Instrument]) -> dict[str, Any]:
    body: dict[str, Any] = {"linkId": item.link_id, "type": "choice", "required": item.when is None}
    if item.loinc:
        body["code"] = [_loinc(item.loinc, item.text)]
    if item.text:
        body["text"] = item.text
        told = [(language, other.item(item.link_id).text) for language, other in others.items()]
        body |= {"_text": _translated(told)} if told else {}
    if item.when is not None:
        body["enableWhen"] = [_enabled(instrument, item.when.item, answer) for answer in _above(instrument, item)]
        body["enableBehavior"] = "any"
    body["answerOption"] = [_option(instrument, answer) for answer in item.answers]
    return body


def _above(instrument: Instrument, item: Item) -> list[Answer]:
    assert item.when is not None
    above = item.when.above
    return [answer for answer in instrument.item(item.when.item).answers if answer.value > above]


def _enabled(instrument: Instrument, link_id: str, answer: Answer) -> dict[str, Any]:
    return {"question": link_id, "operator": "=", "answerCoding": _coding(instrument, answer)}


def _option(instrument: Instrument, answer: Answer) -> dict[str, Any]:
    points = {"url": _ORDINAL, "valueDecimal": answer.counts}
    return {"extension": [points], "valueCoding": _coding(instrument, answer)}


def _coding(instrument: Instrument, answer: Answer) -> dict[str, Any]:
    if answer.loinc:
        return _loinc(answer.loinc, answer.text)
    coding = {"system": f"{ANSWERS}{instrument.id}", "code": str(answer.value)}
    return coding | ({"display": answer.text} if answer.text else {})


def _total(instrument: Instrument) -> dict[str, Any]:
    expression = {"language": "text/fhirpath", "expression": expression_of(instrument)}
    body: dict[str, Any] = {
        "linkId": "total",
        "type": "decimal",
        "readOnly": True,
        "text": f"{instrument.short_title}: total",
        "extension": [{"url": _CALCULATED, "valueExpression": expression}, {"url": _UNIT, "valueCoding": _score()}],
    }
    return body | ({"code": [_loinc(instrument.total_loinc, body["text"])]} if instrument.total_loinc else {})


def expression_of(instrument: Instrument) -> str:
    """The score as FHIRPath over a response; ``ordinal()`` gives the points of an answer, as SDC defines it."""
    if instrument.levels:
        return _levels(instrument)
    parts = " + ".join(_part(part) for part in instrument.counted_parts)
    return parts if instrument.multiply == 1 else f"({parts}) * {instrument.multiply}"


def _levels(instrument: Instrument) -> str:
    told = "0"
    for level in sorted(instrument.levels, key=lambda level: level.total):
        told = f"iif(({_points(level.any)}).where($this > 0).exists(), {level.total}, {told})"
    return told


def _part(part: Part) -> str:
    points = _points(part.items)
    return f"({points}).aggregate({_LARGEST})" if part.rule == "max" else f"({points}).sum()"


def _points(link_ids: tuple[str, ...]) -> str:
    named = " or ".join(f"linkId = '{link_id}'" for link_id in link_ids)
    return f"%resource.item.where({named}).answer.value.ordinal()"


def _translated(told: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                "extension": [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}],
            }
            for language, text in told
        ]
    }


def _loinc(code: str, display: str) -> dict[str, Any]:
    return {"system": codes.LOINC, "code": code} | ({"display": display} if display else {})


def _score() -> dict[str, Any]:
    return {"system": "http://unitsofmeasure.org", "code": "{score}"}
