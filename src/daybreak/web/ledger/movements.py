"""The pages where something leaves a vial, is found in it, or it is put elsewhere; and the residue after a session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from daybreak.care import amounts
from daybreak.clinic import clock
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession, Injection
from daybreak.clinic.vials import actions, queries, witnessing
from daybreak.clinic.vials.models import Vial, VialEntry
from daybreak.clinic.vials.records import volume_of
from daybreak.web.access import StaffRequest, requires
from daybreak.web.forms.entry import EntryForm
from daybreak.web.ledger.forms import ALL, AmountFields, LossForm, MoveForm, ReturnForm, WitnessedForm
from daybreak.web.ledger.second import SecondForm


@dataclass(frozen=True)
class Kind:
    """One kind of movement as its page shows it."""

    slug: str
    title: str
    lede: str
    deed: str
    form: type[EntryForm]
    act: Callable[..., VialEntry]
    usual: str = ""
    """The reason that stands in the field already; it can be typed over."""


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "waste",
            "Waste",
            "What is thrown away, seen by a second person.",
            "Waste it",
            WitnessedForm,
            actions.waste,
            "left in the vial after the dose",
        ),
        Kind("return", "Return", "What goes back to the pharmacy or to destruction.", "Return it", ReturnForm,
             actions.give_back),
        Kind("breakage", "Breakage", "What was broken or spilled, seen by a second person.", "Record the breakage",
             WitnessedForm, actions.break_vial),
        Kind("loss", "Loss", "What is missing. Write it down now: the deadlines run from the day it was noticed.",
             "Record the loss", LossForm, actions.lose),
        Kind("overfill", "Overfill",
             "A vial yields a little more than its label says. The ledger counts the label; what you draw or waste "
             "beyond it is entered here first.", "Enter the overfill", WitnessedForm, actions.find_overfill,
             "left after all that the label says was drawn"),
        Kind("move", "Move", "The vial is put elsewhere in the clinic.", "Move it", MoveForm, actions.move),
    )
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@requires("vial.record")
def movement(request: StaffRequest, public_id: UUID, slug: str) -> HttpResponse:
    """One movement of one vial."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Absent("There is no such page. Go back to the vial.")
    vial = queries.get(public_id)
    form = _form(request, kind, vial, witnessing.giver_of_last_dose(vial))
    written = _written(request, kind, vial, form, {})
    if written is not None:
        return HttpResponseRedirect(_after(written))
    return _page(request, kind, vial, form, {"back": reverse("web:vial", args=[vial.public_id])})


@require_http_methods(["GET", "POST"])
@requires("vial.record")
def residue(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What a session left in the vial, wasted in three taps: this page, the second person, the deed."""
    session = sessions.read_session(by=request.user, session_id=public_id, page="residue")
    injection = Injection.objects.select_related("entry__vial", "entry__recorded_by").filter(session=session).first()
    if injection is None:
        raise Conflict("Nothing was drawn in this session, so nothing of it can be wasted.")
    entry, kind = _really(injection.entry), KINDS["waste"]
    form = _form(request, kind, entry.vial, entry.recorded_by)
    written = _written(request, kind, entry.vial, form, {"after": entry})
    if written is not None:
        return HttpResponseRedirect(reverse("web:chart", args=[session.order.course.patient.public_id]))
    return _page(request, kind, entry.vial, form, _of_session(session))


def _really(entry: VialEntry) -> VialEntry:
    """The line of the vial that the dose was really drawn from."""
    return VialEntry.objects.select_related("vial", "recorded_by").filter(stands_for=entry).first() or entry


def _form(request: StaffRequest, kind: Kind, vial: Vial, injector: Person | None) -> EntryForm:
    data = request.POST if request.method == "POST" else None
    form: EntryForm
    if kind.form is WitnessedForm:
        form = WitnessedForm(request.user, data, injector=injector if kind.slug == "waste" else None)
    else:
        form = kind.form(data)
    if isinstance(form, AmountFields):
        form.offer(vial)
        form.fields["which"].initial = ALL if kind.slug in {"waste", "return"} else ""
    if "discovered_on" in form.fields:
        form.fields["discovered_on"].initial = timezone.localdate(clock.now())
    form.fields["reason"].initial = kind.usual
    return form


def _written(request: StaffRequest, kind: Kind, vial: Vial, form: EntryForm, more: dict[str, Any]) -> VialEntry | None:
    """The line, or None with the reasons on the form, which keeps what was typed."""
    if request.method != "POST" or not form.is_valid():
        return None
    values: dict[str, Any] = {
        name: form.cleaned_data[name] for name in ("reason", "place", "discovered_on") if name in form.fields
    }
    if isinstance(form, AmountFields):
        values["amount_ug"] = form.amount_ug()
    if isinstance(form, SecondForm):
        values["second"] = form.proof()
    if form.errors:
        return None
    try:
        written = form.attempt(lambda: kind.act(by=request.user, vial=vial, client_id=form.key, **values, **more))
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        return None
    if written is not None:
        messages.success(request, _said(kind, written))
    return written


def _said(kind: Kind, entry: VialEntry) -> str:
    if kind.slug == "move":
        return f"Vial {entry.vial.label} is kept in {entry.place} now."
    ml = amounts.plain(volume_of(entry.amount_ug, entry.vial))
    seen = f", seen by {entry.witness.name}" if entry.witness else ""
    return f"{kind.title}: {ml} mL of vial {entry.vial.label}{seen}."


def _after(entry: VialEntry) -> str:
    """Where one goes from here: after a loss to what it asks for, otherwise to the ledger."""
    loss = getattr(entry, "loss", None)
    return reverse("web:vial-loss", args=[loss.public_id]) if loss else reverse("web:vial", args=[entry.vial.public_id])


def _of_session(session: DosingSession) -> dict[str, Any]:
    patient = session.order.course.patient
    return {"patient": patient, "session": session, "back": reverse("web:session", args=[session.public_id])}


def _page(request: StaffRequest, kind: Kind, vial: Vial, form: EntryForm, more: dict[str, Any]) -> HttpResponse:
    context = {
        "kind": kind,
        "vial": vial,
        "form": form,
        "on_hand": amounts.plain(volume_of(vial.on_hand_ug, vial)),
        "on_hand_mg": amounts.plain(amounts.mg_of(vial.on_hand_ug)),
        **more,
    }
    return render(request, "ledger/movement.html", context, status=422 if form.is_bound else 200)
