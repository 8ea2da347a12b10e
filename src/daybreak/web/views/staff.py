"""Who works here, with which roles; and the changes to that."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.care.roles import ROLES, Role
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people import actions, queries
from daybreak.clinic.people.models import Person
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.staff import AddPersonForm, PassphraseForm


@require_safe
@requires("staff.read")
def staff(request: StaffRequest) -> HttpResponse:
    """Everyone who works or worked here."""
    secured = set(Authenticator.objects.exclude(type="recovery_codes").values_list("user_id", flat=True))
    rows = [_row(person, person.pk in secured) for person in queries.staff()]
    return render(request, "web/staff/list.html", {"rows": rows})


def _row(person: Person, secured: bool) -> dict[str, object]:
    return {"person": person, "held": _held(person), "secured": secured}


def _held(person: Person) -> list[Role]:
    held = queries.roles_of(person)
    return [role for role in Role if role.value in held]


@require_safe
@requires("staff.manage")
def staff_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """One person's roles, passphrase and leaving."""
    person = queries.by_public_id(person_id)
    if not person.is_active:
        raise Conflict(f"{person.name} no longer works here, so there is nothing to change.")
    held = _held(person)
    page = {"person": person, "held": held, "open": [role for role in Role if role not in held]}
    return render(request, "web/staff/person.html", page)


@require_http_methods(["GET", "POST"])
@requires("staff.manage")
def staff_new(request: StaffRequest) -> HttpResponse:
    """Add someone with their roles and a first passphrase."""
    form = AddPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = form.save(request.user)
        if person is not None:
            messages.success(request, f"{person.name} can sign in as {person.username}.")
            return redirect("web:staff")
    return render(request, "web/staff/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@requires("staff.manage")
def role_grant(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Give a role from now on."""
    person, role = queries.by_public_id(person_id), _role(request)
    actions.grant_role(by=request.user, person=person, role=role.value)
    messages.success(request, f"{person.name} is now {role.label}.")
    return redirect("web:staff-person", person.public_id)


@require_POST
@requires("staff.manage")
def role_end(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """End a role from now on."""
    person, role = queries.by_public_id(person_id), _role(request)
    actions.end_role(by=request.user, person=person, role=role.value)
    messages.success(request, f"{person.name} is no longer {role.label}.")
    return redirect("web:staff-person", person.public_id)


@require_POST
@requires("staff.manage")
def staff_leave(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Someone no longer works here."""
    person = queries.by_public_id(person_id)
    actions.deactivate(by=request.user, person=person)
    messages.success(request, f"{person.name} can no longer sign in. What they did stays in the record.")
    return redirect("web:staff")


@require_http_methods(["GET", "POST"])
@requires("staff.manage")
def staff_passphrase(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """A new passphrase for someone who has lost theirs."""
    person = queries.by_public_id(person_id)
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(request.user, person):
        messages.success(request, f"{person.name} has a new passphrase.")
        return redirect("web:staff-person", person.public_id)
    page = {"form": form, "person": person}
    return render(request, "web/staff/passphrase.html", page, status=422 if form.is_bound else 200)


def _role(request: StaffRequest) -> Role:
    role = request.POST.get("role", "")
    if role not in ROLES:
        raise Conflict("There is no such role. Reload the staff page and choose again.")
    return Role(role)
