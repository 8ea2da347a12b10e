"""What is typed about plans and appointments: times, places, people, reasons; numbers of a protocol."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from daybreak.care.protocols import Protocol
from daybreak.care.protocols import shipped as protocols
from daybreak.care.rules import Rule
from daybreak.care.visits import Kind
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import queries
from daybreak.clinic.plans.models import Place
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, MomentField, NumberField, line

REASON = "Asked for when a rule is broken; kept in the history."


def _people(kind: Kind, label: str) -> forms.MultipleChoiceField:
    """Ticks for everyone who may take it, those whose work it is first."""
    choices = [(str(person.public_id), person.name) for person in queries.staff_for(kind)]
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple)


def _places(kind: Kind) -> list[tuple[str, str]]:
    known = sorted(queries.places(), key=lambda place: (place.kind != kind.place, place.name))
    return [("", "No place"), *((str(place.public_id), place.name) for place in known)]


def chosen_place(known: str) -> Place | None:
    """The place of a form's choice."""
    return queries.place(UUID(known)) if known else None


def chosen_people(known: Iterable[str]) -> list[Person]:
    """The people of a form's ticks."""
    return list(Person.objects.filter(public_id__in=list(known)).order_by("name"))


class AppointmentForm(EntryForm):
    """When, how long, where and with whom."""

    start = MomentField(label="Begins")
    minutes = forms.IntegerField(label="Length", min_value=5, max_value=600)
    place = forms.ChoiceField(label="Place", required=False)
    reason = line("Reason", longest=500, required=False, hint=REASON)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = _places(kind)  # type: ignore[attr-defined]  # a ChoiceField, as declared above
        self.fields["staff"] = _people(kind, "With")
        said = "An appointment lasts 5 to 600 minutes."
        self.fields["minutes"].error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), said)
        self.order_fields(["start", "minutes", "place", "staff", "reason"])

    @property
    def given(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        typed = self.cleaned_data
        return {
            "start": typed["start"],
            "minutes": typed["minutes"],
            "place": chosen_place(typed["place"]),
            "staff": chosen_people(typed["staff"]),
        }


class MoveForm(AppointmentForm):
    """The same, and whether what hangs on it moves along."""

    rest = forms.BooleanField(
        label="Lay the rest of the course out around it",
        required=False,
        help_text="What would no longer fit is given another time. You see it before anything is saved.",
    )


class MissedForm(EntryForm):
    """Why, and whether another date is looked for."""

    reason = line("What happened", longest=500, hint="For example: fever since this morning; no escort came.")
    again = forms.BooleanField(label="Look for another date and lay the rest out around it", required=False)


class ReasonForm(EntryForm):
    """One reason."""

    reason = line("Reason", longest=500, hint="For whoever reads the history next year.")


class BookForm(AppointmentForm):
    """One more appointment of a kind."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.kind = kind


class PlanForm(EntryForm):
    """By which protocol, from when on, in which chair, with whom."""

    protocol = forms.ChoiceField(label="Protocol", widget=forms.RadioSelect)
    first_dose_at = MomentField(label="First dose")
    place = forms.ChoiceField(label="Chair", required=False)
    reason = line("Reason", longest=500, required=False, hint=REASON)

    def __init__(self, *args: Any, next_dose: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(found.id, f"{found.title}: {found.means}") for found in protocols().values()]
        self.fields["protocol"].choices = shown  # type: ignore[attr-defined]
        chairs = [("", "No chair"), *((str(place.public_id), place.name) for place in queries.places("chair"))]
        self.fields["place"].choices = chairs  # type: ignore[attr-defined]
        for kind in Kind:
            if kind.roles:
                self.fields[f"with_{kind}"] = _people(kind, kind.label)
        if next_dose > 1:
            self.fields["first_dose_at"].label = f"Dose {next_dose}"

    @property
    def teams(self) -> list[Any]:
        """The ticks of each kind."""
        return [self[name] for name in self.fields if name.startswith("with_")]

    @property
    def team(self) -> dict[Kind, list[Person]]:
        """Who takes which kind of appointment."""
        ticked = {
            name.removeprefix("with_"): ids for name, ids in self.cleaned_data.items() if name.startswith("with_")
        }
        return {Kind(kind): chosen_people(ids) for kind, ids in ticked.items()}


class PlaceForm(EntryForm):
    """A chair or a room."""

    name = line("Name", longest=60)
    kind = forms.ChoiceField(
        label="It is",
        widget=forms.RadioSelect,
        choices=[("chair", "a chair, for doses"), ("room", "a room, for conversations")],
    )


class ClosedDayForm(EntryForm):
    """A day on which the clinic is closed."""

    day = DayField(label="Day")
    why = line("Why", longest=120, hint="For example: public holiday.")


class FeedForm(EntryForm):
    """Whose appointments a calendar program shows."""

    scope = forms.ChoiceField(
        label="It shows",
        widget=forms.RadioSelect,
        choices=[("mine", "my own appointments"), ("clinic", "all appointments of the clinic")],
    )


class ProtocolForm(EntryForm):
    """Every number of a protocol that a clinic may change, with its bounds beside it."""

    reason = line("Why these numbers", longest=500, hint="Kept with the version.")

    def __init__(self, *args: Any, shipped: Protocol, now: Protocol, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shipped = shipped
        for name, rule in shipped.rules.items():
            if not rule.is_fixed:
                for part, field in _numbers(name, rule, now.rules.value(name)):
                    self.fields[part] = field

    @property
    def values(self) -> dict[str, Any]:
        """The numbers as they were typed, by the names of the protocol."""
        return {name: self._value(name, rule) for name, rule in self.shipped.rules.items() if not rule.is_fixed}

    def parts(self, name: str) -> list[Any]:
        """The boxes of one number."""
        return [self[part] for part in self.fields if part == name or part.startswith(f"{name}__")]

    def _value(self, name: str, rule: Rule) -> Any:
        if rule.choices:
            return list(self.cleaned_data[name])
        if isinstance(rule.value, tuple):
            return [_plain(self.cleaned_data[f"{name}__{place}"]) for place in range(len(rule.value))]
        if isinstance(rule.value, dict):
            return {part: _plain(self.cleaned_data[f"{name}__{part}"]) for part in rule.value}
        return _plain(self.cleaned_data[name])


def _numbers(name: str, rule: Rule, value: Any) -> Iterable[tuple[str, forms.Field]]:
    """A box for each number of a rule, named after it; ticks for one that is a choice."""
    if rule.choices:
        words = [(choice, choice.replace("_", " ")) for choice in rule.choices]
        yield (
            name,
            forms.MultipleChoiceField(
                label=rule.title, choices=words, initial=list(value), widget=forms.CheckboxSelectMultiple
            ),
        )
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield f"{name}__{place}", NumberField(label=_ordinal(place, rule), initial=part)
    elif isinstance(value, dict):
        for part, length in value.items():
            yield f"{name}__{part}", NumberField(label=Kind(part).label, initial=length)
    else:
        yield name, NumberField(label=rule.title, initial=value)


def _ordinal(place: int, rule: Rule) -> str:
    if rule.id == "integration_hours":
        return ("not before", "not after")[place]
    return f"number {place + 1}"


def _plain(number: Any) -> Any:
    return int(number) if number == int(number) else float(number)
