"""Who a patient is, as typed when they are registered."""

from django import forms

from daybreak.clinic.patients import actions
from daybreak.clinic.patients.models import Patient, Sex
from daybreak.clinic.people.models import Person
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, line


class RegisterForm(EntryForm):
    """Names, birth date, sex, the ways to reach the patient."""

    bound_to = {"duplicate": ("given_name", "family_name", "birth_date")}

    given_name = line("Given name", longest=120)
    family_name = line("Family name", longest=120)
    birth_date = DayField(label="Date of birth")
    sex = forms.ChoiceField(
        label="Sex",
        choices=Sex.choices,
        widget=forms.RadioSelect,
        help_text="As the ideal weight formula and the model use it.",
    )
    mrn = line("Record number", longest=40, required=False, hint="Leave empty and the next free number is given.")
    phone = line("Telephone", longest=40, required=False, type="tel")
    email = line("E-mail", longest=254, required=False, type="email")
    address = line("Postal address", longest=300, required=False, hint="The record of controlled drugs asks for it.")

    def save(self, by: Person) -> Patient | None:
        """Register the patient; None when something is wrong or waits for a confirmation."""
        given = {name: self.cleaned_data[name] for name in self.fields if name != "client_id"}
        return self.attempt(lambda: actions.register(by=by, client_id=self.key, confirmed=self.confirmed, **given))


class IdentityForm(RegisterForm):
    """The same, put right for someone on record."""

    mrn = line("Record number", longest=40, required=False, hint="Left empty, it stays as it was.")

    @classmethod
    def of(cls, patient: Patient) -> "IdentityForm":
        """Filled in with what is on record."""
        return cls(initial={name: getattr(patient, name) for name in actions.IDENTITY})

    def amend(self, by: Person, patient: Patient) -> Patient | None:
        """Put it right; None when something is wrong or waits for a confirmation."""
        given = {name: self.cleaned_data[name] for name in actions.IDENTITY}
        return self.attempt(lambda: actions.amend_identity(by=by, patient=patient, confirmed=self.confirmed, **given))
