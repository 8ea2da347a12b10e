"""Which places the bar at the top leads to, who may go there, and which of them one is in."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from daybreak.web.access import permitted


@dataclass(frozen=True)
class Place:
    """One link of the bar. ``act`` is what one must be allowed to do; ``holds`` begins the names of pages inside."""

    label: str
    name: str
    act: str | None
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """A place as one person sees it: ``current`` is "page" on it, "true" inside it, empty elsewhere."""

    label: str
    url: str
    current: str


PLACES = (
    Place("Today", "today", None),
    Place("Calendar", "calendar", "plan.read", ("calendar", "appointment", "plan", "chairs", "protocol")),
    Place(
        "Patients",
        "patients",
        "patient.find",
        ("patient", "chart", "fact", "measure", "course", "order", "session", "suitability", "note", "psychotherapy"),
    ),
    Place("Alerts", "alerts", "alert.read", ("alert", "assess", "crisis", "duty")),
    Place("Integration", "integrations", "integration.read", ("integration",)),
    Place("Follow-up", "followups", "followup.read", ("followup", "adverse")),
    Place("Vials", "vials", "vial.read", ("vial",)),
    Place("Trials", "trials", "trial.read", ("trial",)),
    Place("Audit", "audit", "audit.read", ("audit",)),
    Place("Staff", "staff", "staff.read", ("staff", "role")),
    Place("Rules", "rules", "policy.read"),
    Place("How it works", "how-it-works", None),
)


def links(request: HttpRequest) -> list[Link]:
    """The places this person may go to, in order."""
    allowed = permitted(request)
    here = request.resolver_match.url_name or "" if request.resolver_match else ""
    return [_link(place, here) for place in PLACES if place.act is None or place.act in allowed]


def _link(place: Place, here: str) -> Link:
    inside = any(here.startswith(start) for start in place.holds)
    current = "page" if here == place.name else "true" if inside else ""
    return Link(place.label, reverse(f"web:{place.name}"), current)
