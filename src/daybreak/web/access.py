"""Who may open a page: beyond the sign-in that every page asks for, the act that the page is for."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from daybreak.care import roles
from daybreak.care.findings import Refused
from daybreak.clinic.entry import Absent, Conflict
from daybreak.clinic.people import queries as people
from daybreak.clinic.people.models import Person
from daybreak.web import answers

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of someone who is signed in; ``htmx`` says whether a part of a page asked."""

    user: Person
    htmx: HtmxDetails


Page = Callable[Concatenate[StaffRequest, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def requires(act: str) -> Callable[[Page[P]], View[P]]:
    """Let only people who may do ``act`` (one of ``care.roles.ACTS``) open the page.

    Others are refused with the sentence of the rule of roles. What the record refuses later (a row that is not there,
    a state that does not allow it) is answered here too. That someone is signed in, the middleware has seen to.
    """
    roles.act(act)  # a misspelt act fails when the module is read, not when someone opens the page

    def guard(page: Page[P]) -> View[P]:
        @wraps(page)
        def view(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            staff = cast(StaffRequest, request)
            try:
                people.permit(staff.user, act)
                return page(staff, *args, **kwargs)
            except Refused as refusal:
                return answers.refused(request, str(refusal), refusal.findings)
            except Absent as absence:
                return answers.absent(request, str(absence))
            except Conflict as conflict:
                return answers.conflict(request, str(conflict))

        return cast(View[P], view)

    return guard


def permitted(request: HttpRequest) -> frozenset[str]:
    """Every act the person may do, read once a request; none for someone who is not signed in."""
    if not request.user.is_authenticated:
        return frozenset()
    known: frozenset[str] | None = getattr(request, "_permitted_acts", None)
    if known is None:
        known = roles.may_do(people.roles_of(request.user))
        request._permitted_acts = known  # type: ignore[attr-defined]  # kept for this request only
    return known


def may_tree(request: HttpRequest) -> Mapping[str, Mapping[str, bool]]:
    """The acts as templates ask for them: ``may.order.write``."""
    allowed = permitted(request)
    tree: dict[str, dict[str, bool]] = {}
    for act in roles.ACTS:
        noun, verb = act.split(".")
        tree.setdefault(noun, {})[verb] = act in allowed
    return tree
