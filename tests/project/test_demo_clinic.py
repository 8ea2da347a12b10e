"""The synthetic clinic once it is made: every state a patient can be in, and a record that holds together."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from daybreak.care.roles import ROLES
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.courses.models import Course
from daybreak.clinic.forecasts.models import Forecast
from daybreak.clinic.measures import queries as measures
from daybreak.clinic.orders import queries as orders
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import roles_of
from daybreak.clinic.sessions import queries as sessions
from daybreak.clinic.sessions.models import Injection, Reading
from daybreak.clinic.vials import queries as vials
from daybreak.project import demo_clinic
from daybreak.project import demo_people as cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_seeded")]
NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def _seeded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Made once for all tests of this file, and taken back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(NOW):
            demo_clinic.seed()
        yield
        transaction.set_rollback(True)


def course_of(someone: cast.Someone) -> Course:
    return Course.objects.select_related("patient").get(patient__mrn=someone.mrn)


def test_there_is_someone_in_every_role() -> None:
    assert {role for person in Person.objects.all() for role in roles_of(person)} == set(ROLES)


def test_nobody_can_sign_in_who_was_given_no_passphrase() -> None:
    assert [person for person in Person.objects.all() if person.has_usable_password()] == []


def test_every_patient_is_plainly_invented() -> None:
    patients = list(Patient.objects.all())
    assert len(patients) == 8
    for patient in patients:
        assert re.fullmatch(r"DEMO-\d{4}", patient.mrn)
        assert patient.email.endswith("@example.org")
        assert patient.phone.startswith("+44 7700 900")


def test_the_board_shows_every_state() -> None:
    with clock.at(NOW):
        phases = {someone.mrn: course_of(someone).phase for someone in _everyone()}
        assert phases == {
            cast.REFERRED.mrn: "preparation",
            cast.PREPARING.mrn: "preparation",
            cast.READY.mrn: "dosing",
            cast.IN_THE_CHAIR.mrn: "dosing",
            cast.RESPONDING.mrn: "integration",
            cast.RECOVERED.mrn: "follow_up",
            cast.UNCHANGED.mrn: "integration",
            cast.AT_RISK.mrn: "preparation",
        }
        assert [order.course for order in orders.waiting()] == [course_of(cast.READY)]


def test_one_patient_is_in_the_chair_and_the_next_reading_is_due_in_minutes() -> None:
    [session] = sessions.open_sessions()
    assert (session.state, session.order.course) == ("injected", course_of(cast.IN_THE_CHAIR))
    assert sessions.injected_at(session) == NOW - timedelta(minutes=25)
    assert sessions.due(session)["next_due_at"] == (NOW + timedelta(minutes=5)).isoformat()
    assert sessions.readings(session).count() == 4


def test_outcomes_are_what_their_stories_say() -> None:
    with clock.at(NOW):
        found = {
            someone.mrn: (outcome.response_at is not None, outcome.remission_at is not None)
            for someone in (cast.RESPONDING, cast.RECOVERED, cast.UNCHANGED)
            for outcome in [measures.outcome_of(course_of(someone))]
        }
    assert found == {
        cast.RESPONDING.mrn: (True, False),
        cast.RECOVERED.mrn: (True, True),
        cast.UNCHANGED.mrn: (False, False),
    }


def test_doses_are_as_many_as_their_stories_say() -> None:
    given = {
        someone.mrn: Injection.objects.filter(session__order__course__patient__mrn=someone.mrn).count()
        for someone in _everyone()
    }
    assert {mrn: count for mrn, count in given.items() if count} == {
        cast.IN_THE_CHAIR.mrn: 2,
        cast.RESPONDING.mrn: 3,
        cast.RECOVERED.mrn: 6,
        cast.UNCHANGED.mrn: 4,
    }


def test_one_patients_answers_speak_of_thoughts_of_being_dead() -> None:
    flagged = measures.flagged(Patient.objects.all())
    assert [response.patient.mrn for response in flagged.values()] == [cast.AT_RISK.mrn]


def test_a_new_referral_waits_for_its_weight_and_its_answers() -> None:
    patient = course_of(cast.REFERRED).patient
    assert (patient.observations.count(), measures.latest(patient)) == (0, None)
    with clock.at(NOW):
        assert measures.waiting(patient).count() == 1


def test_every_dose_has_its_forecast_and_every_vial_balances() -> None:
    assert Forecast.objects.count() == DoseOrder.objects.count() == 16
    assert vials.balance_problems() == []
    on_the_day = NOW.date()
    assert [vial.label for vial in vials.all_vials() if vial.expires_on < on_the_day] == ["KT-0099"]
    assert {vial.label for vial in vials.usable(on=on_the_day)} == {"KT-0101", "KT-0102", "KT-0103", "KT-0104"}


def test_the_log_holds_and_tells_it_in_order_of_time() -> None:
    assert verify().problems == ()
    moments = list(AuditEvent.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[-1] <= NOW


def test_a_dose_is_felt_and_passes() -> None:
    session = Injection.objects.filter(session__order__course__patient__mrn=cast.RECOVERED.mrn).latest("at").session
    felt = list(Reading.objects.filter(session=session).order_by("at").values_list("dissociation", flat=True))
    assert (felt[0], felt[1], felt[-1]) == (0, 0, 0)
    assert max(value for value in felt if value is not None) >= 4


def _everyone() -> tuple[cast.Someone, ...]:
    return (
        cast.REFERRED,
        cast.PREPARING,
        cast.READY,
        cast.IN_THE_CHAIR,
        cast.RESPONDING,
        cast.RECOVERED,
        cast.UNCHANGED,
        cast.AT_RISK,
    )
