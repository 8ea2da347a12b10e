"""What is typed about a window: when it is booked, that it was held, why not, and to whom it goes."""

from typing import Any, ClassVar

from django import forms

from daybreak.clinic.integration import actions, queries
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans.models import Appointment, Place
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import MomentField, line


class WindowForm(EntryForm):
    """One of several forms on the page of a window: the ids of its fields begin with a word of its own."""

    ids: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"id_{self.ids}_%s", **kwargs)


class BookForm(WindowForm):
    """When, and where."""

    ids = "book"
    bound_to: ClassVar[dict[str, tuple[str, ...]]] = {"at": ("at",)}

    at = MomentField(label="Begins")
    place = forms.ChoiceField(label="Room", required=False)
    reason = line("Reason", longest=500, required=False, hint="Only where a rule below asks for one.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = {str(room.public_id): room for room in Place.objects.filter(kind="room", retired_at=None)}
        named = [(key, room.name) for key, room in self.rooms.items()]
        self.fields["place"].choices = [("", "No room, or by video"), *named]  # type: ignore[attr-defined]

    def save(self, by: Person, window: IntegrationWindow) -> Appointment | None:
        """Book it; None when something is wrong."""
        given = self.cleaned_data
        return self.enter(
            actions.book,
            by=by,
            window=window,
            at=given["at"],
            place=self.rooms.get(given["place"]),
            reason=given["reason"],
        )


class HoldForm(WindowForm):
    """That it was held, when, without a note of the programme's own."""

    ids = "hold"

    at = MomentField(label="Held at")
    words = line("What the others must know", longest=300, required=False)

    def save(self, by: Person, window: IntegrationWindow) -> IntegrationWindow | None:
        """Write it down; None when something is wrong."""
        given = self.cleaned_data
        return self.attempt(lambda: actions.hold(by=by, window=window, at=given["at"], words=given["words"]))


class LetGoForm(WindowForm):
    """Why it is not going to be held."""

    ids = "let-go"

    reason = line("Why it was not held", longest=500, hint="It stays with the window as its end.")

    def save(self, by: Person, window: IntegrationWindow) -> IntegrationWindow | None:
        """Write it down; None when something is wrong."""
        return self.attempt(lambda: actions.let_go(by=by, window=window, reason=self.cleaned_data["reason"]))


class HandOnForm(WindowForm):
    """To whom, and why."""

    ids = "hand-on"

    to = forms.ChoiceField(label="To")
    why = line("Why", longest=300)

    def __init__(self, *args: Any, window: IntegrationWindow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.public_id): person for person in queries.who_may_own(window)}
        named = [(key, person.name) for key, person in self.people.items()]
        self.fields["to"].choices = [("", "Choose a colleague"), *named]  # type: ignore[attr-defined]

    def save(self, by: Person, window: IntegrationWindow) -> IntegrationWindow | None:
        """Hand it on; None when something is wrong."""
        to, why = self.people[self.cleaned_data["to"]], self.cleaned_data["why"]
        return self.attempt(lambda: actions.hand_on(by=by, window=window, to=to, why=why))
