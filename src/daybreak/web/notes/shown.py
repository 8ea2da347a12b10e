"""A progress note as people see it: its parts in words."""

from dataclasses import dataclass
from typing import Any

from daybreak.care import notes as care
from daybreak.clinic.notes.models import ProgressNote


@dataclass(frozen=True)
class Shown:
    """One note with its words."""

    note: ProgressNote

    @property
    def occasion(self) -> str:
        """What it was about."""
        return care.label("occasion", self.note.occasion)

    @property
    def themes(self) -> list[str]:
        """The themes, those in own words last."""
        own = self.note.parts.get("theme_words", "")
        return [*(care.label("theme", theme) for theme in self.note.parts.get("themes", [])), *([own] if own else [])]

    @property
    def intention(self) -> dict[str, str]:
        """The intention revisited, beside the patient's words of the preparation."""
        found: dict[str, str] = self.note.parts.get("intention", {})
        return found

    @property
    def commitments(self) -> list[str]:
        """What the patient took on."""
        found: list[str] = self.note.parts.get("commitments", [])
        return found

    @property
    def homework(self) -> list[str]:
        """What the patient set out to do until next time."""
        return [one["text"] for one in self.note.parts.get("homework", [])]

    @property
    def reviews(self) -> list[dict[str, Any]]:
        """What became of earlier homework."""
        return [{**one, "label": care.label("outcome", one["outcome"])} for one in self.note.parts.get("reviews", [])]


def shown(note: ProgressNote) -> Shown:
    """The note with its words."""
    return Shown(note)
