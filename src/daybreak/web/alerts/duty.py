"""Who is on call and who is away: both decide whom an alert reaches."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from daybreak.care.alerts import kind
from daybreak.clinic.duty import actions, queries
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people import queries as people
from daybreak.clinic.people.models import Person
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import MomentField


class _OfPeople(EntryForm):
    """A form that names colleagues."""

    def __init__(self, *args: Any, staff: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(person.public_id): person for person in staff}

    def offer(self, field: str, nobody: str, staff: list[Person]) -> None:
        """Let a field choose among people."""
        named = [(str(person.public_id), person.name) for person in staff]
        self.fields[field].choices = [("", nobody), *named]  # type: ignore[attr-defined]


class AwayForm(_OfPeople):
    """Who is away, from when until when, and who is asked meanwhile."""

    person = forms.ChoiceField(label="Who is away")
    starts_at = MomentField(label="From", required=False, help_text="Empty: from now on.")
    ends_at = MomentField(label="Until", required=False, help_text="Empty: until they are said to be back.")
    covered_by = forms.ChoiceField(label="Covered by", required=False, help_text="Is asked first for what they hold.")

    def __init__(self, *args: Any, me: Person, may_manage: bool, staff: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, staff=staff, **kwargs)
        self.offer("person", "Choose a person", staff if may_manage else [me])
        self.offer("covered_by", "Nobody in particular", staff)
        self.fields["person"].initial = str(me.public_id)

    def save(self, by: Person) -> object | None:
        """Write it down; None when something is wrong."""
        given = self.cleaned_data
        return self.attempt(
            lambda: actions.go_away(
                by=by,
                person=self.staff[given["person"]],
                starts_at=given["starts_at"],
                ends_at=given["ends_at"],
                covered_by=self.staff.get(given["covered_by"]),
                client_id=self.key,
            )
        )


class OnCallForm(_OfPeople):
    """Who is on call, from when until when."""

    person = forms.ChoiceField(label="Who is on call")
    starts_at = MomentField(label="From")
    ends_at = MomentField(label="Until")

    def __init__(self, *args: Any, staff: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, staff=staff, **{"auto_id": "on_call_%s", **kwargs})
        self.offer("person", "Choose a person", staff)

    def save(self, by: Person) -> object | None:
        """Write it down; None when something is wrong."""
        given = self.cleaned_data
        return self.attempt(
            lambda: actions.put_on_call(
                by=by,
                person=self.staff[given["person"]],
                starts_at=given["starts_at"],
                ends_at=given["ends_at"],
                client_id=self.key,
            )
        )


@require_http_methods(["GET", "POST"])
@requires("duty.read")
def duty(request: StaffRequest) -> HttpResponse:
    """Who is asked first now; who is away and on call, now and ahead; both forms."""
    staff = [person for person in people.staff() if person.is_active]
    may_manage = "duty.manage" in permitted(request)
    sent = request.POST.get("form") if request.method == "POST" else ""
    away = AwayForm(request.POST if sent == "away" else None, me=request.user, may_manage=may_manage, staff=staff)
    on_call = OnCallForm(request.POST if sent == "on_call" else None, staff=staff)
    for form, said in ((away, "Written down. Whatever they hold goes on within seconds."), (on_call, "Written down.")):
        if form.is_bound and form.is_valid() and form.save(request.user):
            messages.success(request, said)
            return redirect("web:duty")
    absences, shifts = queries.coming()
    page = {
        "turn": queries.in_turn(kind("risk_item").turn),
        "called": queries.on_call(),
        "i_am_away": request.user.pk in queries.away(),
        "absences": absences,
        "shifts": shifts,
        "away": away,
        "on_call": on_call,
        "may_manage": may_manage,
    }
    return render(request, "web/alerts/duty.html", page, status=422 if sent else 200)


@require_POST
@requires("duty.read")
def i_am_back(request: StaffRequest) -> HttpResponse:
    """Whoever is signed in is here again."""
    absence = queries.away().get(request.user.pk)
    if absence is None:
        raise Conflict("You are not marked as away.")
    actions.come_back(by=request.user, absence=absence)
    messages.success(request, "You are here again, and are asked again.")
    return redirect("web:duty")


@require_POST
@requires("duty.manage")
def back(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """The person is back, or will not go."""
    row = actions.come_back(by=request.user, absence=queries.absence(absence_id))
    messages.success(request, f"{row.person.name} is here again.")
    return redirect("web:duty")


@require_POST
@requires("duty.manage")
def off_call(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """The shift on call ends, or will not be."""
    row = actions.take_off_call(by=request.user, shift=queries.shift(shift_id))
    messages.success(request, f"{row.person.name} is no longer on call.")
    return redirect("web:duty")
