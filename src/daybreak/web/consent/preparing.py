"""The page of a preparation, and the forms behind its parts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from daybreak.care import preparation as care
from daybreak.care.preparation import label, options, plan_parts
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.people import queries as people
from daybreak.clinic.preparation import actions, queries
from daybreak.clinic.record import Record
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import MomentField, line


def _offered(of: str) -> list[tuple[str, str]]:
    return [(option.id, option.label) for option in options(of)]


def _area(label: str, hint: str = "", rows: int = 4, *, required: bool = True) -> forms.CharField:
    """Several lines of a patient's own words."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=actions.LONGEST_WORDS, widget=widget
    )


class PartForm(EntryForm):
    """One part of a preparation. ``act`` is what one must be allowed to do."""

    heading = ""
    lede = ""
    act = "preparation.record"
    optional: frozenset[str] = frozenset()

    def keep(self, request: StaffRequest, course: Course) -> Record | None:
        """Write it down; None when something is wrong."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "client_id" and value is not None}
        return self.attempt(lambda: self.action()(by=request.user, course=course, client_id=self.key, **given))

    def action(self) -> Callable[..., Record]:
        """The action that writes it."""
        raise NotImplementedError

    @classmethod
    def known(cls, course: Course) -> dict[str, Any]:
        """What is written down already, to begin from."""
        return {}


class SessionForm(PartForm):
    """A preparation session that was held."""

    heading = "A preparation session"
    lede = "Held by you. What was said belongs into the notes; here stands that it happened, and what it covered."
    optional = frozenset({"held_at", "remark"})
    held_at = MomentField(label="Held", required=False, help_text="Leave empty for now.")
    minutes = forms.IntegerField(
        label="Length", widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    )
    covered = forms.MultipleChoiceField(
        label="What was talked about", choices=_offered("topic"), widget=forms.CheckboxSelectMultiple
    )
    remark = _area("Remark", rows=2, required=False)

    def action(self) -> Callable[..., Record]:
        """Writes down the session."""
        return actions.hold_session


class IntentionForm(PartForm):
    """What the patient hopes for."""

    heading = "The intention"
    lede = "In the patient's own words, as they were said."
    text = _area("Intention")

    def action(self) -> Callable[..., Record]:
        """Writes down the intention."""
        return actions.set_intention

    @classmethod
    def known(cls, course: Course) -> dict[str, Any]:
        """The intention so far."""
        found = queries.intention(course)
        return {"text": found.text} if found else {}


class PlanForm(PartForm):
    """What helps in a bad hour."""

    heading = "The safety plan"
    lede = "Written together, in the patient's own words. A copy goes home with the patient."
    optional = frozenset(part.id for part in plan_parts() if not part.required)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A field for each part."""
        super().__init__(*args, **kwargs)
        for part in plan_parts():
            self.fields[part.id] = _area(part.label, part.hint, 3, required=False)

    def keep(self, request: StaffRequest, course: Course) -> Record | None:
        """Write it down; None while a part that it needs is empty."""
        parts = {part.id: self.cleaned_data[part.id] for part in plan_parts()}
        return self.attempt(
            lambda: actions.set_safety_plan(by=request.user, course=course, parts=parts, client_id=self.key)
        )

    @classmethod
    def known(cls, course: Course) -> dict[str, Any]:
        """The plan so far."""
        found = queries.safety_plan(course)
        return dict(found.parts) if found else {}


class EscortForm(PartForm):
    """The adult who takes the patient home."""

    heading = "The escort"
    lede = "An adult who takes the patient home and can be called during the session."
    act = "preparation.arrange"
    optional = frozenset({"relation"})
    name = line("Name", longest=120)
    phone = line("Telephone", longest=40, inputmode="tel")
    relation = line("Who that is to the patient", longest=80, required=False)

    def action(self) -> Callable[..., Record]:
        """Notes the escort."""
        return actions.set_escort

    @classmethod
    def known(cls, course: Course) -> dict[str, Any]:
        """The escort so far."""
        found = queries.escort(course)
        return {"name": found.name, "phone": found.phone, "relation": found.relation} if found else {}


class PreferencesForm(PartForm):
    """What is heard and seen under the drug."""

    heading = "Music and headset"
    lede = "Chosen with a clear head, for the hours without one."
    optional = frozenset({"words"})
    music = forms.ChoiceField(choices=_offered("music"), widget=forms.RadioSelect)
    headset = forms.ChoiceField(choices=_offered("headset"), widget=forms.RadioSelect)
    eyes = forms.ChoiceField(choices=_offered("eyes"), widget=forms.RadioSelect)
    words = _area("In the patient's own words", "Pieces, voices or sounds to have, or to keep away.", 3, required=False)

    def action(self) -> Callable[..., Record]:
        """Writes down the preferences."""
        return actions.set_preferences

    @classmethod
    def known(cls, course: Course) -> dict[str, Any]:
        """The preferences so far."""
        found = queries.preferences(course)
        return {name: getattr(found, name) for name in ("music", "headset", "eyes", "words")} if found else {}


FORMS: dict[str, type[PartForm]] = {
    "session": SessionForm,
    "intention": IntentionForm,
    "safety-plan": PlanForm,
    "escort": EscortForm,
    "preferences": PreferencesForm,
}
"""The word in the address → the form."""


@require_safe
@requires("patient.read")
def preparation(request: StaffRequest, course_id: UUID) -> HttpResponse:
    """Everything that was prepared, on one page."""
    course = courses.get(course_id)
    patients.read_chart(by=request.user, patient_id=course.patient.public_id, page="preparation")
    plan, chosen = queries.safety_plan(course), queries.preferences(course)
    page = {
        "course": course,
        "patient": course.patient,
        "sessions": [(held, [label("topic", one) for one in held.covered]) for held in queries.sessions(course)],
        "intention": queries.intention(course),
        "earlier": queries.earlier_intentions(course),
        "plan": plan,
        "plan_lines": [(part, plan.parts.get(part.id, "")) for part in plan_parts()] if plan else [],
        "escort": queries.escort(course),
        "chosen": chosen,
        "chosen_words": [care.label(name, getattr(chosen, name)) for name in ("music", "headset", "eyes")]
        if chosen
        else [],
    }
    return render(request, "web/consent/preparation.html", page)


@require_http_methods(["GET", "POST"])
@requires("preparation.arrange")
def part(request: StaffRequest, course_id: UUID, part: str) -> HttpResponse:
    """Write down one part; what was there before stays in the record."""
    if part not in FORMS:
        raise Http404
    form_class = FORMS[part]
    people.permit(request.user, form_class.act)
    course = courses.get(course_id)
    patient = patients.read_chart(by=request.user, patient_id=course.patient.public_id, page=f"preparation, {part}")
    posted = request.method == "POST"
    form = form_class(request.POST if posted else None, initial=form_class.known(course))
    if form.is_valid() and form.keep(request, course) is not None:
        messages.success(request, f"{form.heading}: saved.")
        return redirect("web:preparation", course.public_id)
    page = {"course": course, "patient": patient, "form": form, "part": part, "may_do": permitted(request)}
    return render(request, "web/consent/part.html", page, status=422 if posted else 200)
