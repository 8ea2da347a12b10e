"""One patient's whole course through the pages, from the referral to the closed course, each role in its turn.

Pages are asked for and answered as a browser does it, with CSRF; nothing is done beside them but the clock's turning.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.care import monitoring
from daybreak.care.consents import ConsentKind
from daybreak.care.preparation import plan_parts
from daybreak.clinic import clock, policy, rounds
from daybreak.clinic.alerts import queries as alerted
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.consents import queries as consented
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import queries as followed
from daybreak.clinic.integration import queries as windows
from daybreak.clinic.measures.models import Response
from daybreak.clinic.notes.models import Draft, ProgressNote
from daybreak.clinic.orders import queries as orders
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.plans import queries as plans
from daybreak.clinic.sessions.models import DosingSession, Injection
from daybreak.clinic.suitability import queries as suitability
from daybreak.clinic.vials import queries as shelf
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import LOW
from tests.clinic.suited import ANSWERS
from tests.web.team import Team
from tests.web.visits import send, words

pytestmark = pytest.mark.django_db

REFERRED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIRST_DOSE = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
DOSES = 6
AFRAID_AFTER = 3
"""The dose after which item 9 is answered above nought."""
TOTALS = (20, 17, 14, 11, 8, 6, 4)
CALM = {"systolic": 118, "diastolic": 74, "heart_rate": 68, "spo2": 98, "respiratory_rate": 14, "moaas": 5}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNED = {"signing_password": cast.PASSWORD}
PREPARATION: dict[str, dict[str, Any]] = {
    "session": {"minutes": "75", "covered": ["day", "safety"], "remark": "Came with her sister."},
    "intention": {"text": "To let go of what I keep counting."},
    "safety-plan": {part.id: f"In her words: {part.label}" for part in plan_parts()},
    "escort": {"name": "Bo Example", "phone": "+00 555 0199", "relation": "brother"},
    "preferences": {"music": "own", "headset": "none", "eyes": "mask", "words": "No choirs."},
}


@pytest.fixture
def _one_key_file(tmp_path: Any, settings: Any) -> None:
    from daybreak.clinic.notes import keyring

    settings.NOTES_KEY_FILE = tmp_path / "secrets/notes_keys"
    keyring.make()


@pytest.fixture
def team(_one_key_file: None) -> Team:
    """Everyone, before the patient comes."""
    with clock.at(REFERRED - 30 * DAY):
        return Team()


def test_a_patient_goes_through_the_whole_programme_page_by_page(team: Team) -> None:
    with clock.at(REFERRED - 20 * DAY):
        the_director_signs_the_texts(team)
        the_coordinator_furnishes(team)
    with clock.at(REFERRED):
        patient = the_coordinator_registers_whom_the_letter_sends(team)
        the_nurse_measures(team, patient)
        course = the_prescriber_opens_a_course(team, patient)
        the_coordinator_writes_down_the_referral(team, course)
        the_patient_answers(team, patient, TOTALS[0])
    with clock.at(REFERRED + 2 * HOUR):
        the_prescriber_screens(team, course)
    with clock.at(REFERRED + DAY):
        the_coordinator_plans_six_doses(team, course)
        assert "missing" in team.sees("nurse", "course", course.public_id)
    with clock.at(FIRST_DOSE - 5 * DAY):
        the_patient_consents(team, course)
        the_therapist_prepares(team, course)
        assert "Before a dose ready" in team.sees("nurse", "course", course.public_id)
    for number in range(1, DOSES + 1):
        a_dose_is_given(team, course, number)
        it_is_worked_through(team, course, number)
        the_patient_is_asked_how_it_is(team, course, number)
    the_course_is_followed_and_closed(team, course)
    nothing_is_left_over(team, course)


def the_director_signs_the_texts(team: Team) -> None:
    for kind in ConsentKind:
        page = team.browser("director").get(reverse("web:consent-text-sign", args=[kind]))
        typed = {bound.name: bound.value() or "" for bound in page.context["form"]}
        team.sends("director", "consent-text-sign", kind, **typed | SIGNED)
        assert consented.in_force(kind) is not None


def the_coordinator_furnishes(team: Team) -> None:
    for name, kind in (("Chair 1", "chair"), ("Garden room", "room")):
        team.sends("coordinator", "chairs-add", name=name, kind=kind, shown_at=reverse("web:chairs"))


def the_coordinator_registers_whom_the_letter_sends(team: Team) -> Patient:
    ada = {"given_name": "Ada", "family_name": "Lindqvist", "birth_date": "1985-03-02", "sex": "female"}
    team.sends("coordinator", "patient-new", **ada)
    return Patient.objects.get()


def the_nurse_measures(team: Team, patient: Patient) -> None:
    for kind, value in (("weight", "80"), ("height", "170")):
        team.sends("nurse", "fact-new", patient.public_id, kind, value=value)


def the_prescriber_opens_a_course(team: Team, patient: Patient) -> Course:
    at = f"/patients/{patient.public_id}/"
    team.sends("prescriber", "course-new", patient.public_id, indication="Depression, recurrent", shown_at=at)
    return Course.objects.get()


def the_coordinator_writes_down_the_referral(team: Team, course: Course) -> None:
    team.sends(
        "coordinator",
        "suitability-referral",
        course.public_id,
        kind="psychiatrist",
        referrer="Dr Hana Sobel",
        reason="Two antidepressants at full dose brought too little.",
        referred_on="2026-02-24",
        shown_at=reverse("web:suitability", args=[course.public_id]),
    )


def the_patient_answers(team: Team, patient: Patient, total: int, risk: int = 0) -> None:
    """The coordinator makes a link; the patient opens it on a telephone."""
    made = send(team.browser("coordinator"), "measure-invite", patient.public_id, at=f"/patients/{patient.public_id}/")
    link = made.context["link"]
    values = [total // 8 + (place < total % 8) for place in range(8)] + [risk]
    sheet = {f"phq9-{number}": str(value) for number, value in enumerate(values, start=1)}
    telephone = Client(enforce_csrf_checks=True)
    page = telephone.get(link)
    assert patient.family_name not in words(page)
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))
    answer = telephone.post(link, hidden | sheet, follow=True)
    assert answer.status_code == 200, words(answer)
    assert Response.objects.filter(patient=patient).latest("pk").total == total + risk


def the_prescriber_screens(team: Team, course: Course) -> None:
    at = reverse("web:suitability", args=[course.public_id])
    for _ in range(2):  # some questions follow from the answers to others
        sheet = team.browser("prescriber").get(at).context["sheet"]
        asked = [one for part in sheet.parts for one in part.asks if one.is_asked]
        fields = {f"w-{one.question.id}": one.was for one in asked} | {f"n-{one.question.id}": "" for one in asked}
        fields |= {f"a-{one.question.id}": ANSWERS[one.question.id] for one in asked if one.question.id in ANSWERS}
        team.sends("prescriber", "suitability-save", course.public_id, shown_at=at, **fields)
    for one in suitability.of_course(course).undecided:
        where = reverse("web:suitability-finding", args=[course.public_id, one.basis])
        reason = "Weighed with the patient; the benefit is worth it."
        team.sends("prescriber", "suitability-decide", course.public_id, one.basis, shown_at=where, reason=reason)
    assert suitability.of_course(course).standing == "eligible", team.sees("nurse", "suitability", course.public_id)[
        :1500
    ]


def the_coordinator_plans_six_doses(team: Team, course: Course) -> None:
    """First the plan is looked at, then exactly that plan is confirmed."""
    therapist, nurse = str(team.people["therapist"].public_id), str(team.people["nurse"].public_id)
    typed = {
        "protocol": "six-injections",
        "first_dose_at": "2026-03-16T09:00",
        "place": str(plans.places("chair")[0].public_id),
        "with_dose": [nurse],
        "with_preparation": [therapist],
        "with_integration": [therapist],
        "reason": "As agreed with the patient",
    }
    shown = send(team.browser("coordinator"), "plan", course.public_id, fields=typed | {"step": "look"})
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown.content.decode())
    assert seen, words(shown)
    team.sends("coordinator", "plan", course.public_id, **typed, step="confirm", seen=seen[1])


def the_patient_consents(team: Team, course: Course) -> None:
    """On the clinic's tablet, handed over by the therapist; the prescriber then signs to have explained it."""
    at = reverse("web:consents", args=[course.public_id])
    asked = team.sends("therapist", "consent-ask", course.public_id, shown_at=at, kinds=list(ConsentKind), here="yes")
    token, tablet = asked["Location"].split("/")[2], Client(enforce_csrf_checks=True)
    for kind in ConsentKind:
        document = consented.in_force(kind)
        assert document is not None
        typed = {
            "document": str(document.public_id),
            "decision": "agree",
            "statements": [line.id for line in document.wording.statement],
            "regions": ["hands"] if kind == ConsentKind.TOUCH else [],
            "name": course.patient.name,
            "ticked": "on",
        }
        answer = tablet.post(reverse("web:consent-read", args=[token, kind]), typed)
        assert answer.status_code == 302, words(answer)
    treatment = consented.latest(course, ConsentKind.TREATMENT)
    assert treatment is not None
    team.sends("prescriber", "consent-explain", treatment.public_id, shown_at=at, **SIGNED)


def the_therapist_prepares(team: Team, course: Course) -> None:
    for part, typed in PREPARATION.items():
        who = "coordinator" if part == "escort" else "therapist"
        team.sends(who, "preparation-part", course.public_id, part, **typed)


def a_dose_is_given(team: Team, course: Course, number: int) -> None:
    """Ordered before, given from a vial of its own, watched, ended; what is left is wasted before a witness."""
    booked = plans.appointments(course).get(key=f"dose-{number}", state="booked")
    with clock.at(booked.start - HOUR):
        vial = the_nurse_receives_a_vial(team, number)
        team.sends("nurse", "fact-new", course.patient.public_id, "weight", value="80")
        team.sends("prescriber", "course-move", course.public_id, to="dosing", reason="Ready for the next dose")
        the_prescriber_orders(team, course)
    order = orders.active(course)
    assert order is not None
    with clock.at(booked.start):
        team.sends("nurse", "session-open", order.public_id, shown_at=reverse("web:order", args=[order.public_id]))
        session = DosingSession.objects.latest("pk")
        team.at_bedside(session, "readings", **CALM)
    injected = booked.start + timedelta(minutes=10)
    with clock.at(injected):
        team.at_bedside(session, "inject", vial_id=str(vial.public_id), reason="")
    due = monitoring.due_times(injected, policy.current())
    for moment in due:
        with clock.at(moment):
            team.at_bedside(session, "readings", **CALM | {"systolic": 131, "dissociation": 5})
    with clock.at(due[-1] + timedelta(minutes=5)):
        team.at_bedside(session, "end", note="Walks steadily; goes home with her brother.")
        the_rest_is_wasted(team, session)


def the_nurse_receives_a_vial(team: Team, number: int) -> Vial:
    label = f"K-{number}"
    typed = {"label": label, "lot": "A12", "expires_on": "2027-12-31", "location": "safe"}
    team.sends("nurse", "vial-receive", **typed, concentration_mg_per_ml="50", volume_ml="1")
    return Vial.objects.get(label=label)


def the_prescriber_orders(team: Team, course: Course) -> None:
    """What is signed is what was seen beside the dose while it was typed."""
    client, at = team.browser("prescriber"), reverse("web:order-new", args=[course.public_id])
    page = client.get(at).content.decode()
    hidden = {
        name: found[1]
        for name in ("csrfmiddlewaretoken", "client_id", "weighed")
        if (found := re.search(rf'name="{name}" value="([^"]+)"', page))
    }
    typed = {"route": "im", "mg_per_kg": "0.5", "mg": "", "weight_basis": "actual", "concentration_mg_per_ml": "50"}
    typed |= {"reason": "As planned with the patient"}
    shown = client.post(reverse("web:order-preview", args=[course.public_id]), hidden | typed)
    seen = re.search(r'name="seen" value="([^"]*)"', shown.content.decode())
    assert seen, words(shown)
    signed = client.post(at, hidden | typed | SIGNED | {"seen": seen[1], "sign": "yes"})
    assert signed.status_code == 302, words(signed)[-1200:]


def the_rest_is_wasted(team: Team, session: DosingSession) -> None:
    page = team.browser("nurse").get(reverse("web:session-residue", args=[session.public_id]))
    form = page.context["form"]
    typed = {name: form[name].value() for name in ("which", "on_hand", "reason")}
    second = {"second": str(team.people["witness"].public_id), "second_password": cast.PASSWORD}
    team.sends("nurse", "session-residue", session.public_id, **typed, **second)


def it_is_worked_through(team: Team, course: Course, number: int) -> None:
    """In its window, as the plan says; the therapist writes and signs the note that ends it."""
    found = windows.of_course(course)[0]
    assert (found.row.number, found.standing) == (number, "booked")
    assert found.appointment is not None
    with clock.at(found.appointment.start + HOUR):
        where = reverse("web:integration", args=[found.row.public_id])
        typed = {"kind": "progress", "window": str(found.row.public_id)}
        team.sends("therapist", "note-new", course.public_id, shown_at=where, **typed)
        draft = Draft.objects.latest("pk")
        client = team.browser("therapist")
        page = client.get(reverse("web:note-draft", args=[draft.public_id]))
        note = {
            "version": draft.version,
            "tab": str(page.context["tab"]),
            "draft": str(draft.public_id),
            "text": f"Worked through dose {number}: a wide grey field, and no hurry in it.",
            "occasion": "integration",
            "themes": ["fear"],
            "revisited": "The intention feels closer than before.",
            "commitments": "Ten minutes outside each morning.",
            "sign": "yes",
        }
        team.sends("therapist", "note-draft", draft.public_id, shown_at=where, **note | SIGNED)
        if windows.get(found.row.public_id).held_at is None:
            held = clock.now().strftime("%Y-%m-%dT%H:%M")
            team.sends("therapist", "integration-hold", found.row.public_id, shown_at=where, at=held)


def the_patient_is_asked_how_it_is(team: Team, course: Course, number: int) -> None:
    """Better each time; but once the thoughts of death are back, and within the hour a prescriber has assessed them."""
    risk = 1 if number == AFRAID_AFTER else 0
    told = windows.of_course(course)[0].row.held_at
    assert told is not None
    with clock.at(told + 3 * HOUR):
        the_patient_answers(team, course.patient, TOTALS[number], risk)
        assert [alert.kind for alert in alerted.open_alerts(course.patient)] == ["risk_item"] * risk
    if risk:
        with clock.at(told + 3 * HOUR + timedelta(minutes=10)):
            the_prescriber_assesses(team, course.patient)


def the_prescriber_assesses(team: Team, patient: Patient) -> None:
    (alert,) = alerted.open_alerts(patient)
    assert "Thoughts of self-harm answered is yours." in team.sees("prescriber", "today")
    team.sends("prescriber", "alert-acknowledge", alert.public_id, shown_at=f"/alerts/{alert.public_id}/")
    typed = LOW | {
        "level": "low",
        "reasons": "Passive wishes on bad mornings, no intent.",
        "plan": "Seen again on Thursday.",
        "actions": ["safety_plan"],
        "closes": [str(alert.public_id)],
    }
    team.sends("prescriber", "assess", patient.public_id, **typed | SIGNED)


def the_course_is_followed_and_closed(team: Team, course: Course) -> None:
    """The taper is left out: its appointments are cancelled with the plan. What is due is written down."""
    last = Injection.objects.latest("at").at
    with clock.at(last + 7 * DAY):
        team.sends("coordinator", "plan-end", course.public_id, reason="Well enough to leave the taper out")
        team.sends("prescriber", "course-move", course.public_id, to="follow_up", reason="All doses are given")
    with clock.at(last + 28 * DAY):
        for one in followed.due(course).now:
            at = clock.now().strftime("%Y-%m-%dT%H:%M")
            typed = {"result": one.due.check.results[0].id, "at": at, "note": "As before"}
            team.sends("nurse", "followup-check", course.public_id, one.due.check.id, **typed)
        assert [one.due.check.id for one in followed.due(course).now] == []
        assert "remission" in team.sees("prescriber", "followup", course.public_id).lower()
    with clock.at(last + 60 * DAY):
        team.sends("prescriber", "course-move", course.public_id, to="closed", reason="The programme is over")


def nothing_is_left_over(team: Team, course: Course) -> None:
    with clock.at(Injection.objects.latest("at").at + 61 * DAY):
        rounds.make(clock.now())
        course.refresh_from_db()
        assert (course.phase, Injection.objects.count(), ProgressNote.objects.count()) == ("closed", DOSES, DOSES)
        assert [one.standing for one in windows.of_course(course)] == ["held"] * DOSES
        assert plans.appointments(course).filter(state="booked").count() == 0
        assert alerted.open_alerts().count() == 0
        assert shelf.balance_problems() == []
        assert [vial.on_hand_ug for vial in shelf.all_vials()] == [0] * DOSES
        checked = words(send(team.browser("director"), "audit-verify", at="/audit/", follow=True))
        assert "The log is whole:" in checked
        assert verify().ok
        for told in ("charted an injection", "ended a dosing session"):
            assert told in team.sees("auditor", "audit")
