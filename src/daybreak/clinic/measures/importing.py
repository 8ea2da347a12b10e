"""Takes a clinic's licensed wording into its database: read from a small file, checked, signed, never overwritten."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from daybreak.care import questionnaires
from daybreak.care.instrument_files import LICENSED, Wording, problems_of
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Invalid
from daybreak.clinic.measures.models import InstrumentText
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

LARGEST_FILE = 200_000
MEANING = "This clinic is licensed to use this wording"
ALL = "all"
"""In the file: the answers of every question that has none of its own."""


@dataclass(frozen=True)
class WordingFile:
    """What a file says: the questionnaire, its words, and under which licence they are used."""

    instrument: str
    wording: Wording
    licence: str
    sha256: str


def read_wording(content: bytes) -> WordingFile:
    """The file, checked against the structure of its questionnaire. Invalid tells in sentences what does not fit."""
    if len(content) > LARGEST_FILE:
        raise Invalid(errors={"file": f"The file is larger than {LARGEST_FILE // 1000} kB: it is no wording."})
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Invalid(errors={"file": f"The file is not written in TOML: {problem}."}) from problem
    return _checked(raw, hashlib.sha256(content).hexdigest())


def import_wording(*, by: Person, content: bytes, proof: Proof | None, client_id: UUID | None = None) -> InstrumentText:
    """The wording of ``content`` from now on. Invalid when the file does not fit; signed by whoever answers for it."""
    permit(by, "instrument.import")
    file = read_wording(content)
    signatures.checked(by, proof)
    return once(
        InstrumentText,
        client_id,
        lambda row: row.file_sha256 == file.sha256,
        lambda: _import(by, file, proof, client_id),
    )


def _import(by: Person, file: WordingFile, proof: Proof | None, client_id: UUID | None) -> InstrumentText:
    words = file.wording
    answers = {link: {str(value): text for value, text in own.items()} for link, own in words.answers.items()}
    row = InstrumentText.objects.create(
        instrument=file.instrument,
        language=words.language,
        content={
            "title": words.title,
            "recall": words.recall,
            "attribution": words.attribution,
            "items": dict(words.items),
            "answers": answers,
        },
        licence=file.licence,
        source=words.source,
        file_sha256=file.sha256,
        recorded_by=by,
        client_id=client_id,
    )
    signed = f"{file.instrument} {words.language} {file.sha256}\n{file.licence}"
    signatures.sign(by=by, meaning=MEANING, subject=row, content=signed, proof=proof)
    detail = {"instrument": file.instrument, "language": words.language, "sha256": file.sha256}
    audit.append(by=by, act="instrument.import", subject=row, detail=detail)
    return row


def _checked(raw: Mapping[str, Any], sha256: str) -> WordingFile:
    instrument_id, language = str(raw.get("instrument", "")), str(raw.get("language", ""))
    errors = {}
    if instrument_id not in LICENSED:
        errors["instrument"] = f"“instrument” must be one of {', '.join(LICENSED)}."
    if language not in questionnaires.LANGUAGES:
        errors["language"] = f"“language” must be one of {', '.join(questionnaires.LANGUAGES)}."
    if len(str(raw.get("licence", "")).strip()) < 20:
        errors["licence"] = "“licence” must say who licensed the wording to this clinic, when, and for what."
    if not str(raw.get("source", "")).strip():
        errors["source"] = "“source” must say where the wording was taken from."
    if not errors:
        wording = _wording(raw, instrument_id, language, errors)
        problems = problems_of(questionnaires.load(instrument_id), wording)
        errors |= {"items": " ".join(problems)} if problems else {}
    if errors:
        raise Invalid(errors=errors)
    return WordingFile(instrument_id, wording, str(raw["licence"]).strip(), sha256)


def _wording(raw: Mapping[str, Any], instrument_id: str, language: str, errors: dict[str, str]) -> Wording:
    try:
        items = {str(link): str(text) for link, text in dict(raw.get("items", {})).items()}
        lists = {str(name): _texts(own) for name, own in dict(raw.get("answers", {})).items()}
    except (TypeError, ValueError):
        errors["answers"] = "“items” maps question to words; “answers.all” or “answers.QUESTION” map value to words."
        items, lists = {}, {}
    shared = lists.pop(ALL, {})
    links = [item.link_id for item in questionnaires.load(instrument_id).items]
    answers = {link: lists.pop(link, shared) for link in links} | lists
    return Wording(
        language=language,
        items=items,
        answers=answers,
        title=str(raw.get("title", "")),
        recall=str(raw.get("recall", "")),
        attribution=str(raw.get("attribution", "")),
        source=str(raw["source"]).strip()[:300],
    )


def _texts(own: Mapping[str, Any]) -> dict[int, str]:
    return {int(value): str(text) for value, text in own.items()}
