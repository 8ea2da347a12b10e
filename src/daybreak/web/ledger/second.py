"""The second person on a page: chosen from those who may witness, and signed in with their own passphrase."""

from django import forms

from daybreak.care import roles
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people import queries as people
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures import proof
from daybreak.clinic.signatures.proof import Proof
from daybreak.web.forms.entry import EntryForm

_LONGEST = 4096
_CHOOSE = "Choose who saw it."
_TYPE = "The second person types their own passphrase here."
_WRONG = "This is not that person's passphrase. Nothing was written; type it again."


class SecondForm(EntryForm):
    """A form that a second person signs beside the first. ``second`` and ``second_password`` are theirs."""

    second = forms.ChoiceField(label="Second person", required=False)
    second_password = forms.CharField(
        label="Their passphrase",
        required=False,
        max_length=_LONGEST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Typed by the second person, so that nobody witnesses in another's name.",
    )

    def __init__(self, by: Person, *args: object, **kwargs: object) -> None:
        """Whoever is signed in, and who gave the dose, are not offered; the record would refuse them besides."""
        self.by = by
        super().__init__(*args, **kwargs)
        offered = [("", "Choose…"), *((str(person.public_id), person.name) for person in self.witnesses())]
        field = self.fields["second"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered

    def witnesses(self) -> list[Person]:
        """Who may be asked."""
        left_out = {self.by.pk, self.not_this_one}
        here = (person for person in people.staff() if person.is_active and person.pk not in left_out)
        return [person for person in here if roles.may(people.roles_of(person), "vial.witness")]

    @property
    def not_this_one(self) -> int | None:
        """The key of someone who may not witness this, though they might another; None when there is none."""
        return None

    def proof(self) -> Proof | None:
        """The second person's proof; None with the reason beside its field."""
        chosen, typed = self.cleaned_data.get("second", ""), self.cleaned_data.get("second_password", "")
        if not chosen:
            self.add_error("second", _CHOOSE)
            return None
        if not typed:
            self.add_error("second_password", _TYPE)
            return None
        person = next(person for person in self.witnesses() if str(person.public_id) == chosen)
        try:
            found = proof.of_other(person.username, typed)
        except Conflict as too_often:
            self.add_error("second_password", str(too_often))
            return None
        if found is None:
            self.add_error("second_password", _WRONG)
        return found
