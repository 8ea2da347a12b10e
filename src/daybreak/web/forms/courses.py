"""What is typed when a course is opened, and when it moves to another phase."""

from typing import Any

from django import forms

from daybreak.care import courses as care
from daybreak.clinic.courses import actions
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import line


class OpenCourseForm(EntryForm):
    """What is treated."""

    indication = line(
        "What is treated",
        longest=300,
        hint="As it should stand in the record, for example “recurrent depressive disorder, current episode severe”.",
    )

    def save(self, by: Person, patient: Patient) -> Course | None:
        """Open the course; None when something is wrong."""
        indication = self.cleaned_data["indication"]
        return self.attempt(
            lambda: actions.open_course(by=by, patient=patient, indication=indication, client_id=self.key)
        )


class MoveForm(EntryForm):
    """Where the course goes next, and why."""

    to = forms.ChoiceField(label="Move to", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For whoever reads the chart next year.",
    )

    def __init__(self, *args: Any, phase: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        onward = care.phase(phase).next
        choices = [(to, f"{care.phase(to).label.capitalize()}: {why}") for to, why in onward.items()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, as declared above

    def save(self, by: Person, course: Course) -> Course | None:
        """Move the course; None when the phases do not allow it."""
        to, reason = self.cleaned_data["to"], self.cleaned_data["reason"]
        return self.attempt(lambda: actions.move(by=by, course=course, to=to, reason=reason))
