"""Which questionnaires this clinic can ask, in which words: those shipped, and those whose text it imported."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daybreak.care import cognition, questionnaires
from daybreak.care.instrument import Instrument
from daybreak.care.instrument_files import Wording, worded
from daybreak.clinic.entry import Conflict
from daybreak.clinic.measures.models import InstrumentText

BY_PATIENT = "patient"


@dataclass(frozen=True)
class Askable:
    """One thing that can be asked: a questionnaire or a browser task."""

    id: str
    title: str
    minutes: int
    is_task: bool
    rated_by: str
    is_worded: bool


def load(instrument_id: str, language: str = "en") -> Instrument:
    """The questionnaire in the clinic's words for this language, else in English. ValueError for an unknown one.

    A licensed one whose text nobody imported comes without words: ``is_worded`` is False.
    """
    instrument = questionnaires.load(instrument_id, language)
    if not instrument.is_licensed:
        return instrument
    text = _text(instrument_id, language) or _text(instrument_id, "en") or _text(instrument_id, "")
    return worded(instrument, wording_of(text)) if text else instrument


def require_words(instrument: Instrument) -> Instrument:
    """The same questionnaire. Conflict when it cannot be shown, because its licensed text was never imported."""
    if not instrument.is_worded:
        raise Conflict(
            f"The wording of {instrument.short_title} is licensed and not in this clinic yet. "
            "Import it with `daybreak instrument import`."
        )
    return instrument


def wording_of(text: InstrumentText) -> Wording:
    """The imported words, as care understands them."""
    content: Mapping[str, Any] = text.content
    answers = {link: {int(value): words for value, words in own.items()} for link, own in content["answers"].items()}
    return Wording(
        language=text.language,
        items=content["items"],
        answers=answers,
        title=content.get("title", ""),
        recall=content.get("recall", ""),
        attribution=content.get("attribution", ""),
        source=text.source,
    )


def askable() -> tuple[Askable, ...]:
    """Everything that exists, questionnaires first; what lacks its words says so."""
    imported = set(InstrumentText.objects.values_list("instrument", flat=True))
    scales = (questionnaires.load(name) for name in questionnaires.INSTRUMENTS)
    return (
        *(
            Askable(scale.id, scale.short_title, scale.minutes, False, scale.rated_by, _has_words(scale, imported))
            for scale in scales
        ),
        *(Askable(task.id, task.title, task.minutes, True, BY_PATIENT, True) for task in cognition.tasks().values()),
    )


def by_link() -> dict[str, Askable]:
    """What a patient can answer alone on a phone, by id."""
    return {one.id: one for one in askable() if one.is_worded and one.rated_by == BY_PATIENT}


def title_of(instrument_id: str) -> str:
    """What staff call it: "PHQ-9", "Vigilance task"."""
    if instrument_id in cognition.TASKS:
        return cognition.task(instrument_id).title
    return questionnaires.load(instrument_id).short_title


def is_task(instrument_id: str) -> bool:
    """Whether it is played rather than answered."""
    return instrument_id in cognition.TASKS


def _has_words(scale: Instrument, imported: set[str]) -> bool:
    return scale.id in imported if scale.is_licensed else scale.is_worded


def _text(instrument_id: str, language: str) -> InstrumentText | None:
    """The latest text in the language; any language when it is empty."""
    rows = InstrumentText.objects.filter(instrument=instrument_id)
    return (rows.filter(language=language) if language else rows).last()
