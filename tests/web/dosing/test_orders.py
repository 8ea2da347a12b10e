"""The order pages: what a dose comes to, what is refused, that what is signed is what was seen."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.care import roles
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.courses.models import Course
from daybreak.clinic.orders.models import DoseOrder
from tests.clinic import cast
from tests.web.dosing import scene

pytestmark = pytest.mark.django_db

HALF = {"route": "im", "mg_per_kg": "0.5", "mg": "", "weight_basis": "actual", "concentration_mg_per_ml": "50"}


@pytest.fixture
def prescriber() -> Client:
    return scene.signed_in(cast.with_passphrase(cast.prescriber()))


def fresh(client: Client, course: Course) -> dict[str, str]:
    """The hidden fields of a newly opened order page."""
    page = client.get(reverse("web:order-new", args=[course.public_id])).content.decode()
    names = ("csrfmiddlewaretoken", "client_id", "weighed")
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in names}  # type: ignore[index]


def look(client: Client, course: Course, hidden: dict[str, str], **changes: str) -> str:
    """What the page shows beside the dose while it is typed."""
    answer = client.post(
        reverse("web:order-preview", args=[course.public_id]),
        {**hidden, **HALF, **changes},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    return answer.content.decode()


def sign(client: Client, course: Course, hidden: dict[str, str], **changes: Any) -> Any:
    """Press the button under what was seen."""
    shown = look(client, course, hidden, **{name: value for name, value in changes.items() if name != "confirm"})
    seen = re.search(r'name="seen" value="([^"]*)"', shown)
    signature = {"seen": seen[1] if seen else "", "sign": "yes", "signing_password": cast.PASSWORD}
    values = {**hidden, **HALF, **signature, **changes}
    return client.post(reverse("web:order-new", args=[course.public_id]), values)


def text(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_nothing_about_the_dose_is_filled_in_beforehand(prescriber: Client) -> None:
    scene.vial()
    page = prescriber.get(reverse("web:order-new", args=[scene.course().public_id])).content.decode()
    chosen = re.findall(r'<input type="radio" name="([a-z_]+)"[^>]*checked', page)
    assert chosen == ["route"]
    assert not re.search(r'name="(mg|mg_per_kg|reason)"[^>]*value="[^"]', page)


def test_the_three_weights_stand_side_by_side(prescriber: Client) -> None:
    scene.vial()
    page = text(prescriber.get(reverse("web:order-new", args=[scene.course().public_id])).content.decode())
    assert "Actual 80 kg" in page
    assert "Ideal 61.4 kg" in page
    assert "Adjusted 68.8 kg" in page


def test_without_a_height_suitability_is_not_settled_and_nothing_is_ordered(prescriber: Client) -> None:
    scene.vial()
    course = scene.course(scene.weighed_patient(height=None))
    page = prescriber.get(reverse("web:order-new", args=[course.public_id])).content.decode()
    assert "Suitability is not settled" in text(page)
    assert 'name="weight_basis"' not in page


def test_the_dose_is_worked_out_while_it_is_typed(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    shown = text(look(prescriber, course, fresh(prescriber, course)))
    assert "40 mg · 0.8 mL" in shown
    assert "0.5 mg/kg of 80 kg actual weight, intramuscular, from 50 mg/mL" in shown
    assert DoseOrder.objects.count() == 0


def test_the_prediction_is_beside_the_dose_in_words_and_with_its_limits(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    shown = look(prescriber, course, fresh(prescriber, course))
    assert re.search(
        r"The effect begins about \d+ min \(\d+–\d+\) , peaks about \d+ min \(\d+–\d+\) , and fades", text(shown)
    )
    assert "Model daybreak-acute" in text(shown)
    drawn = re.search(r'data-series="([a-z_,]+)"', shown)
    assert drawn
    assert drawn[1] == "ketamine,norketamine,dissociation,systolic_rise,diastolic_rise"


def test_a_part_of_a_form_waits_and_blames_nobody(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    shown = text(look(prescriber, course, fresh(prescriber, course), mg_per_kg=""))
    assert "What it comes to appears here" in shown
    assert "Sign the order" not in shown


def test_what_is_no_number_is_said_at_once(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    assert "This is not a number" in text(look(prescriber, course, fresh(prescriber, course), mg_per_kg="half"))


def test_a_comma_is_a_decimal_point(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    assert "40 mg · 0.8 mL" in text(look(prescriber, course, fresh(prescriber, course), mg_per_kg="0,5"))


def test_two_mg_per_kg_cannot_be_signed(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    hidden = fresh(prescriber, course)
    shown = text(look(prescriber, course, hidden, mg_per_kg="2"))
    assert "ten-fold error" in shown
    assert "Sign the order" not in shown
    answer = sign(prescriber, course, hidden, mg_per_kg="2", reason="because the patient is tolerant")
    assert answer.status_code == 422
    assert "ten-fold error" in text(answer.content.decode())
    assert DoseOrder.objects.count() == 0


def test_above_the_soft_limit_a_reason_is_asked_for_and_kept(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    hidden = fresh(prescriber, course)
    answer = sign(prescriber, course, hidden, mg_per_kg="0.8")
    assert answer.status_code == 422
    assert "give the reason" in text(answer.content.decode())
    answer = sign(
        prescriber, course, hidden, mg_per_kg="0.8", reason="No effect at 0.5 mg/kg in three sessions elsewhere."
    )
    assert answer.status_code == 302
    assert DoseOrder.objects.get().reason == "No effect at 0.5 mg/kg in three sessions elsewhere."


def test_a_signed_order_says_what_who_and_when(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    answer = sign(prescriber, course, fresh(prescriber, course))
    order = DoseOrder.objects.get()
    assert answer.url == reverse("web:order", args=[order.public_id])
    assert (order.mg, order.volume_ml, order.weight_basis) == (Decimal("40"), Decimal("0.8"), "actual")
    page = text(prescriber.get(answer.url).content.decode())
    assert "40 mg ketamine, intramuscular" in page
    assert "Signed by Prescriber Example" in page
    assert order.forecast.prediction["inputs"]["mg"] == 40


def test_a_dose_that_was_not_yet_on_the_page_is_not_signed(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    hidden = fresh(prescriber, course)
    answer = sign(prescriber, course, hidden, seen="im|400|8.00|80")
    assert answer.status_code == 422
    assert "Look at it again, then sign" in text(answer.content.decode())
    assert DoseOrder.objects.count() == 0


def test_a_double_click_signs_once(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    hidden = fresh(prescriber, course)
    first, second = sign(prescriber, course, hidden), sign(prescriber, course, hidden)
    assert first.url == second.url
    assert DoseOrder.objects.count() == 1


def test_an_old_weight_is_asked_about(prescriber: Client) -> None:
    scene.vial()
    with clock.at(clock.now() - timedelta(days=20)):
        patient = scene.weighed_patient()
    course = scene.course(patient)
    hidden = fresh(prescriber, course)
    answer = sign(prescriber, course, hidden)
    assert answer.status_code == 422
    assert "The weight was taken 20 days ago" in text(answer.content.decode())
    tick = re.search(r'name="confirm" value="(weight:[^"]+)"', answer.content.decode())
    assert tick
    assert sign(prescriber, course, hidden, confirm=tick[1]).status_code == 302


def test_a_second_order_waits_for_the_first(prescriber: Client) -> None:
    scene.vial()
    order = scene.order()
    page = prescriber.get(reverse("web:order-new", args=[order.course.public_id])).content.decode()
    assert "An order is waiting to be given" in page
    assert reverse("web:order", args=[order.public_id]) in page


def test_empty_shelves_and_missing_weights_say_what_to_do(prescriber: Client) -> None:
    course = scene.course()
    assert "No vial to draw from" in text(
        prescriber.get(reverse("web:order-new", args=[course.public_id])).content.decode()
    )
    scene.vial()
    unweighed = scene.course(cast.patient())
    assert "No weight is recorded" in text(
        prescriber.get(reverse("web:order-new", args=[unweighed.public_id])).content.decode()
    )


def test_cancelling_needs_a_reason_and_keeps_it(prescriber: Client) -> None:
    scene.vial()
    order = scene.order()
    address = reverse("web:order-cancel", args=[order.public_id])
    page = prescriber.get(reverse("web:order", args=[order.public_id]))
    key = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert prescriber.post(address, key).status_code == 422
    assert prescriber.post(address, {**key, "reason": "feverish today"}).status_code == 302
    order.refresh_from_db()
    assert (order.status, order.cancel_reason) == ("cancelled", "feverish today")


@pytest.mark.parametrize(("name", "act"), [("order-new", "order.write"), ("order", "patient.read")])
def test_exactly_those_whose_role_allows_it_open_the_page(name: str, act: str) -> None:
    scene.vial()
    order = scene.order()
    address = reverse(f"web:{name}", args=[order.course.public_id if name == "order-new" else order.public_id])
    for role, person in cast.everyone().items():
        answer = scene.signed_in(person).get(address)
        allowed = role != "outsider" and roles.may([role], act)
        assert answer.status_code == (200 if allowed else 403), role


def test_opening_an_order_page_is_in_the_audit_log(prescriber: Client) -> None:
    scene.vial()
    course = scene.course()
    prescriber.get(reverse("web:order-new", args=[course.public_id]))
    last = AuditEvent.objects.order_by("-seq").first()
    assert last
    assert (last.act, last.patient_id) == ("patient.read", course.patient.public_id)
