"""Who is on call and who is away: spans of time, cancelled rather than deleted; the last director cannot vanish."""

from datetime import timedelta

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.duty import actions, queries
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.people.models import Person
from tests.clinic import cast
from tests.clinic.scenes import MORNING, minutes

pytestmark = pytest.mark.django_db
TURN = ("prescriber", "therapist", "medical_director")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _team() -> None:
    with clock.at(MORNING - DAY):
        for username in ("amara", "bela"):
            cast.person(username, "prescriber")
        cast.therapist()
        cast.coordinator()


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def asked(after: float = 0) -> list[str]:
    return [one.username for one in queries.in_turn(TURN, MORNING + minutes(after))]


def away(username: str, start: float, end: float | None, by: str = "coordinator") -> None:
    with clock.at(MORNING):
        actions.go_away(
            by=person(by),
            person=person(username),
            starts_at=MORNING + minutes(start),
            ends_at=None if end is None else MORNING + minutes(end),
        )


def test_people_are_asked_by_role_then_by_name() -> None:
    assert asked() == ["amara", "bela", "therapist", "director"]


def test_on_call_comes_first_within_the_role_and_only_while_it_lasts() -> None:
    with clock.at(MORNING):
        actions.put_on_call(
            by=person("coordinator"), person=person("bela"), starts_at=MORNING, ends_at=MORNING + minutes(60)
        )
    assert [asked(0)[0], asked(59)[0], asked(60)[0]] == ["bela", "bela", "amara"]


@pytest.mark.parametrize(("after", "here"), [(9, True), (10, False), (19, False), (20, True)])
def test_an_absence_begins_with_its_first_moment_and_ends_before_its_last(after: int, here: bool) -> None:
    away("amara", 10, 20)
    assert ("amara" in asked(after)) is here


def test_an_absence_without_an_end_lasts_until_someone_says_that_the_person_is_back() -> None:
    away("amara", 0, None)
    assert "amara" not in asked(60 * 24 * 400)
    with clock.at(MORNING + minutes(5)):
        actions.come_back(by=person("amara"), absence=person("amara").absences.get())
    assert "amara" in asked(5)


def test_someone_with_two_roles_stands_at_the_earlier_one() -> None:
    cast.person("dual", "therapist", "medical_director")
    assert asked() == ["amara", "bela", "dual", "therapist", "director"]


def test_everyone_may_say_that_they_are_away_themselves_and_only_some_that_others_are() -> None:
    away("therapist", 0, 60, by="therapist")
    with pytest.raises(Refused, match="Changing who is on call or away needs"):
        away("amara", 0, 60, by="therapist")
    with pytest.raises(Refused), clock.at(MORNING):
        actions.put_on_call(by=person("amara"), person=person("amara"), starts_at=MORNING, ends_at=MORNING + DAY)


def test_the_only_director_cannot_be_away_and_one_of_two_can_while_the_other_is_here() -> None:
    with pytest.raises(Conflict, match="No other medical director is here"):
        away("director", 0, 60, by="director")
    cast.person("second", "medical_director")
    away("director", 0, 60, by="director")
    with pytest.raises(Conflict):
        away("second", 59, 120, by="director")
    away("second", 60, 120, by="director")


WRONG = [
    ("the end before the start", {"starts_at": MORNING + DAY, "ends_at": MORNING + minutes(5)}, "ends_at"),
    ("the end in the past", {"starts_at": MORNING - 2 * DAY, "ends_at": MORNING - DAY}, "ends_at"),
    ("covering for oneself", {"covered_by": "amara"}, "covered_by"),
]


@pytest.mark.parametrize(("what", "changes", "field"), WRONG, ids=[row[0] for row in WRONG])
def test_what_cannot_be_is_said_beside_its_field(what: str, changes: dict[str, object], field: str) -> None:
    if "covered_by" in changes:
        changes = {"covered_by": person("amara")}
    with clock.at(MORNING), pytest.raises(Invalid) as refusal:
        actions.go_away(by=person("coordinator"), person=person("amara"), **changes)  # type: ignore[arg-type]
    assert list(refusal.value.errors) == [field]


def test_a_shift_of_months_is_a_slip() -> None:
    with clock.at(MORNING), pytest.raises(Invalid) as refusal:
        actions.put_on_call(
            by=person("coordinator"), person=person("amara"), starts_at=MORNING, ends_at=MORNING + 40 * DAY
        )
    assert list(refusal.value.errors) == ["ends_at"]


def test_each_change_is_in_the_log_and_coming_back_twice_is_one() -> None:
    away("amara", 0, 60)
    row = person("amara").absences.get()
    with clock.at(MORNING + minutes(1)):
        for _ in range(2):
            actions.come_back(by=person("coordinator"), absence=row)
    acts = AuditEvent.objects.filter(act__startswith="duty.").values_list("act", flat=True)
    assert list(acts) == ["duty.away", "duty.back"]
