"""The calendar and the pages of plans: what is typed is kept, what would change is seen, what is seen is done."""

import re
from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.people import actions as people
from daybreak.clinic.plans.models import Appointment, CalendarFeed, Plan, ProtocolVersion
from tests.clinic import cast
from tests.clinic import scenes as treatment
from tests.clinic.plans import scenes
from tests.web import visits
from tests.web.test_markup import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(scenes.NOW):
        yield


def _seen(answer):
    return re.search(r'name="seen" value="([0-9a-f]{64})"', answer.content.decode())[1]


def _typed(**changes):
    return {
        "protocol": "six-injections",
        "first_dose_at": "2026-03-16T09:00",
        "place": str(scenes.chair().public_id),
        "with_dose": [str(cast.nurse().public_id)],
        "with_preparation": [str(cast.therapist().public_id)],
        "with_integration": [str(cast.therapist().public_id)],
        "step": "look",
    } | changes


def test_a_plan_is_shown_first_and_booked_only_when_confirmed():
    scenes.room()
    course = treatment.course(phase="preparation")
    browser = visits.signed_in(cast.coordinator())
    shown = visits.send(browser, "plan", course.public_id, fields=_typed())
    assert "Taper dose 2" in visits.words(shown)
    assert Plan.objects.count() == Appointment.objects.count() == 0
    done = visits.send(browser, "plan", course.public_id, fields=_typed(step="confirm", seen=_seen(shown)))
    assert done.status_code == 302
    assert Appointment.objects.filter(kind="dose", state="booked").count() == 8


def test_what_was_typed_is_kept_beside_the_sentence_that_says_what_is_wrong():
    course = treatment.course(phase="preparation")
    browser = visits.signed_in(cast.coordinator())
    answer = visits.send(
        browser, "plan", course.public_id, fields=_typed(first_dose_at="next Monday", reason="As agreed")
    )
    assert answer.status_code == 422
    assert "This is not a moment. Write it as day and time" in visits.words(answer)
    assert 'value="next Monday"' in answer.content.decode()
    assert 'value="As agreed"' in answer.content.decode()


def test_an_old_preview_is_shown_anew_instead_of_being_booked():
    course = treatment.course(phase="preparation")
    browser = visits.signed_in(cast.coordinator())
    answer = visits.send(browser, "plan", course.public_id, fields=_typed(step="confirm", seen="0" * 64))
    assert "Something changed since you looked" in visits.words(answer)
    assert _seen(answer) != "0" * 64
    assert Plan.objects.count() == 0


def test_a_move_is_confirmed_from_its_preview():
    plan = scenes.plan()
    row = scenes.visit(plan, "dose-3")
    browser = visits.signed_in(cast.nurse())
    typed = {
        "start": "2026-03-24T09:00",
        "minutes": "180",
        "place": str(row.place.public_id),
        "staff": [str(person.public_id) for person in row.staff.all()],
        "rest": "on",
        "step": "look",
    }
    shown = visits.send(browser, "appointment-move", row.public_id, fields=typed)
    words = visits.words(shown)
    assert "Mon 23 Mar, 09:00" in words
    assert "Tue 24 Mar, 09:00" in words
    assert scenes.at(scenes.visit(plan, "dose-3")) == "Mon 23 Mar 09:00"
    done = visits.send(
        browser, "appointment-move", row.public_id, fields=typed | {"step": "confirm", "seen": _seen(shown)}
    )
    assert done.status_code == 302
    assert scenes.at(scenes.visit(plan, "dose-3")) == "Tue 24 Mar 09:00"
    assert scenes.at(scenes.visit(plan, "integration-3")) == "Wed 25 Mar 09:00"


def test_a_drop_opens_the_preview_and_saves_nothing():
    plan = scenes.plan()
    row = scenes.visit(plan, "dose-3")
    answer = visits.signed_in(cast.nurse()).get(f"/appointments/{row.public_id}/move/?start=2026-03-24T09:00")
    assert "Tue 24 Mar, 09:00" in visits.words(answer)
    assert scenes.at(scenes.visit(plan, "dose-3")) == "Mon 23 Mar 09:00"


@pytest.mark.parametrize("start", ["nonsense", "2026-99-99T09:00", ""])
def test_a_drop_on_nothing_is_the_plain_form(start):
    row = scenes.visit(scenes.plan(), "dose-3")
    answer = visits.signed_in(cast.nurse()).get(f"/appointments/{row.public_id}/move/", {"start": start})
    assert answer.status_code == 200
    assert "What would change" not in visits.words(answer)


def test_a_move_that_a_rule_asks_about_wants_its_reason_and_keeps_what_was_typed():
    plan = scenes.plan()
    row = scenes.visit(plan, "follow_up-1")
    browser = visits.signed_in(cast.nurse())
    typed = {"start": "2026-05-09T09:00", "minutes": "45", "place": "", "step": "confirm"}
    asked = visits.send(browser, "appointment-move", row.public_id, fields=typed)
    assert "The clinic is closed on Saturday 9 May." in visits.words(asked)
    assert 'value="2026-05-09T09:00"' in asked.content.decode()
    done = visits.send(browser, "appointment-move", row.public_id, fields=typed | {"reason": "Opens for him alone"})
    assert done.status_code == 302


def test_a_missed_dose_is_rebooked_from_its_preview():
    plan = scenes.plan()
    row = scenes.visit(plan, "dose-1")
    with clock.at(scenes.FIRST_DOSE + timedelta(hours=1)):
        browser = visits.signed_in(cast.nurse())
        typed = {"reason": "Did not come", "again": "on", "step": "look"}
        shown = visits.send(browser, "appointment-missed", row.public_id, fields=typed)
        assert scenes.visit(plan, "dose-1").state == "booked"
        fields = typed | {"step": "confirm", "seen": _seen(shown)}
        assert visits.send(browser, "appointment-missed", row.public_id, fields=fields).status_code == 302
    assert Appointment.objects.filter(key="dose-1").values_list("state", flat=True).order_by("pk").first() == "missed"
    assert scenes.at(scenes.visit(plan, "dose-1")) == "Tue 17 Mar 09:00"


@pytest.mark.parametrize("name", ["appointment-cancel", "appointment-missed"])
def test_without_a_reason_nothing_is_cancelled_or_missed(name):
    row = scenes.visit(scenes.plan(), "follow_up-1")
    with clock.at(row.start):
        answer = visits.send(visits.signed_in(cast.nurse()), name, row.public_id, fields={"reason": " "})
    assert answer.status_code == 422
    assert "is missing. Fill it in." in visits.words(answer)
    row.refresh_from_db()
    assert row.state == "booked"


def test_the_week_shows_each_appointment_in_its_day_and_the_day_in_its_chair():
    plan = scenes.plan()
    browser = visits.signed_in(cast.nurse())
    week = browser.get("/calendar/?on=2026-03-18")
    assert "16 to 22 March 2026" in visits.words(week)
    assert week.content.decode().count('data-kind="dose"') == 2
    day = visits.words(browser.get("/calendar/?on=2026-03-16&view=day"))
    assert day.index("Chair 1") < day.index(plan.course.patient.name)


def test_the_calendar_of_one_person_holds_what_they_take():
    scenes.plan()
    browser = visits.signed_in(cast.nurse())
    page = browser.get(f"/calendar/?on=2026-03-18&who={cast.prescriber().public_id}")
    assert page.content.decode().count('calendar-slot"') == 0


@pytest.mark.parametrize("query", ["on=tomorrow", "on=9999-12-31", "who=nobody", "view=month"])
def test_an_address_that_says_nothing_shows_this_week(query):
    answer = visits.signed_in(cast.nurse()).get(f"/calendar/?{query}")
    assert answer.status_code == 200
    assert "2 to 8 March 2026" in visits.words(answer)


def test_two_at_the_same_time_stand_side_by_side():
    scenes.plan(team={})
    scenes.plan(team={}, place=scenes.chair("Chair 2"))
    page = visits.signed_in(cast.nurse()).get("/calendar/?on=2026-03-16").content.decode()
    assert page.count('data-lanes="2"') >= 2
    assert 'data-lane="1"' in page


def test_no_title_and_no_address_names_a_patient():
    plan = scenes.plan()
    browser = visits.signed_in(cast.nurse())
    for page in ("/calendar/", f"/courses/{plan.course.public_id}/plan/"):
        answer = browser.get(page)
        title = re.search(r"<title>(.*?)</title>", answer.content.decode())[1]
        assert plan.course.patient.family_name not in title + " ".join(visits.addresses(answer))


def test_a_calendar_address_is_shown_once():
    browser = visits.signed_in(cast.nurse())
    answer = visits.send(browser, "calendar-feeds", fields={"scope": "mine"})
    assert re.search(r"/calendar/feed/[\w-]{43}\.ics", answer.content.decode())
    assert "/calendar/feed/" not in browser.get("/calendar/addresses/").content.decode()
    assert CalendarFeed.objects.count() == 1


def test_a_protocol_is_signed_with_the_passphrase_and_not_without():
    director = cast.director()
    people.set_password(by=director, person=director, password=cast.PASSWORD)
    director.refresh_from_db()
    browser = visits.signed_in(director)
    page = browser.get("/protocols/six-injections/sign/")
    typed = {name: field.value() for form in [page.context["form"]] for name, field in ((f.name, f) for f in form)}
    typed |= {"doses": "5", "reason": "Shorter for the pilot"}
    refused = visits.send(browser, "protocol-sign", "six-injections", fields=typed)
    assert (refused.status_code, ProtocolVersion.objects.count()) == (422, 0)
    assert "Type your passphrase to sign." in visits.words(refused)
    outside = visits.send(
        browser, "protocol-sign", "six-injections", fields=typed | {"doses": "50", "signing_password": cast.PASSWORD}
    )
    assert "outside the safe bounds 3 to 8" in visits.words(outside)
    done = visits.send(browser, "protocol-sign", "six-injections", fields=typed | {"signing_password": cast.PASSWORD})
    assert done.status_code == 302
    assert ProtocolVersion.objects.get().values == {"doses": 5}


def test_today_lists_the_day_by_chair():
    plan = scenes.plan()
    with clock.at(scenes.FIRST_DOSE - timedelta(hours=1)):
        page = visits.words(visits.signed_in(cast.nurse()).get("/"))
    assert re.search(rf"Today by chair .* Chair 1 09:00 {plan.course.patient.name} Dosing session 1", page)


def test_previews_and_refused_forms_are_as_clean_as_empty_ones():
    plan = scenes.plan()
    row = scenes.visit(plan, "dose-2")
    browser = visits.signed_in(cast.director())
    check("dropped", browser.get(f"/appointments/{row.public_id}/move/?start=2026-03-16T10:00").content.decode())
    for name, key in (
        *(("appointment-move", row.public_id), ("appointment-missed", row.public_id)),
        *(("appointment-cancel", row.public_id), ("appointment-new", plan.course.public_id)),
        *(("plan-end", plan.course.public_id), ("protocol-sign", "six-injections"), ("calendar-feeds", None)),
    ):
        with clock.at(row.start - timedelta(hours=1)):
            answer = visits.send(browser, name, *([key] if key else []))
        assert answer.status_code == 422, name
        check(name, answer.content.decode())
    for name in ("chairs-add", "chairs-close"):
        answer = visits.send(browser, name, at="/chairs/")
        assert answer.status_code == 422, name
        check(name, answer.content.decode())
    for page in (
        "/calendar/",
        "/calendar/?view=day&on=2026-03-16",
        "/chairs/",
        f"/courses/{plan.course.public_id}/plan/",
    ):
        check(page, browser.get(page).content.decode())
