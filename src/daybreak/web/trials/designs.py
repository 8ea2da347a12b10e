"""The pages of designs: the list, a new one, and the one being worked on as a form or as text."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybreak.clinic.entry import Invalid
from daybreak.clinic.trials import actions, queries
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.actions import Superseded
from daybreak.clinic.trials.examples import EXAMPLES, example
from daybreak.clinic.trials.models import Design, RunState, Version
from daybreak.clinic.trials.request import Request
from daybreak.web.access import StaffRequest, requires
from daybreak.web.trials.looked import Look, at_form, at_text
from daybreak.web.trials.typed import MOST_FIELDS, change, from_post

USUAL_TRIALS, USUAL_SEED = "200", "1"
RUN_PLACES = ("trials", "seed")


@require_GET
@requires("trial.read")
def trials(request: StaffRequest) -> HttpResponse:
    """Every design with the state of its runs."""
    found = queries.designs()
    comparable = sum(run.state == RunState.FINISHED and run.kind == "trial" for one in found for run in one.told)  # type: ignore[attr-defined]
    return render(request, "trials/list.html", {"designs": found, "comparable": comparable, "examples": EXAMPLES})


@require_http_methods(["GET", "POST"])
@requires("trial.design")
def new(request: StaffRequest) -> HttpResponse:
    """A new design, from an example, from a file or from pasted text."""
    pasted, problem = request.POST.get("text", ""), ""
    if request.method == "POST":
        text, problem = _brought(request)
        if not problem:
            version = actions.keep(by=request.user, text=text, client_id=_key(request))
            return HttpResponseRedirect(reverse("web:trial", args=[version.design.public_id]))
    page = {"examples": EXAMPLES, "pasted": pasted, "problem": problem, "key": _key(request) or uuid.uuid4()}
    return render(request, "trials/new.html", page, status=422 if problem else 200)


def _brought(request: HttpRequest) -> tuple[str, str]:
    """The text to begin with, and why it cannot be taken."""
    chosen = example(request.POST.get("example", ""))
    if chosen is not None:
        return chosen.text, ""
    sent = request.FILES.get("file")
    if sent is None:
        text = request.POST.get("text", "")
        return text, "" if text.strip() else "Choose an example, choose a file, or paste a protocol."
    return _decoded(sent)


def _decoded(sent: Any) -> tuple[str, str]:
    if sent.size > texts.LARGEST:
        return "", f"{sent.name} is larger than {texts.LARGEST // 1000} kB: it is not a protocol."
    try:
        text = sent.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", f"{sent.name} is not text: a protocol is a YAML file in UTF-8."
    return text, "" if text.strip() else f"{sent.name} is empty."


@require_http_methods(["GET", "POST"])
@requires("trial.read")
def design(request: StaffRequest, design_id: UUID) -> HttpResponse:
    """One design as a form. What is typed is kept whatever is wrong with it."""
    found = queries.design(design_id)
    if request.method == "GET":
        look = at_text(_opened(request, found).text)
        return _page(request, found, look)
    typed, wish = from_post(request.POST), request.POST.get("do", "")
    if typed.fields > MOST_FIELDS:
        messages.warning(request, "This is as much as the form holds. Work on it as text to add more.")
    elif ":" in wish or wish == "arm-add":
        change(typed, wish)
        return _page(request, found, at_form(typed))
    return _done(request, found, at_form(typed), wish)


@require_http_methods(["GET", "POST"])
@requires("trial.read")
def as_text(request: StaffRequest, design_id: UUID) -> HttpResponse:
    """One design as text: everything a form can say, and what only text can."""
    found = queries.design(design_id)
    if request.method == "GET":
        return _page(request, found, at_text(_opened(request, found).text), text=True)
    text, wish = request.POST.get("text", ""), request.POST.get("do", "")
    sent = request.FILES.get("file")
    if sent is not None:
        brought, problem = _decoded(sent)
        if problem:
            messages.error(request, problem)
            return _page(request, found, at_text(text), text=True, status=422)
        return _page(request, found, at_text(brought), text=True)
    return _done(request, found, at_text(text), wish, text=True)


def _opened(request: HttpRequest, found: Design) -> Version:
    """The latest version, or the earlier one that someone wants to go on from."""
    asked = request.GET.get("from", "")
    return queries.version(found, int(asked)) if asked.isdigit() and len(asked) < 7 else queries.latest(found)


def _done(request: StaffRequest, found: Design, look: Look, wish: str, *, text: bool = False) -> HttpResponse:
    """Save, save and run, keep as a design of its own, or turn to the other way of looking at it."""
    if wish in ("text", "form", "look", ""):
        return _page(request, found, look, text=wish == "text" or (text and wish != "form"))
    try:
        version = _saved(request, found, look, own=wish == "copy")
    except Superseded as meanwhile:
        return _page(request, found, look, text=text, status=409, superseded=str(meanwhile))
    if wish == "run":
        return _run(request, found, version, look, text=text)
    messages.success(request, f"Version {version.number} is saved.")
    return HttpResponseRedirect(reverse("web:trial-text" if text else "web:trial", args=[version.design.public_id]))


def _saved(request: StaffRequest, found: Design, look: Look, *, own: bool) -> Version:
    base = request.POST.get("base", "")
    return actions.keep(
        by=request.user,
        text=look.text,
        design=None if own else found,
        base=int(base) if base.isdigit() and len(base) < 9 else 0,
        client_id=_key(request),
    )


def _run(request: StaffRequest, found: Design, version: Version, look: Look, *, text: bool) -> HttpResponse:
    """Ask for a run of what was just saved; what cannot be run is said beside its place."""
    if version.problem:
        messages.error(request, f"Saved as version {version.number}. It cannot be run yet: see what must be changed.")
        return _page(request, found, look, text=text, status=422)
    asked, wrong = numbers(request.POST)
    if wrong:
        return _page(request, found, look, text=text, status=422, run_errors=wrong)
    try:
        key = _key(request)
        run = actions.ask(
            by=request.user, version=version, request=Request(asked["trials"], asked["seed"]), client_id=_of_run(key)
        )
    except Invalid as invalid:
        return _page(request, found, look, text=text, status=422, run_errors=invalid.errors)
    return HttpResponseRedirect(reverse("web:trial-run", args=[run.public_id]))


def numbers(sent: Any) -> tuple[dict[str, int], dict[str, str]]:
    """How many simulated trials from which seed; and what is no whole number."""
    typed = {name: sent.get(name, "").strip().replace(" ", "") for name in RUN_PLACES}
    wrong = {
        name: "Write a whole number, such as 200."
        for name, value in typed.items()
        if not (value.isdecimal() and value.isascii() and len(value) < 20)
    }
    return ({} if wrong else {name: int(value) for name, value in typed.items()}), wrong


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


def _of_run(key: UUID | None) -> UUID | None:
    return uuid.uuid5(key, "run") if key else None


def _page(
    request: StaffRequest,
    found: Design,
    look: Look,
    *,
    text: bool = False,
    status: int = 200,
    superseded: str = "",
    run_errors: dict[str, str] | None = None,
) -> HttpResponse:
    latest, typing = queries.latest(found), request.method == "POST"
    base = request.POST.get("base", "") if typing and status != 409 else str(latest.number)
    context = {
        "design": found,
        "latest": latest,
        "look": look,
        "unsaved": look.text != latest.text and typing,
        "superseded": superseded,
        "base": base,
        "key": uuid.uuid4(),
        "trials": request.POST.get("trials", USUAL_TRIALS),
        "seed": request.POST.get("seed", USUAL_SEED),
        "run_errors": run_errors or {},
        "runs": queries.runs_of(found),
        "versions": queries.versions(found),
    }
    if request.htmx and look.typed is not None and not text:
        return render(request, "trials/form_part.html", context, status=status)
    template = "trials/text.html" if text or look.typed is None else "trials/design.html"
    return render(request, template, context, status=status)


@require_POST
@requires("trial.design")
def check(request: StaffRequest) -> HttpResponse:
    """What is wrong, and what happens when, while one types. Writes nothing."""
    if "text" in request.POST:
        look = at_text(request.POST["text"])
        return JsonResponse(look.as_dict | {"listed": look.listed})
    return JsonResponse(at_form(from_post(request.POST)).as_dict)
