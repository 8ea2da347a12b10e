"""Turns the fields of a note's form, as typed, into what is kept and signed; and what is kept into fields again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from daybreak.care import notes as care
from daybreak.care import plausibility
from daybreak.clinic import clock
from daybreak.clinic.entry import Entries
from daybreak.clinic.notes.models import ProgressNote, Words

LONGEST = 20_000
LONGEST_LINE = 300
MOST_LINES = 20


@dataclass(frozen=True)
class Homework:
    """One thing that the patient set out to do."""

    id: str
    text: str


@dataclass(frozen=True)
class Content:
    """A note as it can be kept."""

    occasion: str
    at: datetime
    text: str
    reason: str = ""
    parts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """What a note is written into: homework still open, the intention of the preparation, whether it amends."""

    homework: tuple[Homework, ...] = ()
    intention: str = ""
    intention_id: UUID | None = None
    amends: bool = False
    is_addendum: bool = False


def read(words: Words, frame: Frame, confirmed: Collection[str] = ()) -> Content:
    """The content of a progress note. Invalid names each field that cannot be kept."""
    entries = Entries(confirmed)
    occasion = str(words.get("occasion", "other"))
    if occasion not in {option.id for option in care.options("occasion")}:
        entries.refuse("occasion", "Choose one of those offered.")
    content = Content(
        occasion=occasion,
        at=moment(entries, words),
        text=prose(entries, "text", str(words.get("text", "")), "The note"),
        reason=_reason(entries, words, frame),
        parts={} if frame.is_addendum else _parts(entries, words, frame),
    )
    entries.settle()
    return content


def moment(entries: Entries, words: Words) -> datetime:
    """When it took place: the clinic's own time, as the browser's field writes it; now when it is left empty."""
    typed = str(words.get("at", "")).strip()
    if not typed:
        return clock.now()
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        entries.refuse("at", "This is not a moment. Write it as day and time, like 2026-11-12 14:20.")
        return clock.now()
    aware = local if local.tzinfo else local.replace(tzinfo=timezone.get_default_timezone())
    found = plausibility.check_time(aware.astimezone(UTC), clock.now())
    if aware > clock.now():
        entries.refuse("at", "This moment lies ahead. Enter when it took place.")
    entries.judge("at", found)
    return aware.astimezone(UTC)


def prose(entries: Entries, name: str, typed: str, called: str, *, required: bool = True) -> str:
    """Words as they were written, line breaks and all."""
    clean = typed.replace("\x00", "").replace("\r\n", "\n").strip()
    if required and not clean:
        entries.refuse(name, f"{called} is empty. Write it before you sign.")
    if len(clean) > LONGEST:
        entries.refuse(name, f"{called} is too long: keep it to {LONGEST} characters.")
    return clean


def lines(entries: Entries, name: str, typed: str, called: str) -> list[str]:
    """One thing a line."""
    found = [" ".join(line.split()) for line in typed.replace("\x00", "").splitlines() if line.strip()]
    if len(found) > MOST_LINES:
        entries.refuse(name, f"{called}: more than {MOST_LINES} lines. Keep what matters most.")
    if any(len(line) > LONGEST_LINE for line in found):
        entries.refuse(name, f"{called}: a line is too long. Keep each to {LONGEST_LINE} characters.")
    return found


def _parts(entries: Entries, words: Words, frame: Frame) -> dict[str, Any]:
    offered = [option.id for option in care.options("theme")]
    chosen = words.get("themes", [])
    marked = {chosen} if isinstance(chosen, str) else set(chosen)
    if marked - set(offered):
        entries.refuse("themes", "This page does not offer one of these themes. Choose again.")
    revisited = prose(entries, "revisited", str(words.get("revisited", "")), "The intention revisited", required=False)
    homework = lines(entries, "homework", str(words.get("homework", "")), "Homework")
    parts = {
        "themes": [theme for theme in offered if theme in marked],
        "theme_words": entries.text(
            "theme_words",
            str(words.get("theme_words", "")),
            longest=LONGEST_LINE,
            required=False,
            called="Other themes",
        ),
        "intention": _intention(frame, revisited),
        "commitments": lines(entries, "commitments", str(words.get("commitments", "")), "Commitments"),
        "homework": [{"id": str(uuid4()), "text": line} for line in homework],
        "reviews": [review for one in frame.homework if (review := _review(entries, words, one))],
    }
    return {name: value for name, value in parts.items() if value}


def _intention(frame: Frame, revisited: str) -> dict[str, str]:
    """What was said of it now, beside the words of the preparation as they were shown."""
    if not revisited:
        return {}
    return {"revisited": revisited, "words": frame.intention, "id": str(frame.intention_id or "")}


def _review(entries: Entries, words: Words, homework: Homework) -> dict[str, str] | None:
    """What became of one piece of homework; None when nothing was said."""
    name = f"review-{homework.id}"
    outcome = str(words.get(name, ""))
    if not outcome:
        return None
    if outcome not in {option.id for option in care.options("outcome")}:
        entries.refuse(name, "Choose one of those offered.")
    said = entries.text(
        f"{name}-words",
        str(words.get(f"{name}-words", "")),
        longest=LONGEST_LINE,
        required=False,
        called="What became of it",
    )
    return {"id": homework.id, "text": homework.text, "outcome": outcome, "words": said}


def _reason(entries: Entries, words: Words, frame: Frame) -> str:
    if not frame.amends:
        return ""
    return entries.text("reason", str(words.get("reason", "")), longest=LONGEST_LINE, called="Why it is amended")


def typed(note: ProgressNote) -> Words:
    """A signed note as the fields of a form, to be amended."""
    parts = note.parts
    reviews: dict[str, str] = {}
    for review in parts.get("reviews", []):
        reviews |= {f"review-{review['id']}": review["outcome"], f"review-{review['id']}-words": review["words"]}
    return {
        "occasion": note.occasion,
        "at": timezone.localtime(note.at, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M"),
        "text": note.text,
        "themes": parts.get("themes", []),
        "theme_words": parts.get("theme_words", ""),
        "revisited": parts.get("intention", {}).get("revisited", ""),
        "commitments": "\n".join(parts.get("commitments", [])),
        "homework": "\n".join(one["text"] for one in parts.get("homework", [])),
        **reviews,
    }


def as_signed(note: ProgressNote) -> str:
    """The note as the text that is signed, the same each time."""
    parts = note.parts
    out = [f"Progress note {note.public_id} of {note.course.patient.public_id} at {note.at.isoformat()}"]
    out += [f"Occasion: {note.occasion}", note.text]
    out += [f"Amends {note.supersedes.public_id}: {note.reason}"] if note.supersedes else []
    out += [f"Adds to {note.addendum_to.public_id}"] if note.addendum_to else []
    out += [f"{name}: {_flat(parts[name])}" for name in sorted(parts)]
    return "\n".join(out)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}={_flat(value[name])}" for name in sorted(value))
    if isinstance(value, Iterable) and not isinstance(value, str):
        return " | ".join(map(_flat, value))
    return str(value)
