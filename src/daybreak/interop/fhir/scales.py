"""What FHIR says of a PHQ-9: a total, alone or with all nine items, in Observations or a QuestionnaireResponse."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from daybreak.care.questionnaires import Instrument, load
from daybreak.clinic.imports.statements import Scale
from daybreak.interop.fhir import codes, times
from daybreak.interop.fhir.observations import effective
from daybreak.interop.fhir.validation import Unclear

_PHQ9 = "phq9"
_SPELLINGS = ("phq-9", "phq9")


def from_observation(observation: Any, members: Sequence[Any]) -> Scale:
    """A total or a panel, with what its components and members add. Raises Unclear."""
    instrument = load(_PHQ9)
    parts = [observation, *(observation.component or ()), *members]
    stated = [(code, part) for part in parts for code in sorted(codes.loinc_codes(part.code))]
    answers = _once({item.link_id: _values(instrument, stated, item.loinc) for item in instrument.items})
    totals = _once({"total": _values(instrument, stated, instrument.total_loinc)})
    return _scale(instrument, answers, totals.get("total"), effective(observation))


def from_response(response: Any) -> Scale | None:
    """A completed QuestionnaireResponse of the PHQ-9, or None when it was entered in error. Raises Unclear."""
    if response.status == "entered-in-error":
        return None
    instrument = load(_PHQ9)
    items = list(_flat(response.item))
    if not _is_phq9(instrument, response, items):
        raise Unclear(f'Its questionnaire "{response.questionnaire or "not named"}" is not one that is taken in.')
    if response.status not in ("completed", "amended"):
        raise Unclear(f'Its status is "{response.status}": only completed or amended answers are taken in.')
    answers = _once({item.link_id: _answered(instrument, items, item.loinc, item.link_id) for item in instrument.items})
    totals = _once({"total": _answered(instrument, items, instrument.total_loinc)})
    return _scale(instrument, answers, totals.get("total"), times.moment(response, "authored"))


def _scale(instrument: Instrument, answers: dict[str, int], total: int | None, when: Any) -> Scale:
    if answers and len(answers) < len(instrument.items):
        raise Unclear(
            f"It answers only {len(answers)} of the {len(instrument.items)} questions of {instrument.short_title}: "
            "a score from part of them would mislead."
        )
    if total is None and not answers:
        raise Unclear(f"It holds neither a total nor the answers of {instrument.short_title}.")
    return Scale(instrument.id, sum(answers.values()) if total is None else total, when, answers)


def _values(instrument: Instrument, stated: Sequence[tuple[str, Any]], code: str) -> list[int]:
    return [value for own, part in stated if own == code and (value := _value(instrument, part)) is not None]


def _value(instrument: Instrument, part: Any) -> int | None:
    """A whole number, or the score of a LOINC answer; None where nothing is said."""
    if part.valueInteger is not None:
        return int(part.valueInteger)
    if part.valueQuantity is not None and part.valueQuantity.value is not None:
        if part.valueQuantity.comparator:
            raise Unclear("One of its scores is not known exactly.")
        return _whole(part.valueQuantity.value)
    if part.valueCodeableConcept is not None:
        return _scored(instrument, part.valueCodeableConcept.coding or ())
    return None


def _answered(instrument: Instrument, items: Sequence[Any], *names: str) -> list[int]:
    return [
        _answer(instrument, answer)
        for item in items
        if item.linkId and item.linkId.rstrip("/").rpartition("/")[2] in names
        for answer in item.answer or ()
    ]


def _answer(instrument: Instrument, answer: Any) -> int:
    if answer.valueInteger is not None:
        return int(answer.valueInteger)
    if answer.valueDecimal is not None:
        return _whole(answer.valueDecimal)
    if answer.valueCoding is not None:
        return _scored(instrument, [answer.valueCoding])
    raise Unclear("One of its answers is neither a number nor a LOINC answer.")


def _scored(instrument: Instrument, codings: Sequence[Any]) -> int:
    scores = {answer.loinc: answer.value for item in instrument.items for answer in item.answers}
    known = [coding for coding in codings if coding.system in (codes.LOINC, None)]
    found = {scores[coding.code] for coding in known if coding.code in scores}
    if len(found) != 1:
        raise Unclear("One of its answers is not a LOINC answer of this scale.")
    return found.pop()


def _once(found: dict[str, list[int]]) -> dict[str, int]:
    """One value for each name; the same one said twice is one, different ones are a contradiction."""
    if any(len(set(values)) > 1 for values in found.values()):
        raise Unclear("It gives different answers to one and the same question.")
    return {name: values[0] for name, values in found.items() if values}


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise Unclear(f"{value} is not a whole score.")
    return int(value)


def _flat(items: Any) -> Iterator[Any]:
    for item in items or ():
        yield item
        yield from _flat(item.item)
        for answer in item.answer or ():
            yield from _flat(answer.item)


def _is_phq9(instrument: Instrument, response: Any, items: Sequence[Any]) -> bool:
    named = str(response.questionnaire or "").lower()
    if instrument.loinc in named or any(spelling in named for spelling in _SPELLINGS):
        return True
    present = {item.linkId.rstrip("/").rpartition("/")[2] for item in items if item.linkId}
    return all(item.loinc in present for item in instrument.items)
