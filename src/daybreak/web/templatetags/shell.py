"""What the frame of every page shows: the clinic, the person and their roles, where they may go, the warnings."""

from ipaddress import ip_address
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils.safestring import SafeString

import daybreak
from daybreak.care.roles import Role
from daybreak.clinic import clock
from daybreak.clinic.people import queries as people
from daybreak.clinic.people.models import Person
from daybreak.web import access, navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context: RequestContext) -> SafeString:
    """Put ``clinic``, ``may`` (``may.order.write``), ``places``, ``role_line`` and ``initials`` into the page."""
    request = context.get("request")
    context["clinic"] = settings.DAYBREAK
    context["second_step_required"] = settings.REQUIRE_SECOND_FACTOR
    context["version"] = daybreak.__version__
    context["server_now"] = clock.now().isoformat()
    if isinstance(request, HttpRequest) and getattr(request, "user", None) and request.user.is_authenticated:
        context.update(_person(request))
    return SafeString()


def _person(request: HttpRequest) -> dict[str, Any]:
    person = request.user
    assert person.is_authenticated
    return {
        "may": access.may_tree(request),
        "places": navigation.links(request),
        "role_line": role_line(people.roles_of(person)),
        # The server's own limit has certainly passed when the screen leaves.
        "idle_seconds": settings.IDLE_SECONDS + 20,
        "initials": "".join(word[0] for word in person.name.split()[:2]).upper(),
    }


def role_line(roles: frozenset[str]) -> str:
    """The roles in words, in the order of the data: "Nurse, therapist"."""
    words = ", ".join(role.label for role in Role if role.value in roles)
    return words[:1].upper() + words[1:] if words else "No role yet"


@register.inclusion_tag("components/passkey_needs.html", takes_context=True)
def passkey_needs(context: RequestContext) -> dict[str, Any]:
    """Says where passkeys work, because at http://127.0.0.1 browsers refuse them without a reason."""
    request: HttpRequest = context["request"]
    host, _, port = request.get_host().rpartition(":") if ":" in request.get_host() else (request.get_host(), "", "")
    return {"on_an_ip": _is_ip(host), "localhost_url": f"http://localhost{':' if port else ''}{port}{request.path}"}


def _is_ip(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@register.simple_tag
def demo_people() -> list[tuple[Person, str]]:
    """Who can sign in to the demonstration clinic; nobody anywhere else."""
    if not settings.DAYBREAK.demo:
        return []
    return [(person, role_line(people.roles_of(person))) for person in people.staff() if person.is_active]
