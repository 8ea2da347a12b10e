"""The page of suitability: answers saved one at a time or as a whole, and the verdict that follows each."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from daybreak.care.suitability.questions import questions
from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.patients import queries as charts
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.actions import Said
from daybreak.clinic.suitability.models import Answer
from tests.clinic import cast, scenes
from tests.clinic.sheets import all_answered
from tests.clinic.suited import ANSWERS, said
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Any:
    """A course in preparation, of a patient who was weighed and measured."""
    return scenes.course(phase="preparation")


def page_of(course: Any) -> str:
    """Where its page is."""
    return reverse("web:suitability", args=[course.public_id])


def give(course: Any, question: str, answer: str, note: str = "", who: Any = None) -> Any:
    """One answer, as the page's script sends it."""
    client = visits.signed_in(who or cast.prescriber())
    token = str(client.get(page_of(course)).context["csrf_token"])
    address = reverse("web:suitability-answer", args=[course.public_id, question])
    fields = {f"a-{question}": answer, f"n-{question}": note, "csrfmiddlewaretoken": token}
    return client.post(address, fields, headers={"HX-Request": "true"})


def save(course: Any, changed: dict[str, str]) -> Any:
    """The whole page sent, with some of its answers changed since it was shown."""
    client = visits.signed_in(cast.prescriber())
    shown = client.get(page_of(course)).context["sheet"]
    asks = [one for part in shown.parts for one in part.asks if one.is_asked]
    fields = {f"w-{one.question.id}": one.was for one in asks}
    fields |= {f"a-{one.question.id}": one.answer for one in asks} | {f"n-{one.question.id}": one.note for one in asks}
    fields |= {f"a-{question}": answer for question, answer in changed.items()}
    return visits.send(client, "suitability-save", course.public_id, fields=fields, at=page_of(course))


def test_an_empty_page_says_what_is_missing_and_asks_what_applies(course: Any) -> None:
    answer = visits.signed_in(cast.prescriber()).get(page_of(course))
    words = visits.words(answer)
    assert "Not yet eligible" in words
    assert "27 answers are missing." in words
    for asked in questions().values():
        shown = f'id="q-{asked.id}"' in answer.content.decode()
        assert shown is (asked.kind != "chart" and (not asked.asked_when or "sex" in asked.asked_when)), asked.id


def test_an_answer_is_saved_as_it_is_given_and_the_verdict_follows(course: Any) -> None:
    answer = give(course, "aneurysm", "yes", "Infrarenal")
    words = visits.words(answer)
    assert answer.status_code == 200
    assert words.strip().startswith("Saved")
    assert "Not eligible" in words
    assert "The patient has an aneurysm or an arteriovenous malformation." in words
    assert "usmedicine.com" in words
    row = queries.answers(course)["aneurysm"]
    assert (row.answer, row.note, row.recorded_by) == ("yes", "Infrarenal", cast.prescriber())


def test_an_answer_opens_the_question_that_follows_from_it_and_closes_it_again(course: Any) -> None:
    opened = give(course, "bipolar", "yes").content.decode()
    assert 'id="q-mood_stabiliser"' in opened
    closed = give(course, "bipolar", "no").content.decode()
    assert 'id="q-mood_stabiliser"' not in closed
    assert 'id="slot-mood_stabiliser"' in closed


def test_a_part_of_the_page_may_be_answered_on(course: Any) -> None:
    assert "disabled" not in give(course, "bipolar", "yes").content.decode()


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        ("months_abstinent", "a while", "Enter a number from 0 to 900 months, in digits."),
        ("aneurysm", "perhaps", "Choose one of the answers."),
    ],
)
def test_an_answer_that_cannot_be_taken_is_said_beside_its_question(
    course: Any, question: str, answer: str, sentence: str
) -> None:
    refused = give(course, question, answer)
    assert refused.status_code == 422
    assert visits.words(refused).strip() == sentence
    assert not Answer.objects.exists()


def test_a_question_that_does_not_exist_is_not_found(course: Any) -> None:
    assert give(course, "no_such_question", "yes").status_code == 404


def test_imminent_intent_leads_to_the_emergency_pathway_at_once(course: Any) -> None:
    answer = give(course, "suicidal_intent", "yes")
    there = reverse("web:suitability-emergency", args=[course.public_id])
    assert (answer.status_code, answer["HX-Redirect"]) == (204, there)
    assert Alert.objects.get().kind == "suicidal_intent"


def test_sent_as_a_whole_it_leads_there_too(course: Any) -> None:
    answer = save(course, {"suicidal_intent": "yes", "mania": "no"})
    assert answer.url == reverse("web:suitability-emergency", args=[course.public_id])


def test_the_emergency_page_says_what_to_do_in_which_words_and_who_was_called(course: Any) -> None:
    give(course, "suicidal_intent", "yes")
    client = visits.signed_in(cast.nurse())
    words = visits.words(client.get(reverse("web:suitability-emergency", args=[course.public_id])))
    assert "Stay with the patient." in words
    assert "With Prescriber Example" in words
    assert "The referral stays open." in words
    assert "not eligible" not in words.lower()
    assert client.get(reverse("web:suitability-emergency", args=[course.public_id])).context["crisis"].text


def test_an_emergency_that_has_passed_is_answered_and_the_page_says_so(course: Any) -> None:
    give(course, "suicidal_intent", "yes")
    give(course, "suicidal_intent", "no", "Seen by the crisis team; safe at home with her sister.")
    client = visits.signed_in(cast.nurse())
    words = visits.words(client.get(reverse("web:suitability-emergency", args=[course.public_id])))
    assert "No imminent intent is recorded now." in words
    assert "Imminent suicidal intent was recorded" in words


def test_the_page_sent_as_a_whole_takes_what_was_changed(course: Any) -> None:
    assert save(course, ANSWERS).status_code == 302
    missing = {gap.question.id for gap in queries.of_course(course).screening.gaps}
    assert missing == {"pregnant", "trying", "contraception"}  # they were not on the page before its first answers
    save(course, ANSWERS)
    assert queries.of_course(course).is_eligible


def test_what_a_colleague_answered_meanwhile_stays(course: Any) -> None:
    client = visits.signed_in(cast.prescriber())
    token = str(client.get(page_of(course)).context["csrf_token"])
    actions.answer(by=cast.nurse(), course=course, said={"aneurysm": Said("yes")})
    stale = {"w-aneurysm": "|", "a-aneurysm": "", "n-aneurysm": "", "w-mania": "|", "a-mania": "no", "n-mania": ""}
    address = reverse("web:suitability-save", args=[course.public_id])
    client.post(address, stale | {"csrfmiddlewaretoken": token})
    assert {name: row.answer for name, row in queries.answers(course).items()} == {"aneurysm": "yes", "mania": "no"}


def test_what_was_typed_stays_when_something_is_wrong(course: Any) -> None:
    actions.answer(by=cast.nurse(), course=course, said={"substance_disorder": Said("past")})
    answer = save(course, {"months_abstinent": "a while", "mania": "no"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="a while"' in page
    assert "Enter a number from 0 to 900 months, in digits." in page
    assert "mania" not in queries.answers(course)


def test_whoever_may_only_read_finds_nothing_to_press(course: Any) -> None:
    page = visits.signed_in(cast.therapist()).get(page_of(course)).content.decode()
    assert "hx-post" not in page
    assert page.count("<fieldset") == page.count(" disabled>")


def test_someone_eligible_is_led_to_the_order(course: Any) -> None:
    actions.answer(by=cast.nurse(), course=course, said=said())
    answer = visits.signed_in(cast.prescriber()).get(page_of(course))
    assert reverse("web:order-new", args=[course.public_id]) in visits.addresses(answer)
    assert "Eligible" in visits.words(answer)


def find(course: Any, typed: str) -> str:
    """What the search answers."""
    client = visits.signed_in(cast.prescriber())
    fields = {"text": typed}
    return visits.words(visits.send(client, "suitability-find", course.public_id, fields=fields, at=page_of(course)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tran", "Tranylcypromine monoamine oxidase inhibitor"),
        ("theoph", "Theophylline xanthine Stop"),
        ("lamo", "Lamotrigine lamotrigine, mood stabiliser Note"),
        ("zyx", "Not on the list of known medicines."),
    ],
)
def test_medicines_are_found_as_one_types(course: Any, typed: str, expected: str) -> None:
    assert expected in find(course, typed)


def add(course: Any, **fields: str) -> Any:
    """A medicine, as the form on the page sends it."""
    client = visits.signed_in(cast.prescriber())
    return visits.send(client, "suitability-medicine", course.public_id, fields=fields, at=page_of(course))


def test_a_medicine_is_added_as_picked_with_what_was_typed_beside_it(course: Any) -> None:
    answer = add(course, text="oxyc", pick="Oxycodone", dosage="5 mg", last_taken="2026-01-05")
    assert answer.url.endswith("#medicines")
    row = charts.current_facts(course.patient).medications[0]
    assert (row.text, row.dosage, str(row.last_taken)) == ("Oxycodone", "5 mg", "2026-01-05")


def test_a_medicine_nobody_knows_is_kept_and_said_to_be_unchecked(course: Any) -> None:
    add(course, text="Zyxoprane")
    words = visits.words(visits.signed_in(cast.prescriber()).get(page_of(course)))
    assert "“Zyxoprane” is not on the list of medicines: its interactions were not checked." in words


def test_alcohol_today_is_a_stop_on_the_page(course: Any) -> None:
    add(course, text="Alcohol", last_taken=timezone.localdate(clock.now()).isoformat())
    assert "Alcohol was taken today." in visits.words(visits.signed_in(cast.prescriber()).get(page_of(course)))


def test_a_medicine_without_a_name_keeps_what_was_typed_beside_it(course: Any) -> None:
    answer = add(course, text=" ", dosage="5 mg at night")
    assert answer.status_code == 422
    assert "Medicine is missing. Fill it in." in visits.words(answer)
    assert 'value="5 mg at night"' in answer.content.decode()


def test_the_order_page_says_first_what_keeps_the_dose_away() -> None:
    course = scenes.courses.move(by=cast.prescriber(), course=scenes.course(phase="preparation"), to="dosing")
    scenes.vial()
    client = visits.signed_in(cast.prescriber())
    words = visits.words(client.get(reverse("web:order-new", args=[course.public_id])))
    assert "Suitability is not settled" in words
    assert "27 answers are missing." in words


def test_the_chart_leads_to_suitability_before_anything_that_needs_it(course: Any) -> None:
    measures.record_in_clinic(by=cast.nurse(), patient=course.patient, answers=all_answered(1))
    chart = visits.signed_in(cast.prescriber()).get(reverse("web:chart", args=[course.patient.public_id]))
    assert page_of(course) in visits.addresses(chart)
    assert chart.context["step"].what == "Open suitability"
