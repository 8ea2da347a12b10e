"""What is typed about an alert: a concern, to whom it goes, what was tried, the risk assessment, the crisis text."""

from typing import Any, ClassVar

from django import forms

from daybreak.care import assessment as care
from daybreak.care import crisis
from daybreak.clinic.alerts import actions, queries
from daybreak.clinic.alerts.models import Alert, CrisisText, RiskAssessment
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures.proof import Proof
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import MomentField, line


def lines(label: str, *, longest: int, hint: str = "", rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=widget)


class ConcernForm(EntryForm):
    """Something a colleague heard or saw."""

    what = line("What worries you", longest=600, hint="One or two sentences for whoever speaks with the patient next.")

    def save(self, by: Person, patient: Patient, course: Any) -> Alert | None:
        """Raise the alert; None when something is wrong."""
        return self.attempt(
            lambda: actions.raise_alert(
                kind="concern",
                patient=patient,
                course=course,
                what=self.cleaned_data["what"],
                by=by,
                client_id=self.key,
            )
        )


class HandOnForm(EntryForm):
    """To whom, and why."""

    to = forms.ChoiceField(label="To")
    why = line("Why", longest=300)

    def __init__(self, *args: Any, alert: Alert, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "hand_on_%s", **kwargs})
        self.people = {str(person.public_id): person for person in queries.who_may_take(alert)}
        named = [(key, person.name) for key, person in self.people.items()]
        self.fields["to"].choices = [("", "Choose a colleague"), *named]  # type: ignore[attr-defined]

    def save(self, by: Person, alert: Alert) -> Alert | None:
        """Hand it on; None when something is wrong."""
        to, why = self.people[self.cleaned_data["to"]], self.cleaned_data["why"]
        return self.attempt(lambda: actions.hand_on(by=by, alert=alert, to=to, why=why))


class NoteForm(EntryForm):
    """What was tried or learnt."""

    text = lines("What was tried or learnt", longest=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "note_%s", **kwargs})

    def save(self, by: Person, alert: Alert) -> object | None:
        """Write it beside the alert; None when something is wrong."""
        return self.attempt(lambda: actions.note(by=by, alert=alert, text=self.cleaned_data["text"]))


class CloseForm(EntryForm):
    """How an alert ended that a sentence can end."""

    note = lines("What was done", longest=2000, rows=3, hint="It stays with the alert as its end.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "close_%s", **kwargs})

    def save(self, by: Person, alert: Alert) -> Alert | None:
        """Close it; None when something is wrong."""
        return self.attempt(lambda: actions.close(by=by, alert=alert, note=self.cleaned_data["note"]))


class AssessmentForm(EntryForm):
    """The structured assessment. The questions, levels and actions come from the rules of care."""

    bound_to: ClassVar[dict[str, tuple[str, ...]]] = {"assessment": ("level", "intent", "preparation", "past")}

    level = forms.ChoiceField(label="Level of risk", widget=forms.RadioSelect)
    reasons = lines("What the level rests on", longest=4000, hint="What speaks for it, and what speaks against it.")
    actions = forms.MultipleChoiceField(
        label="What was done", required=False, widget=forms.CheckboxSelectMultiple, help_text="Mark all that apply."
    )
    plan = lines("The plan", longest=4000, hint="Who does what, until when; what the patient does if it gets worse.")
    next_contact_at = MomentField(label="Next contact", required=False)
    closes = forms.MultipleChoiceField(
        label="Alerts that this ends",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Take the tick away from one that this conversation did not answer.",
    )

    def __init__(self, *args: Any, alerts: list[Alert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alerts = {str(alert.public_id): alert for alert in alerts}
        form = care.form()
        self.fields["level"].choices = [(level.id, level.label.capitalize()) for level in form.levels]  # type: ignore[attr-defined]
        self.fields["actions"].choices = [(action.id, action.text) for action in form.actions]  # type: ignore[attr-defined]
        self.fields["closes"].choices = [(key, alert.what) for key, alert in self.alerts.items()]  # type: ignore[attr-defined]
        self.fields["closes"].initial = list(self.alerts)
        for question in form.questions:
            self.fields[question.id] = forms.ChoiceField(
                label=question.text,
                choices=list(question.answers.items()),
                widget=forms.RadioSelect,
                error_messages={"required": f"“{question.text}” has no answer yet: choose one."},
            )
        self.fields["level"].error_messages["required"] = "Choose the level of risk."

    @property
    def questions(self) -> list[forms.BoundField]:
        """What is asked, in the order of the data."""
        return [self[question.id] for question in care.form().questions]

    @property
    def levels(self) -> list[tuple[Any, str]]:
        """Each level's radio with when it is right."""
        return list(zip(self["level"], [level.means for level in care.form().levels], strict=True))

    def save(self, by: Person, patient: Patient, proof: Proof | None) -> RiskAssessment | None:
        """Record and sign it; None when something is wrong."""
        given = self.cleaned_data
        return self.attempt(
            lambda: actions.assess(
                by=by,
                patient=patient,
                alerts=[self.alerts[key] for key in given["closes"]],
                level=given["level"],
                answers={question.id: given[question.id] for question in care.form().questions},
                actions=given["actions"],
                reasons=given["reasons"],
                plan=given["plan"],
                next_contact_at=given["next_contact_at"],
                proof=proof,
                confirmed=self.confirmed,
                client_id=self.key,
            )
        )


class CrisisTextForm(EntryForm):
    """What a patient at risk reads, in one language."""

    language = forms.ChoiceField(label="Language")
    text = lines("The text", longest=600, rows=4, hint="Two or three short sentences. Say whom to call now.")
    phone = line(
        "Number to call",
        longest=40,
        required=False,
        hint="One that answers at any hour. It becomes a button.",
        inputmode="tel",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(crisis.languages().items())  # type: ignore[attr-defined]

    def save(self, by: Person, proof: Proof | None) -> CrisisText | None:
        """Sign it; None when something is wrong."""
        given = self.cleaned_data
        return self.attempt(
            lambda: actions.sign_crisis_text(
                by=by,
                language=given["language"],
                text=given["text"],
                phone=given["phone"],
                proof=proof,
                client_id=self.key,
            )
        )
