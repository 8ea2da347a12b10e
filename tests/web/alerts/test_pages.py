"""The pages of alerts: the bar that follows one everywhere, taking, assessing, the rota, the patient's own words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daybreak.clinic import clock
from daybreak.clinic.alerts import queries
from daybreak.clinic.alerts.models import Alert, CrisisText, PatientWords, RiskAssessment
from daybreak.clinic.measures import actions as measures
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import LOW, assessed, raised
from tests.web import visits

pytestmark = pytest.mark.django_db


def signer(username: str, role: str) -> Any:
    """Someone with a passphrase, to sign with."""
    return cast.person(username, role, password=cast.PASSWORD)


def assessment_fields(*alerts: Alert, **changes: str) -> dict[str, Any]:
    """A low risk as a browser sends it."""
    return {
        **LOW,
        "level": "low",
        "reasons": "Passive wishes on bad mornings, no intent.",
        "plan": "Seen again on Thursday.",
        "actions": ["safety_plan"],
        "closes": [str(alert.public_id) for alert in alerts],
        "signing_password": cast.PASSWORD,
        **changes,
    }


def test_the_bar_says_on_every_page_what_is_mine_names_no_patient_and_counts_down() -> None:
    prescriber, patient = signer("amara", "prescriber"), cast.patient(family_name="Unmistakable")
    raised(patient)
    client = visits.signed_in(prescriber)
    for address in ("/", "/patients/", "/rules/", "/alerts/banner/"):
        page = client.get(address)
        assert "Thoughts of self-harm answered is yours." in visits.words(page)
        assert 'class="countdown" data-due=' in page.content.decode()
    assert "Unmistakable" not in visits.words(client.get("/alerts/banner/"))


def test_the_bar_is_empty_for_whom_nothing_waits_and_for_an_auditor() -> None:
    signer("amara", "prescriber")
    raised()
    for person in (cast.nurse(), cast.auditor()):
        page = visits.signed_in(person).get("/alerts/banner/")
        assert 'data-count="0" hidden' in page.content.decode()


def test_acknowledging_takes_it_and_says_so() -> None:
    client = visits.signed_in(signer("amara", "prescriber"))
    alert = raised()
    answer = visits.send(client, "alert-acknowledge", alert.public_id, at=f"/alerts/{alert.public_id}/", follow=True)
    assert "You have taken this alert." in visits.words(answer)
    assert Alert.objects.get(pk=alert.pk).state == "acknowledged"


def test_an_assessment_signed_on_the_page_closes_the_alert_and_can_be_read_again() -> None:
    client, alert = visits.signed_in(signer("amara", "prescriber")), raised()
    fields = assessment_fields(alert)
    answer = visits.send(client, "assess", alert.patient.public_id, fields=fields, follow=True)
    words = visits.words(answer)
    assert "Risk of suicide: low" in words
    assert "Signed by Amara Example" in words
    assert not Alert.objects.get(pk=alert.pk).is_open


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"signing_password": "wrong"}, "This is not your passphrase. Nothing was signed; type it again."),
        ({"signing_password": ""}, "Type your passphrase to sign."),
        ({"intent": ""}, "“Intent to act on them” has no answer yet: choose one."),
        ({"level": "high"}, "Nothing that makes a high risk safer is marked."),
        ({"intent": "firm"}, "A low risk beside “firm intent”."),
    ],
)
def test_an_assessment_that_is_not_sound_keeps_what_was_typed_and_says_why(
    changes: dict[str, str], sentence: str
) -> None:
    client, alert = visits.signed_in(signer("amara", "prescriber")), raised()
    answer = visits.send(client, "assess", alert.patient.public_id, fields=assessment_fields(alert, **changes))
    assert answer.status_code == 422
    assert sentence in visits.words(answer)
    assert "Passive wishes on bad mornings, no intent." in answer.content.decode()
    assert not RiskAssessment.objects.exists()
    assert Alert.objects.get(pk=alert.pk).is_open


def test_an_improbable_low_is_kept_once_it_is_confirmed() -> None:
    client, alert = visits.signed_in(signer("amara", "prescriber")), raised()
    fields = assessment_fields(alert, intent="firm")
    asked = visits.send(client, "assess", alert.patient.public_id, fields=fields)
    (question,) = asked.context["form"].asked_of_all
    answer = visits.send(client, "assess", alert.patient.public_id, fields=fields | {"confirm": question.tick})
    assert answer.status_code == 302
    assert RiskAssessment.objects.get().level == "low"


def test_a_note_too_short_and_a_colleague_not_chosen_are_said_beside_their_fields() -> None:
    client, alert = visits.signed_in(signer("amara", "prescriber")), raised()
    at = f"/alerts/{alert.public_id}/"
    short = visits.send(client, "alert-note", alert.public_id, fields={"text": "ok"}, at=at)
    assert (short.status_code, "write a sentence" in visits.words(short)) == (422, True)
    nobody = visits.send(client, "alert-hand-on", alert.public_id, fields={"why": "I am in a session"}, at=at)
    assert (nobody.status_code, "I am in a session" in nobody.content.decode()) == (422, True)


def test_a_worried_colleague_raises_an_alert_from_the_chart() -> None:
    signer("amara", "prescriber")
    patient, client = cast.patient(), visits.signed_in(cast.coordinator())
    fields = {"what": "Her sister rang: she gave her cat away."}
    answer = visits.send(client, "alert-concern", patient.public_id, fields=fields, follow=True)
    assert "The alert is raised, and shown to Amara Example." in visits.words(answer)
    assert queries.open_alerts(patient).get().recorded_by == cast.coordinator()


def test_the_chart_shows_the_open_alert_and_afterwards_the_last_assessment() -> None:
    prescriber, patient = signer("amara", "prescriber"), cast.patient()
    client, alert = visits.signed_in(prescriber), raised(patient)
    assert "Open alerts" in visits.words(client.get(f"/patients/{patient.public_id}/"))
    assessed(prescriber, alert, level="moderate")
    words = visits.words(client.get(f"/patients/{patient.public_id}/"))
    assert "Open alerts" not in words
    assert "Risk: moderate" in words


def test_today_lists_every_open_alert_whoever_holds_it() -> None:
    signer("amara", "prescriber")
    raised(cast.patient(family_name="Unmistakable"))
    assert "Ada Unmistakable: thoughts of self-harm answered" in visits.words(visits.signed_in(cast.nurse()).get("/"))


def test_people_are_told_when_nobody_watches_the_clocks() -> None:
    from daybreak.clinic import rounds

    client = visits.signed_in(cast.nurse())
    assert "Nobody is watching the clocks" in visits.words(client.get("/alerts/"))
    rounds.make()
    assert "Nobody is watching" not in visits.words(client.get("/alerts/"))
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert "Nobody is watching the clocks since" in visits.words(client.get("/alerts/"))


def test_who_says_that_they_are_away_and_back_on_the_page_is_passed_over_and_asked_again() -> None:
    person = signer("amara", "prescriber")
    client = visits.signed_in(person)
    fields = {"form": "away", "person": str(person.public_id), "starts_at": "", "ends_at": "", "covered_by": ""}
    visits.send(client, "duty", fields=fields)
    assert raised().owner == cast.director()
    visits.send(client, "duty-i-am-back", at="/duty/")
    assert raised().owner == person


def test_an_end_before_the_start_is_said_beside_its_field_and_what_was_typed_stays() -> None:
    person = cast.coordinator()
    span = {"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-01T10:00"}
    fields = {"form": "on_call", "person": str(person.public_id), **span}
    answer = visits.send(visits.signed_in(person), "duty", fields=fields)
    assert answer.status_code == 422
    assert "The end must lie after the start" in visits.words(answer)
    assert "2030-01-02T10:00" in answer.content.decode()


def test_a_director_signs_what_patients_read_and_it_is_in_force_on_their_page() -> None:
    director = signer("second", "medical_director")
    fields = {"language": "en", "text": "Ring us. At any hour.", "phone": "+00 555 0177"}
    client = visits.signed_in(director)
    refused = visits.send(client, "crisis-text", fields=fields | {"signing_password": "wrong"})
    assert (refused.status_code, CrisisText.objects.count()) == (422, 0)
    visits.send(client, "crisis-text", fields=fields | {"signing_password": cast.PASSWORD})
    assert "Ring us. At any hour." in visits.words(Client().get("/a/nothing/"))


def test_a_patient_who_answers_of_risk_reads_the_crisis_text_first_and_the_alert_keeps_that_it_was_shown() -> None:
    signer("amara", "prescriber")
    patient = cast.patient()
    _, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=1))
    answer = Client().post(f"/a/{token}/", visits.all_answers(q9=2))
    assert "call your local emergency number" in visits.words(answer)
    steps = [step.words for step in queries.open_alerts(patient).get().steps.all() if step.kind == "shown"]
    assert steps == ["Shown: the shipped crisis text."]


def test_a_patient_writes_in_their_own_words_and_a_phrase_of_self_harm_is_answered_at_once() -> None:
    signer("amara", "prescriber")
    patient = cast.patient()
    _, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(days=1))
    Client().post(f"/a/{token}/", visits.all_answers())
    calm = Client().post(f"/a/{token}/words/", {"text": "I slept well."})
    assert "Your words have reached your clinic." in visits.words(calm)
    assert "Please do not stay alone with them." not in visits.words(calm)
    flagged = Client().post(f"/a/{token}/words/", {"text": "I want to end my life."})
    assert "Please do not stay alone with them." in visits.words(flagged)
    alert = queries.open_alerts(patient).get()
    assert (alert.kind, PatientWords.objects.count()) == ("risk_words", 2)
    page = visits.words(visits.signed_in(cast.nurse()).get(f"/alerts/{alert.public_id}/"))
    assert "I want to end my life." in page


def test_asking_for_the_bar_keeps_nobody_signed_in(settings: Any) -> None:
    client = visits.signed_in(cast.nurse())
    client.get("/")
    before = client.session["seen_at"]
    session = client.session
    session["seen_at"] = before - 600
    session.save()
    client.get("/alerts/banner/")
    assert client.session["seen_at"] == before - 600
