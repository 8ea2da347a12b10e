"""The pages of consent: what stands, asking, taking back with one press, the patient's own pages, signing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.care import touch
from daybreak.care.consents import ConsentKind
from daybreak.clinic.consents import actions, queries, standing
from daybreak.clinic.consents.models import Consent, Document
from daybreak.clinic.courses.models import Course
from daybreak.clinic.sessions.models import DosingSession
from tests.clinic import cast, scenes
from tests.clinic.consents import scenes as consenting
from tests.web.visits import send, signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return consenting.course()


def phone(name: str, *args: Any, fields: dict[str, Any] | None = None) -> Any:
    """The patient's own browser, which knows no account and no token of a form."""
    client, address = Client(enforce_csrf_checks=True), reverse(f"web:{name}", args=args)
    return client.get(address) if fields is None else client.post(address, fields)


def typed(course: Course, kind: str = "touch", **changes: Any) -> dict[str, Any]:
    """What a patient fills in to say yes."""
    document = consenting.document(kind)
    return {
        "document": str(document.public_id),
        "decision": "agree",
        "statements": [line.id for line in document.wording.statement],
        "regions": ["hands"] if kind == "touch" else [],
        "name": course.patient.name,
        "ticked": "on",
    } | changes


def test_the_page_says_of_each_consent_where_it_stands(course: Course) -> None:
    consenting.decide(course, "treatment")
    consenting.decide(course, "vr", agreed=False)
    said = words(signed_in(cast.nurse()).get(reverse("web:consents", args=[course.public_id])))
    assert "Treatment with ketamine agreed" in said
    assert "Virtual reality declined" in said
    assert "Touch not decided yet" in said


def test_one_press_takes_a_consent_back(course: Course) -> None:
    consenting.decide(course, "vr")
    client = signed_in(cast.coordinator())
    at = reverse("web:consents", args=[course.public_id])
    answer = send(client, "consent-take-back", course.public_id, ConsentKind.VR, at=at)
    assert answer.status_code == 302
    assert standing.of(course, "vr").state is standing.State.WITHDRAWN


def test_touch_is_made_less_by_what_is_still_ticked(course: Course) -> None:
    consenting.decide(course, regions=("hands", "feet"))
    at = reverse("web:consents", args=[course.public_id])
    answer = send(signed_in(cast.nurse()), "touch-less", course.public_id, fields={"regions": ["feet"]}, at=at)
    assert answer.status_code == 302
    assert touch.in_words(queries.touch_mask(course)) == "Feet"


def test_a_place_added_by_hand_is_refused_on_the_page(course: Course) -> None:
    consenting.decide(course, regions=("hands",))
    at = reverse("web:consents", args=[course.public_id])
    answer = send(signed_in(cast.nurse()), "touch-less", course.public_id, fields={"regions": ["hands", "feet"]}, at=at)
    assert answer.status_code == 422
    assert "Touch can only be made less here, never more." in words(answer)


def test_a_link_is_shown_once_and_opens_the_texts(course: Course) -> None:
    at = reverse("web:consents", args=[course.public_id])
    answer = send(
        signed_in(cast.therapist()),
        "consent-ask",
        course.public_id,
        fields={"kinds": ["touch", "vr"], "link": "yes"},
        at=at,
    )
    link = answer.context["link"]
    assert link.startswith("http://testserver/c/")
    said = words(Client().get(link))
    assert "2 texts to read" in said
    assert course.patient.family_name not in said


def test_handing_over_the_screen_signs_out_and_names_the_witness(course: Course) -> None:
    client = signed_in(cast.therapist())
    at = reverse("web:consents", args=[course.public_id])
    answer = send(client, "consent-ask", course.public_id, fields={"kinds": ["touch"], "here": "yes"}, at=at)
    token = answer["Location"].split("/")[2]
    assert client.get(reverse("web:today")).status_code == 302
    answer = phone("consent-read", token, ConsentKind.TOUCH, fields=typed(course))
    assert answer.status_code == 302
    assert Consent.objects.get().witness == cast.therapist()


def test_asking_about_nothing_is_said_beside_the_boxes(course: Course) -> None:
    at = reverse("web:consents", args=[course.public_id])
    answer = send(signed_in(cast.therapist()), "consent-ask", course.public_id, fields={"link": "yes"}, at=at)
    assert answer.status_code == 422
    assert "Choose at least one text to ask about." in words(answer)


def test_a_patient_reads_decides_and_sees_what_was_decided(course: Course) -> None:
    token = consenting.link(course)
    assert "Under ketamine you cannot decide about touch" in words(phone("consent-read", token, ConsentKind.TOUCH))
    assert phone("consent-read", token, ConsentKind.TOUCH, fields=typed(course)).status_code == 302
    assert "Yes, where I have marked it : hands" in words(phone("consent-phone", token))


def test_what_is_missing_is_said_and_what_was_typed_stays(course: Course) -> None:
    token = consenting.link(course)
    fields = typed(course, statements=[], regions=["feet"], name="A Name", ticked="", words="Ask first.")
    answer = phone("consent-read", token, ConsentKind.TOUCH, fields=fields)
    said, page = words(answer), answer.content.decode()
    assert answer.status_code == 422
    assert "Tick each line that is true." in said
    assert "Sign: draw your signature, or tick the box below it." in said
    assert 'value="A Name"' in page
    assert "Ask first." in said
    assert '<input type="checkbox" name="regions" value="feet" checked>' in page


def test_the_patient_takes_it_back_on_the_same_page(course: Course) -> None:
    token = consenting.link(course)
    phone("consent-read", token, ConsentKind.TOUCH, fields=typed(course))
    assert phone("consent-phone-take-back", token, ConsentKind.TOUCH, fields={}).status_code == 302
    assert "You have taken this back." in words(phone("consent-phone", token))


def test_the_patient_makes_touch_less(course: Course) -> None:
    token = consenting.link(course)
    phone("consent-read", token, ConsentKind.TOUCH, fields=typed(course, regions=["hands", "feet"]))
    assert phone("consent-phone-less", token, fields={"regions": ["hands"]}).status_code == 302
    assert touch.in_words(queries.touch_mask(course)) == "Hands"


def test_a_yes_during_the_session_is_refused_in_kind_words(course: Course) -> None:
    token = consenting.link(course)
    with consenting.under_a_dose(course):
        answer = phone("consent-read", token, ConsentKind.TOUCH, fields=typed(course))
    assert "nothing can be agreed to while the dose works" in words(answer)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("name", ["consent-phone", "consent-phone-less"])
def test_a_made_up_link_says_so(name: str) -> None:
    answer = phone(name, "nonsense.token")
    assert answer.status_code == 404
    assert answer["Referrer-Policy"] == "no-referrer"


def test_the_patients_pages_are_kept_nowhere(course: Course) -> None:
    answer = phone("consent-phone", consenting.link(course))
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert answer.cookies == {}


def test_a_decision_can_be_read_as_it_was_signed(course: Course) -> None:
    consent = consenting.decide(course, drawing=[[[1, 1], [5, 5]]])
    answer = signed_in(cast.nurse()).get(reverse("web:consent", args=[consent.public_id]))
    said = words(answer)
    assert "Reads exactly as it was signed." in said
    assert 'd="M1 1 L5 5"' in answer.content.decode()


@pytest.mark.parametrize(
    ("password", "said"), [("", "Type your passphrase to sign."), ("wrong", "This is not your passphrase.")]
)
def test_the_clinician_signs_only_with_the_passphrase(course: Course, password: str, said: str) -> None:
    consent = consenting.decide(course, "treatment")
    client, at = signed_in(cast.with_passphrase(cast.prescriber())), reverse("web:consents", args=[course.public_id])
    answer = send(client, "consent-explain", consent.public_id, fields={"signing_password": password}, at=at)
    assert answer.status_code == 422
    assert said in words(answer)
    assert standing.explained(course) != ()
    answer = send(client, "consent-explain", consent.public_id, fields={"signing_password": cast.PASSWORD}, at=at)
    assert answer.status_code == 302
    assert standing.explained(course) == ()
    shown = words(client.get(at))
    assert "Prescriber Example Have explained the treatment" in shown


def test_the_medical_director_words_a_text_anew_and_signs_it(course: Course) -> None:
    client = signed_in(cast.with_passphrase(cast.director()))
    page = client.get(reverse("web:consent-text-sign", args=["vr"]))
    fields = {bound.name: bound.value() or "" for bound in page.context["form"]} | {
        "lede": "A headset with quiet places.",
        "signing_password": cast.PASSWORD,
    }
    answer = send(client, "consent-text-sign", ConsentKind.VR, fields=fields)
    assert answer.status_code == 302
    newest = Document.objects.filter(kind="vr").latest("number")
    assert (newest.number, newest.wording.lede) == (2, "A headset with quiet places.")
    assert [line.id for line in newest.wording.statement] == ["stop"]
    said = words(client.get(reverse("web:consent-text", args=[newest.public_id])))
    assert "Dr Dana Director" in said
    assert "Reads exactly as it was signed." in said


def test_without_the_passphrase_no_text_comes_into_force_and_the_words_stay(course: Course) -> None:
    client = signed_in(cast.director())
    page = client.get(reverse("web:consent-text-sign", args=["vr"]))
    fields = {bound.name: bound.value() or "" for bound in page.context["form"]} | {"lede": "Kept while I look for it."}
    answer = send(client, "consent-text-sign", ConsentKind.VR, fields=fields)
    assert answer.status_code == 422
    assert "Kept while I look for it." in answer.content.decode()
    assert Document.objects.filter(kind="vr").count() == 1


def test_a_session_that_cannot_open_lists_every_gap_with_its_page() -> None:
    ready = scenes.course()
    order = scenes.order(ready)
    actions.take_back(by=cast.nurse(), course=ready, kind="treatment")
    client = signed_in(cast.nurse())
    at = reverse("web:order", args=[order.public_id])
    assert "Not ready for the dose yet" in words(client.get(at))
    answer = send(client, "session-open", order.public_id, at=reverse("web:consents", args=[ready.public_id]))
    assert answer.status_code == 409
    assert "the patient has taken back this consent" in words(answer)
    assert reverse("web:consents", args=[ready.public_id]) in answer.content.decode()
    assert not DosingSession.objects.exists()


def test_the_bedside_shows_touch_and_takes_a_no_with_one_press() -> None:
    session = scenes.injected().session
    client, at = signed_in(cast.nurse()), reverse("web:session", args=[session.public_id])
    assert "Touch Shoulders, hands" in words(client.get(at))
    answer = send(client, "session-take-back", session.public_id, ConsentKind.TOUCH, at=at, HTTP_HX_REQUEST="true")
    assert answer.status_code == 200
    assert "Touch none, but to keep safe" in words(answer)
    assert "The patient says no" in words(answer)
    assert queries.touch_mask(session.order.course) == touch.NOWHERE


def test_the_bedside_offers_to_keep_only_the_places_that_are_marked() -> None:
    session = scenes.session()
    page = signed_in(cast.nurse()).get(reverse("web:session", args=[session.public_id])).content.decode()
    assert re.findall(r'name="regions" value="([a-z_]+)" checked', page) == ["shoulders", "hands"]


@pytest.mark.parametrize("name", ["session-watch", "session-consent"])
def test_a_second_screen_shows_consent_and_offers_nothing_to_press(name: str) -> None:
    session = scenes.session()
    said = words(signed_in(cast.nurse()).get(reverse(f"web:{name}", args=[session.public_id]) + "?watch=1"))
    assert "Touch Shoulders, hands" in said
    assert "The patient says no" not in said


def test_a_browser_without_scripts_comes_back_to_the_session() -> None:
    session = scenes.injected().session
    client, at = signed_in(cast.nurse()), reverse("web:session", args=[session.public_id])
    answer = send(client, "session-touch-less", session.public_id, fields={"regions": ["hands"]}, at=at)
    assert answer["Location"] == at
    assert touch.in_words(queries.touch_mask(session.order.course)) == "Hands"


def test_an_unused_link_can_be_withdrawn(course: Course) -> None:
    asking, token = actions.ask(by=cast.nurse(), course=course, kinds=["vr"], valid_for=timedelta(hours=1))
    at = reverse("web:consents", args=[course.public_id])
    assert send(signed_in(cast.nurse()), "asking-withdraw", asking.public_id, at=at).status_code == 302
    assert phone("consent-phone", token).status_code == 410


def test_an_order_is_signed_with_the_passphrase_and_shows_its_signature() -> None:
    ready = scenes.course()
    scenes.vial()
    client = signed_in(cast.with_passphrase(cast.prescriber()))
    fields = {
        "route": "im",
        "mg_per_kg": "0.5",
        "weight_basis": "actual",
        "concentration_mg_per_ml": "50",
        "sign": "yes",
    }
    at = reverse("web:order-new", args=[ready.public_id])
    seen = send(client, "order-preview", ready.public_id, fields=fields, at=at).context["preview"].seen
    refused = send(client, "order-new", ready.public_id, fields=fields | {"seen": seen, "signing_password": "wrong"})
    assert refused.status_code == 422
    assert "This is not your passphrase." in words(refused)
    assert not ready.orders.exists()
    done = send(client, "order-new", ready.public_id, fields=fields | {"seen": seen, "signing_password": cast.PASSWORD})
    assert done.status_code == 302
    said = words(client.get(done["Location"]))
    assert "Prescriber Example Order 40 mg of ketamine, intramuscular." in said
    assert "does not read as it was signed" not in said
