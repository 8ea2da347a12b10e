"""Secret addresses for calendar programs: made and revoked by whoever they belong to, read by the program."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybreak.clinic.entry import Absent
from daybreak.clinic.plans import actions, queries
from daybreak.web.access import StaffRequest, requires
from daybreak.web.calendar import ical
from daybreak.web.calendar.forms import FeedForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires("plan.read")
def feeds(request: StaffRequest) -> HttpResponse:
    """One's own calendar addresses; a new one is shown once."""
    form = FeedForm(request.POST if request.method == "POST" else None, initial={"scope": "mine"})
    address = ""
    if form.is_valid():
        made = form.attempt(lambda: actions.make_feed(by=request.user, scope=form.cleaned_data["scope"]))
        if made is not None:
            address = request.build_absolute_uri(reverse("web:calendar-feed", args=[made[1]]))
    page = {"form": form, "feeds": queries.feeds(request.user), "address": address}
    return render(request, "plan/feeds.html", page, status=422 if form.is_bound and not address else 200)


@require_POST
@requires("plan.read")
def revoke(request: StaffRequest, feed_id: UUID) -> HttpResponse:
    """The address stops working at once."""
    actions.revoke_feed(by=request.user, feed=queries.feed(feed_id))
    messages.success(request, "The address no longer works.")
    return redirect("web:calendar-feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads. The address itself is the permission; nothing of it is written into a log."""
    try:
        row = actions.read_feed(token)
    except Absent as absence:
        answer = HttpResponse(f"{absence}\n", status=404, content_type="text/plain; charset=utf-8")
        answer._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the address into its log
        return answer
    return ical.answer(ical.text(queries.of_feed(row), "Daybreak"))
