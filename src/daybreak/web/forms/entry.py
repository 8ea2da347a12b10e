"""How a form becomes one row: a key against doubles, errors as sentences, confirmations bound to what was typed."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django import forms

from daybreak.care.findings import Finding, Refused
from daybreak.clinic.entry import Invalid

Row = TypeVar("Row")


@dataclass(frozen=True)
class Asked:
    """An improbable value: what is asked, what the tick sends, whether it is ticked."""

    sentence: str
    tick: str
    ticked: bool


class EntryForm(forms.Form):
    """A form that enters one row. It keeps what was typed, and its ``client_id`` through every correction."""

    bound_to: ClassVar[dict[str, tuple[str, ...]]] = {}
    """For a question about the whole entry: the fields whose values its confirmation is made for."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["client_id"].initial = uuid.uuid4
        self.findings: tuple[Finding, ...] = ()
        self._asked: dict[str, str] = {}
        for name, field in self.fields.items():
            label = field.label or name.replace("_", " ").capitalize()
            field.error_messages |= _sentences(str(label), field)

    def enter(self, act: Callable[..., Row], **values: Any) -> Row | None:
        """Do ``act`` with the form's key, what was confirmed and ``values``; None when the record refused."""
        return self.attempt(lambda: act(client_id=self.key, confirmed=self.confirmed, **values))

    def attempt(self, act: Callable[[], Row]) -> Row | None:
        """Do ``act``; None when the record refused, and the form says why. What the state forbids is raised on."""
        try:
            return act()
        except Invalid as invalid:
            self.say(invalid)
        except Refused as refusal:
            self.findings = refusal.findings
        return None

    @property
    def key(self) -> uuid.UUID | None:
        """The form's own key: sent twice, it enters once."""
        key: uuid.UUID | None = self.cleaned_data.get("client_id")
        return key

    @property
    def confirmed(self) -> tuple[str, ...]:
        """What a person has said is right. A tick counts only for the value that it was made for."""
        ticks = self.data.getlist("confirm") if hasattr(self.data, "getlist") else []
        names = {tick.partition(":")[0] for tick in ticks}
        return tuple(sorted(name for name in names if self._tick(name) in ticks))

    def asked(self, name: str) -> Asked | None:
        """What is asked about a field, or that it was confirmed; None when neither."""
        if name in self._asked:
            return Asked(self._asked[name], self._tick(name), ticked=False)
        return Asked("", self._tick(name), ticked=True) if name in self.confirmed else None

    @property
    def asked_of_all(self) -> list[Asked]:
        """What is asked about the whole entry rather than one field."""
        names = {*self._asked, *self.confirmed} - set(self.fields)
        return [found for name in sorted(names) if (found := self.asked(name))]

    @property
    def is_asking(self) -> bool:
        """Whether a confirmation is waited for."""
        return bool(self._asked)

    def say(self, invalid: Invalid) -> None:
        """Put each sentence beside its field."""
        for name, sentence in invalid.errors.items():
            self.add_error(name if name in self.fields else None, sentence)
        self._asked = dict(invalid.confirm)

    def _tick(self, name: str) -> str:
        typed = [self.data.get(field, "") for field in self.bound_to.get(name, (name,))]
        return f"{name}:{' '.join(typed)}"


def _sentences(label: str, field: forms.Field) -> dict[str, str]:
    """What a field says when it cannot take what came, instead of Django's words."""
    said = {
        "required": f"{label} is missing. Fill it in.",
        "max_length": f"{label} is too long. Keep it to %(limit_value)d characters.",
        "null_characters_not_allowed": f"{label} contains characters that cannot be written. Type it again.",
    }
    if isinstance(field, forms.ChoiceField):
        said["invalid_choice"] = "This page does not offer that. Choose again."
    return said
