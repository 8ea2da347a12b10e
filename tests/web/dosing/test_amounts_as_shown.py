"""No amount of drug is shown with a trailing zero, nor without its leading one: 0.8 mL, never 0.80 mL or .8 mL."""

import json
import re
from typing import Any

import pytest
from django.urls import reverse

from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.sessions.snapshot import state_of
from tests.clinic import cast
from tests.web import visits
from tests.web.dosing import scene

pytestmark = pytest.mark.django_db
UNIT = r"(?:mg/mL|mg/kg|mg|mL|milligrams|millilitres)\b"
UNSAFE = re.compile(rf"\d\.\d*0\s*{UNIT}|(?<!\d)\.\d+\s*{UNIT}")
NAMED = re.compile(r"(_ml|mg|_per_kg|concentration|volume)")


@pytest.mark.parametrize("text", ["0.80 mL", "5.00 mL", "1.0 mg", "0.50 mg/kg", "10.0 mg/mL", ".5 mg"])
def test_the_search_finds_what_it_must(text: str) -> None:
    assert UNSAFE.search(text)


@pytest.mark.parametrize("text", ["0.8 mL", "10 mg", "100 mg", "0.05 mL", "20 mg/mL", "80.0 kg"])
def test_the_search_passes_what_is_safe(text: str) -> None:
    assert not UNSAFE.search(text)


def _pages() -> dict[str, Any]:
    """Every page that tells of a dose, as the director or the prescriber reads it."""
    session = scene.injected()
    waiting = scene.order(reason="agreed")
    scene.vial(strength="100", volume="5")
    order, vial = session.order, session.injection.entry.vial
    prescriber, director = scene.signed_in(cast.prescriber()), scene.signed_in(cast.director())
    again = scene.course()
    typed = {"route": "im", "weight_basis": "actual"}

    def preview(**dose: str) -> Any:
        page = prescriber.get(reverse("web:order-new", args=[again.public_id]))
        token = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
        return prescriber.post(reverse("web:order-preview", args=[again.public_id]), token | typed | dose)

    chart = order.course.patient.public_id
    return {
        "today": prescriber.get("/"),
        "order": prescriber.get(reverse("web:order", args=[order.public_id])),
        "waiting": prescriber.get(reverse("web:order", args=[waiting.public_id])),
        "new": prescriber.get(reverse("web:order-new", args=[again.public_id])),
        "preview": preview(mg_per_kg="0.50", concentration_mg_per_ml="50"),
        "strong": preview(mg="60.0", concentration_mg_per_ml="100"),
        "little": preview(mg="3.0", concentration_mg_per_ml="50"),
        "stopped": preview(mg_per_kg="2.50", concentration_mg_per_ml="50"),
        "vials": prescriber.get(reverse("web:vials")),
        "vial": prescriber.get(reverse("web:vial", args=[vial.public_id])),
        "chart": prescriber.get(reverse("web:chart", args=[chart])),
        "bedside": prescriber.get(reverse("web:session", args=[session.public_id])),
        "rules": prescriber.get(reverse("web:rules")),
        "audit": director.get(reverse("web:audit")),
    }


def test_no_page_shows_an_amount_with_a_trailing_zero_or_without_a_leading_one() -> None:
    for name, page in _pages().items():
        assert page.status_code == 200, name
        whole = page.content.decode() + visits.words(page)
        assert [found[0] for found in UNSAFE.finditer(whole)] == [], name


def test_what_the_bedside_and_the_log_are_given_is_written_plainly_too() -> None:
    session = scene.injected()
    told = json.loads(json.dumps(state_of(session, cast.nurse())))
    logged = [
        json.loads(event.detail) for event in AuditEvent.objects.filter(act__in=("order.write", "session.inject"))
    ]
    found = {**_amounts(told["order"]), **_amounts(told["events"][-1]["payload"])}
    assert {"mg", "volume_ml", "mg_per_kg"} <= found.keys()
    for amounts in (found, *(_amounts(detail) for detail in logged)):
        assert amounts
        assert [text for text in amounts.values() if re.search(r"\.\d*0$|^\.", text)] == []


def _amounts(told: dict[str, Any]) -> dict[str, str]:
    return {name: text for name, text in told.items() if NAMED.search(name) and isinstance(text, str)}
