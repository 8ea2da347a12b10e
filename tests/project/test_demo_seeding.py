"""Making the synthetic clinic: at any hour, the same each time, and never over a real one."""

from datetime import UTC, datetime
from random import Random

import pytest
from django.db import transaction

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions.models import Reading
from daybreak.project import demo_clinic
from daybreak.project.demo_story import answers_adding_up_to
from tests.clinic import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)


def test_who_was_given_a_passphrase_can_sign_in() -> None:
    [nurse] = demo_clinic.seed({"jonas": "seven lanterns on the quay"})
    assert (nurse.role, nurse.name, nurse.username) == ("nurse", "Jonas Berg", "jonas")
    assert Person.objects.get(username="jonas").check_password(nurse.passphrase)


def test_it_is_the_same_each_time() -> None:
    assert _vital_signs_of_a_seeding() == _vital_signs_of_a_seeding()


@pytest.mark.parametrize("now", [NOW.replace(hour=0, minute=5), NOW.replace(hour=23, minute=55)])
def test_it_can_be_made_at_any_hour(now: datetime) -> None:
    with clock.at(now):
        demo_clinic.seed()
    assert AuditEvent.objects.order_by("seq").last().at <= now  # type: ignore[union-attr]


@pytest.mark.parametrize("total", range(0, 25, 6))
def test_made_up_answers_add_up(total: int) -> None:
    answers = answers_adding_up_to(total, 0, Random(1))
    assert (sum(answers.values()), answers["phq9-9"]) == (total, 0)


def _vital_signs_of_a_seeding() -> list[tuple[int | None, ...]]:
    with transaction.atomic(), clock.at(NOW):
        demo_clinic.seed()
        columns = ("systolic", "diastolic", "heart_rate", "spo2", "dissociation", "moaas")
        seen = list(Reading.objects.order_by("at", "pk").values_list(*columns))
        transaction.set_rollback(True)
    return seen


def test_a_clinic_with_staff_is_not_seeded_over() -> None:
    cast.director()
    before = AuditEvent.objects.count()
    with pytest.raises(Conflict):
        demo_clinic.seed()
    assert AuditEvent.objects.count() == before
