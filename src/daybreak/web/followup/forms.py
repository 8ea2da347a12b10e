"""What is typed about a check and about an adverse event."""

from typing import Any, ClassVar

from django import forms

from daybreak.care import adverse
from daybreak.care.followup_checks import Check
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import actions
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from daybreak.clinic.people.models import Person
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import MomentField, line

NOT_DONE = "not-done"


class CheckForm(EntryForm):
    """What a check showed, or why it was not done."""

    result = forms.ChoiceField(label="What it showed", widget=forms.RadioSelect)
    at = MomentField(label="When")
    note = line("Note", longest=500, required=False, hint="Values, or why it is not done.")

    def __init__(self, *args: Any, check: Check, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check = check
        found = [(one.id, one.label) for one in check.results]
        self.fields["result"].choices = [*found, (NOT_DONE, "Not done, for a reason")]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        """What the record is told."""
        given = self.cleaned_data
        was_done = given["result"] != NOT_DONE
        told = {"was_done": was_done, "result": given["result"] if was_done else ""}
        return {**told, "at": given["at"], "note": given["note"], "client_id": self.key}

    def save(self, by: Person, course: Course) -> CheckRecord | None:
        """Write it down; None when something is wrong."""
        return self.attempt(lambda: actions.record_check(by=by, course=course, check_id=self.check.id, **self.values))


class AmendCheckForm(CheckForm):
    """The same anew, with why."""

    reason = line("Why it is amended", longest=300)

    def amend(self, by: Person, record: CheckRecord) -> CheckRecord | None:
        """Write the newer version; None when something is wrong."""
        reason = self.cleaned_data["reason"]
        return self.attempt(lambda: actions.amend_check(by=by, record=record, reason=reason, **self.values))


class EventForm(EntryForm):
    """What happened, how grave it was, and how it went on."""

    what = line("What happened", longest=200, list="common-events")
    grade = forms.ChoiceField(label="How grave", widget=forms.RadioSelect)
    criteria = forms.MultipleChoiceField(
        label="What makes it serious", required=False, widget=forms.CheckboxSelectMultiple
    )
    started_at = MomentField(label="Began")
    ended_at = MomentField(label="Ended", required=False, help_text="Leave it empty until it is over.")
    action = forms.ChoiceField(label="What was done")
    outcome = forms.ChoiceField(label="How it stands")
    relation = forms.ChoiceField(label="Did the drug cause it?", widget=forms.RadioSelect, required=False)
    note = forms.CharField(
        label="What the others must know", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    kinds: ClassVar[dict[str, str]] = {"grade": "grade", "criteria": "criterion", "action": "action"}

    def __init__(self, *args: Any, may_judge: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in {**self.kinds, "outcome": "outcome", "relation": "relation"}.items():
            self.fields[name].choices = _choices(kind)  # type: ignore[attr-defined]
        if not may_judge:
            del self.fields["relation"]

    @property
    def common(self) -> tuple[str, ...]:
        """Events that are often told."""
        return adverse.common()

    @property
    def grades(self) -> list[adverse.Word]:
        """The grades with what they mean."""
        return list(adverse.words("grade").values())

    @property
    def values(self) -> dict[str, Any]:
        """What the record is told; the relation only by whom it is judged."""
        names = ("what", "grade", "criteria", "started_at", "ended_at", "action", "outcome", "note")
        told = {name: self.cleaned_data[name] for name in names}
        if "relation" in self.fields:
            told["relation"] = self.cleaned_data["relation"] or adverse.NOT_JUDGED
        return {**told, "client_id": self.key}

    def save(self, by: Person, course: Course) -> AdverseEvent | None:
        """Write it down; None when something is wrong."""
        return self.attempt(lambda: actions.report_event(by=by, course=course, **self.values))


class AmendEventForm(EventForm):
    """The same anew, with why."""

    reason = line("Why it is amended", longest=300)

    def amend(self, by: Person, event: AdverseEvent) -> AdverseEvent | None:
        """Write the newer version; None when something is wrong."""
        reason = self.cleaned_data["reason"]
        return self.attempt(lambda: actions.amend_event(by=by, event=event, reason=reason, **self.values))


def _choices(kind: str) -> list[tuple[str, str]]:
    return [(one.id, one.label) for one in adverse.words(kind).values()]
