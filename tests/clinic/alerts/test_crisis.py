"""What a patient at risk reads: shipped until signed, then the clinic's own version; and that it was shown is kept."""

import pytest
from django.test import Client

from daybreak.care.findings import Refused
from daybreak.clinic.alerts import actions, queries
from daybreak.clinic.alerts.crisis import text_of
from daybreak.clinic.alerts.models import CrisisText, StepKind
from daybreak.clinic.entry import Invalid
from daybreak.clinic.signatures import queries as signatures
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import proof, raised

pytestmark = pytest.mark.django_db
OURS = "Call us at any hour. If it cannot wait, call your local emergency number."


def signed(language: str = "en", text: str = OURS, phone: str = "+00 555 0199") -> CrisisText:
    director = cast.director()
    return actions.sign_crisis_text(by=director, language=language, text=text, phone=phone, proof=proof(director))


def test_until_one_is_signed_the_shipped_text_is_shown_and_says_that_nobody_signed_it() -> None:
    shown = queries.crisis("en")
    assert "call your local emergency number" in shown.text
    assert (shown.version, shown.signed, shown.name) == (0, None, "the shipped crisis text")


def test_a_signed_text_is_in_force_at_once_and_the_next_takes_its_place() -> None:
    signed()
    second = signed(text=OURS + " We answer.")
    shown = queries.crisis("en")
    assert (shown.text, shown.phone, shown.version) == (second.text, "+00 555 0199", 2)
    assert shown.dialled == "+005550199"
    (signature,) = signatures.of(second)
    assert signatures.holds(signature, text_of(second))


def test_a_text_signed_in_one_language_leaves_the_others_as_they_were() -> None:
    signed()
    assert queries.crisis("de").version == 0
    assert "Notruf" in queries.crisis("de").text


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": " "}, "text"), ({"phone": "call us"}, "phone"), ({"language": "tlh"}, "language")],
)
def test_what_cannot_be_is_said_beside_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        signed(**changes)
    assert list(refusal.value.errors) == [field]
    assert not CrisisText.objects.exists()


def test_only_a_director_signs_it() -> None:
    prescriber = cast.prescriber()
    with pytest.raises(Refused):
        actions.sign_crisis_text(by=prescriber, language="en", text=OURS, phone="", proof=proof(prescriber))


def test_that_it_was_shown_is_kept_once_with_its_version() -> None:
    alert = raised()
    for _ in range(2):
        actions.crisis_shown(alert=alert, version=queries.crisis("en").name)
    shown = [step for step in alert.steps.all() if step.kind == StepKind.SHOWN]
    assert [step.words for step in shown] == ["Shown: the shipped crisis text."]
    assert shown[0].owner == alert.owner


def test_the_page_of_an_unknown_link_shows_the_signed_text_too() -> None:
    signed()
    page = Client().get("/a/not-a-link/").content.decode()
    assert OURS in page
    assert 'href="tel:+005550199"' in page
