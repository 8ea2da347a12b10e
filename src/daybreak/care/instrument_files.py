"""How questionnaires are read from their files, in a language, and how a clinic's licensed wording is put into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from daybreak.care.findings import Certainty
from daybreak.care.instrument import Answer, Band, Instrument, Item, Level, Part, Subscale, When
from daybreak.care.rules import read_toml
from daybreak.care.sedation import scale

WORDED = ("phq9", "gad7", "phq2", "who5", "pcl5", "auditc", "csqvr", "moaas")
"""Shipped with their wording."""
LICENSED = ("madrs", "qids", "cadss", "shaps", "cssrs", "icsi")
"""Shipped as structure and scoring; the clinic imports the wording it is licensed to use."""
INSTRUMENTS = (*WORDED, *LICENSED)
LANGUAGES = {"en": "English", "de": "Deutsch"}


@dataclass(frozen=True)
class Wording:
    """The words of one questionnaire in one language: by link id the questions, by link id and value the answers."""

    language: str
    items: Mapping[str, str]
    answers: Mapping[str, Mapping[int, str]]
    title: str = ""
    recall: str = ""
    attribution: str = ""
    source: str = ""


@cache
def load(instrument_id: str, language: str = "en") -> Instrument:
    """A questionnaire, for example load("phq9", "de"). ValueError when there is none of this name.

    Where no official wording in the language may be shipped it comes in English, and `language` says so.
    """
    if instrument_id not in INSTRUMENTS:
        raise ValueError(f"There is no instrument {instrument_id!r}; there are: {', '.join(INSTRUMENTS)}.")
    instrument = _moaas() if instrument_id == "moaas" else _read(instrument_id)
    translated = shipped_wording(instrument_id, language)
    return worded(instrument, translated) if translated else instrument


def worded(instrument: Instrument, wording: Wording) -> Instrument:
    """The questionnaire in these words. ValueError names what has no words or is no part of it."""
    problems = problems_of(instrument, wording)
    if problems:
        raise ValueError(" ".join(problems))
    items = tuple(_worded_item(item, wording) for item in instrument.items)
    return replace(
        instrument,
        items=items,
        language=wording.language,
        title=wording.title or instrument.title,
        recall=wording.recall or instrument.recall,
        attribution=wording.attribution or instrument.attribution,
        source=wording.source or instrument.source,
    )


def problems_of(instrument: Instrument, wording: Wording) -> tuple[str, ...]:
    """What keeps the words from fitting the questionnaire, as sentences; none when they fit."""
    known = {item.link_id for item in instrument.items}
    missing = [item.link_id for item in instrument.items if not wording.items.get(item.link_id, "").strip()]
    strange = [link_id for link_id in (*wording.items, *wording.answers) if link_id not in known]
    silent = [
        f"{item.link_id}={answer.value}"
        for item in instrument.items
        for answer in item.answers
        if not wording.answers.get(item.link_id, {}).get(answer.value, "").strip()
    ]
    beyond = [
        f"{link_id}={value}"
        for link_id, texts in wording.answers.items()
        if link_id in known
        for value in texts
        if instrument.item(link_id).answer(value) is None
    ]
    said = {
        "These questions have no words: {}.": missing,
        f"{instrument.short_title} has no such questions: {{}}.": list(dict.fromkeys(strange)),
        "These answers have no words: {}.": silent,
        f"{instrument.short_title} has no such answers: {{}}.": beyond,
    }
    return tuple(sentence.format(", ".join(names)) for sentence, names in said.items() if names)


@cache
def shipped_wording(instrument_id: str, language: str) -> Wording | None:
    """The official wording in another language, where it may be shipped and is known exactly."""
    path = f"instruments/{language}/{instrument_id}.toml"
    if language not in LANGUAGES or not resources.files("daybreak.care").joinpath(path).is_file():
        return None
    raw = read_toml(path)
    answers = {int(value): text for value, text in raw["answers"].items()}
    return Wording(
        language=language,
        items=dict(raw["items"]),
        answers=dict.fromkeys(raw["items"], answers),
        title=raw["title"],
        recall=raw["recall"],
        attribution=raw["attribution"],
        source=raw["source"],
    )


def _worded_item(item: Item, wording: Wording) -> Item:
    texts = wording.answers[item.link_id]
    answers = tuple(replace(answer, text=texts[answer.value]) for answer in item.answers)
    return replace(item, text=wording.items[item.link_id], answers=answers)


def _read(instrument_id: str) -> Instrument:
    raw: dict[str, Any] = dict(read_toml(f"instruments/{instrument_id}.toml"))
    points = {int(value): count for value, count in raw.pop("points", {}).items()}
    shared = tuple(Answer(**part) for part in raw.pop("answer", ()))
    shared = shared or tuple(Answer(value, points=points.get(value)) for value in raw.pop("values", ()))
    return Instrument(
        items=tuple(_item(part, shared) for part in raw.pop("item")),
        bands=tuple(Band(**part) for part in raw.pop("band")),
        parts=tuple(Part(**_listed(part)) for part in raw.pop("part", ())),
        levels=tuple(Level(**_listed(part)) for part in raw.pop("level", ())),
        subscales=tuple(Subscale(**_listed(part)) for part in raw.pop("subscale", ())),
        **{**raw, "certainty": Certainty(raw["certainty"])},
    )


def _item(raw: Mapping[str, Any], shared: tuple[Answer, ...]) -> Item:
    own = tuple(Answer(**part) for part in raw.get("answers", ()))
    when = When(**raw["when"]) if "when" in raw else None
    return Item(raw["link_id"], raw.get("text", ""), raw.get("loinc", ""), own or shared, when)


def _listed(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}


def _moaas() -> Instrument:
    """The sedation scale of the bedside as a questionnaire of one item; its levels stand in their own file."""
    levels = scale()
    answers = tuple(Answer(level.score, level.text) for level in levels.levels)
    return Instrument(
        id="moaas",
        title=levels.title,
        short_title="MOAA/S",
        version=levels.version,
        wording="shipped",
        attribution="After Chernik DA et al. J Clin Psychopharmacol 1990; 10: 244–251.",
        source=levels.source,
        certainty=Certainty.READ,
        items=(Item("moaas-1", "Level of alertness and sedation, as observed now", "", answers),),
        bands=tuple(Band(level.score, level.score, level.label) for level in levels.levels),
        recall="The observer chooses the level that fits the response seen now.",
        minutes=1,
        rated_by="clinician",
        higher_is="better",
    )
