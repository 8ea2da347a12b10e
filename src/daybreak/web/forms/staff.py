"""Who works in the clinic, as typed by the person who manages staff."""

from django import forms

from daybreak.care.roles import Role
from daybreak.clinic.people import actions
from daybreak.clinic.people.models import Person
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import line

_NEW = forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True)


def role_choices() -> list[tuple[str, str]]:
    """Every role with what it is there for."""
    return [(role.value, f"{role.label.capitalize()}: {role.does}") for role in Role]


class AddPersonForm(EntryForm):
    """A new member of staff."""

    name = line("Name", longest=120, hint="As it stands beside everything they sign.")
    username = line("Sign-in name", longest=60, autocapitalize="none", spellcheck="false")
    email = line("E-mail", longest=254, required=False, type="email")
    roles = forms.MultipleChoiceField(label="Roles", choices=role_choices, widget=forms.CheckboxSelectMultiple)
    password = forms.CharField(
        label="First passphrase",
        widget=_NEW,
        help_text="At least 12 characters. Hand it over in person; they change it at their first sign-in.",
        strip=False,
    )

    def save(self, by: Person) -> Person | None:
        """Add the person; None when something is wrong."""
        given = {name: self.cleaned_data[name] for name in ("name", "username", "email", "roles", "password")}
        return self.attempt(lambda: actions.add_person(by=by, **given))


class PassphraseForm(EntryForm):
    """A new passphrase for someone who has lost theirs."""

    password = forms.CharField(
        label="New passphrase", widget=_NEW, help_text="At least 12 characters. Hand it over in person.", strip=False
    )

    def save(self, by: Person, person: Person) -> bool:
        """Set it; False when it is too weak."""
        password = self.cleaned_data["password"]
        return self.attempt(lambda: _set(by, person, password)) is not None


def _set(by: Person, person: Person, password: str) -> Person:
    actions.set_password(by=by, person=person, password=password)
    return person
