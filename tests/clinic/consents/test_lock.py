"""No sequence of acts gives or widens a consent between an injection and the end of its session; the database too."""

import uuid
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from daybreak.care import touch
from daybreak.care.findings import Refused
from daybreak.clinic.audit.verification import verify
from daybreak.clinic.consents import actions, queries
from daybreak.clinic.consents.models import Consent, DoseLock, TouchMap
from daybreak.clinic.entry import Conflict
from daybreak.clinic.sessions import actions as sessions
from tests.clinic import cast
from tests.clinic import scenes as clinic
from tests.clinic.consents import scenes

PLACES = st.sets(st.sampled_from([region.id for region in touch.regions()]), max_size=8).map(sorted)


@pytest.mark.django_db
def test_an_injection_locks_and_the_signed_end_releases() -> None:
    injection = clinic.injected()
    course = injection.session.order.course
    assert queries.is_locked(course)
    sessions.end_session(by=cast.nurse(), session=injection.session, reason="Taken over by the hospital")
    assert not queries.is_locked(course)


@pytest.mark.django_db
def test_an_injection_that_is_refused_locks_nothing() -> None:
    session, vial = clinic.session(), clinic.vial()
    with pytest.raises(Refused):
        sessions.inject(by=cast.nurse(), session=session, vial=vial)  # no baseline was taken
    assert not queries.is_locked(session.order.course)


@pytest.mark.django_db
def test_the_database_itself_refuses_to_widen_touch_under_a_dose() -> None:
    course = scenes.course()
    scenes.decide(course, regions=("hands",))
    actions.lock(course=course, session_id=uuid.uuid4())
    with pytest.raises(IntegrityError, match="never widened"), transaction.atomic():
        TouchMap.objects.create(course=course, mask=touch.mask_of(["hands", "feet"]), channel="spoken")
    TouchMap.objects.create(course=course, mask=touch.NOWHERE, channel="spoken")
    with pytest.raises(IntegrityError, match="never widened"), transaction.atomic():
        TouchMap.objects.create(course=course, mask=touch.mask_of(["hands"]), channel="spoken")


@pytest.mark.django_db
def test_the_database_itself_refuses_a_yes_under_a_dose() -> None:
    course = scenes.course()
    consent = scenes.decide(course)
    actions.lock(course=course, session_id=uuid.uuid4())
    consent.pk, consent.public_id, consent.document = None, uuid.uuid4(), scenes.document("vr")
    with pytest.raises(IntegrityError, match="agreed to"), transaction.atomic():
        consent.save(force_insert=True)
    consent.agreed = False
    consent.save(force_insert=True)


class TouchOfOnePatient(RuleBasedStateMachine):
    """A patient decides, makes less and takes back, staff try to add, doses come and go, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.course = scenes.course()
        self.mask = touch.NOWHERE
        self.ceiling: int | None = None
        self.session = uuid.uuid4()

    @initialize(places=PLACES)
    def begin(self, places: list[str]) -> None:
        self.decide(places)

    @rule(places=PLACES)
    def decide(self, places: list[str]) -> None:
        agreed = bool(places)
        with suppress(Refused):
            scenes.decide(self.course, agreed=agreed, regions=tuple(places))
            self.mask = touch.mask_of(places)

    @rule(places=PLACES)
    def keep_only(self, places: list[str]) -> None:
        with suppress(Refused, Conflict):
            actions.narrow(by=cast.therapist(), course=self.course, keep=places)
            self.mask = touch.mask_of(places)

    @rule()
    def take_back(self) -> None:
        actions.take_back(by=cast.nurse(), course=self.course, kind="touch")
        self.mask = touch.NOWHERE

    @precondition(lambda self: self.ceiling is None)
    @rule()
    def inject(self) -> None:
        self.session = uuid.uuid4()
        actions.lock(course=self.course, session_id=self.session)
        self.ceiling = self.mask

    @precondition(lambda self: self.ceiling is not None)
    @rule()
    def end(self) -> None:
        actions.release(session_id=self.session)
        self.ceiling = None

    @rule(mask=st.integers(min_value=0, max_value=255))
    def someone_writes_past_the_actions(self, mask: int) -> None:
        with suppress(IntegrityError), transaction.atomic():
            TouchMap.objects.create(course=self.course, mask=mask, channel="spoken")
            self.mask = mask

    @invariant()
    def touch_is_what_was_last_allowed(self) -> None:
        assert queries.touch_mask(self.course) == self.mask

    @invariant()
    def nothing_was_added_since_the_injection(self) -> None:
        if self.ceiling is not None:
            assert not touch.widens(self.ceiling, self.mask)

    @invariant()
    def no_yes_stands_between_an_injection_and_its_end(self) -> None:
        for lock in DoseLock.objects.filter(course=self.course):
            given = Consent.objects.filter(course=self.course, agreed=True, at__gt=lock.locked_at)
            assert not (given.filter(at__lt=lock.released_at) if lock.released_at else given).exists()

    def teardown(self) -> None:
        assert verify().problems == ()
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_acts_widens_touch_under_a_dose() -> None:
    plan = settings(max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(TouchOfOnePatient, settings=plan)
