"""The fields of a note as they are typed; nothing is required while it is a draft."""

from collections.abc import Mapping
from typing import Any

from django import forms

from daybreak.care import notes as care
from daybreak.clinic.notes.content import LONGEST, Frame, Homework
from daybreak.clinic.notes.models import Words
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import line

MANY = ("themes",)
"""Fields of which more than one value may be sent."""
APART = ("csrfmiddlewaretoken", "client_id", "signing_password", "draft", "version", "tab", "sign", "save", "confirm")
"""What is sent with a note and is no part of it."""


def prose(label: str, rows: int, hint: str = "") -> forms.CharField:
    """Several lines of text that no browser keeps."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off", "maxlength": str(LONGEST)})
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget, strip=False)


class PrivateForm(EntryForm):
    """A psychotherapy note: when, and the words."""

    at = forms.CharField(label="When", required=False, widget=forms.TextInput(attrs={"type": "datetime-local"}))
    text = prose("The note", 18)


class NoteForm(EntryForm):
    """A progress note with its structured parts."""

    occasion = forms.ChoiceField(
        label="Occasion", required=False, choices=[(o.id, o.label) for o in care.options("occasion")]
    )
    at = forms.CharField(label="When", required=False, widget=forms.TextInput(attrs={"type": "datetime-local"}))
    text = prose("The note", 10, "What the colleagues who treat this patient must know.")
    themes = forms.MultipleChoiceField(
        label="Themes",
        required=False,
        choices=[(option.id, option.label) for option in care.options("theme")],
        widget=forms.CheckboxSelectMultiple,
    )
    theme_words = line("Other themes", required=False)
    revisited = prose("The intention, revisited", 4, "How the patient sees it now.")
    commitments = prose("Commitments", 3, "What the patient takes on from here. One a line.")
    homework = prose("Homework until next time", 3, "One a line. The next note asks what became of each.")
    reason = line("Why it is amended", required=False)

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame
        for homework in () if frame.is_addendum else frame.homework:
            self._ask_about(homework)
        for name in _not_asked(frame):
            del self.fields[name]

    @property
    def reviews(self) -> list[tuple[Homework, forms.BoundField, forms.BoundField]]:
        """What is asked about homework of earlier notes."""
        if self.frame.is_addendum:
            return []
        return [(one, self[f"review-{one.id}"], self[f"review-{one.id}-words"]) for one in self.frame.homework]

    def _ask_about(self, homework: Homework) -> None:
        outcomes = [(option.id, option.label) for option in care.options("outcome")]
        name = f"review-{homework.id}"
        self.fields[name] = forms.ChoiceField(
            label=homework.text, required=False, choices=outcomes, widget=forms.RadioSelect
        )
        self.fields[f"{name}-words"] = line("In a few words", required=False)


def words_of(posted: Any) -> Words:
    """The fields of a note as they were typed."""
    return {
        name: posted.getlist(name) if name in MANY else posted.get(name, "") for name in posted if name not in APART
    }


def form_of(is_private: bool, frame: Frame, *, data: Any = None, words: Mapping[str, Any] | None = None) -> EntryForm:
    """The form of a draft, as typed or as kept."""
    if is_private:
        return PrivateForm(data, initial=words)
    return NoteForm(data, initial=words, frame=frame)


def _not_asked(frame: Frame) -> list[str]:
    parts = ["themes", "theme_words", "revisited", "commitments", "homework"] if frame.is_addendum else []
    return [*parts, *([] if frame.amends else ["reason"])]
