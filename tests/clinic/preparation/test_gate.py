"""Nothing starts with a gap: each item of the checklist alone holds a session and a dose back, and says whose it is."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from daybreak.care import checklist
from daybreak.clinic import clock
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.preparation import queries
from daybreak.clinic.preparation.gate import Unready, refuse_gaps
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession, Injection
from tests.clinic import cast, scenes
from tests.clinic.suited import suited

pytestmark = pytest.mark.django_db

MINE = [item.id for item in checklist.items() if item.page in {"consents", "preparation"}]


def bare_course() -> Course:
    return courses.open_course(by=cast.prescriber(), patient=scenes.weighed_patient(), indication="Depression")


def items(course: Course) -> list[str]:
    return [gap.item for gap in queries.gaps(course)]


def test_a_new_course_has_every_item_open_and_each_names_its_owner_and_its_page() -> None:
    found = {gap.item: (gap.owner, gap.link) for gap in queries.gaps(bare_course())}
    assert {item: found[item] for item in MINE} == {
        "consent.treatment": ("prescriber", "consents"),
        "consent.explained": ("prescriber", "consents"),
        "consent.data_use": ("coordinator", "consents"),
        "consent.touch": ("therapist", "consents"),
        "consent.vr": ("therapist", "consents"),
        "consent.recording": ("therapist", "consents"),
        "preparation.session": ("therapist", "preparation"),
        "preparation.intention": ("therapist", "preparation"),
        "preparation.safety_plan": ("therapist", "preparation"),
        "preparation.escort": ("coordinator", "preparation"),
        "preparation.preferences": ("therapist", "preparation"),
    }


def test_a_ready_course_has_no_gap() -> None:
    course = scenes.course()
    assert queries.gaps(course) == ()
    refuse_gaps(course)


def test_every_item_of_the_checklist_names_a_function_that_answers() -> None:
    course = scenes.course()
    assert [line.item.id for line in queries.lines(course)] == [item.id for item in checklist.items()]
    assert all(line.is_done for line in queries.lines(course))


def test_a_session_does_not_open_with_a_gap_and_the_refusal_lists_them_all() -> None:
    course = courses.move(by=cast.prescriber(), course=bare_course(), to="dosing")
    cast.published()
    suited(course, by=cast.prescriber())
    with pytest.raises(Unready) as refusal:
        scenes.session(scenes.order(course))
    assert set(MINE) <= {gap.item for gap in refusal.value.gaps}
    assert all(gap.what in str(refusal.value) for gap in refusal.value.gaps)
    assert not DosingSession.objects.exists()


def _treatment(course: Course) -> None:
    consents.take_back(by=cast.nurse(), course=course, kind="treatment")


def _data(course: Course) -> None:
    consents.take_back(by=cast.nurse(), course=course, kind="data_use")


@pytest.mark.parametrize(
    ("taken_back", "item"), [(_treatment, "consent.treatment"), (_data, "consent.data_use")], ids=["treatment", "data"]
)
def test_a_required_consent_taken_back_before_the_dose_stops_it(
    taken_back: Callable[[Course], None], item: str
) -> None:
    session, vial = scenes.session(), scenes.vial()
    scenes.baseline(session)
    taken_back(session.order.course)
    with pytest.raises(Unready) as refusal:
        sessions.inject(by=cast.nurse(), session=session, vial=vial)
    assert item in [gap.item for gap in refusal.value.gaps]
    assert not Injection.objects.exists()
    vial.refresh_from_db()
    assert vial.on_hand_ug == 500_000


@pytest.mark.parametrize("kind", ["touch", "vr", "recording"])
def test_an_offer_taken_back_is_decided_and_the_dose_may_follow(kind: str) -> None:
    session, vial = scenes.session(), scenes.vial()
    scenes.baseline(session)
    consents.take_back(by=cast.nurse(), course=session.order.course, kind=kind)
    assert sessions.inject(by=cast.nurse(), session=session, vial=vial).mg == 40


def test_a_dose_given_before_the_consent_was_taken_back_can_still_be_charted() -> None:
    """What happened is never kept out of the record because of what came a moment later."""
    session, vial = scenes.session(), scenes.vial()
    scenes.baseline(session)
    given = clock.now() + timedelta(seconds=30)
    with clock.at(given + timedelta(seconds=20)):
        consents.take_back(by=cast.nurse(), course=session.order.course, kind="treatment")
    with clock.at(given + timedelta(seconds=60)):
        assert sessions.inject(by=cast.nurse(), session=session, vial=vial, at=given).at == given


def test_the_gaps_are_told_as_findings_with_their_owner() -> None:
    with pytest.raises(Unready) as refusal:
        refuse_gaps(bare_course())
    told = {finding.rule: finding.may_do for finding in refusal.value.findings}
    assert told["checklist.preparation.escort"] == "This is for the coordinator to see to."


def test_one_gap_alone_holds_the_session_back() -> None:
    course = scenes.course()
    consents.take_back(by=cast.nurse(), course=course, kind="treatment")
    cast.decided(course, "treatment")
    assert items(course) == ["consent.explained"]
    with pytest.raises(Unready):
        scenes.session(scenes.order(course))
