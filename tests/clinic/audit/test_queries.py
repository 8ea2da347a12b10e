"""The log is read by those who may, newest first, a page at a time."""

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic.audit import actions
from daybreak.clinic.audit.queries import recent, verify
from daybreak.clinic.patients.actions import read_chart
from tests.clinic import cast

pytestmark = pytest.mark.django_db


def test_the_latest_events_come_first_and_the_next_page_goes_on_where_the_last_ended():
    everyone = cast.everyone()
    auditor = everyone["auditor"]
    first = recent(by=auditor, limit=3)
    second = recent(by=auditor, before=first[-1].seq, limit=3)
    seqs = [event.seq for event in (*first, *second)]
    assert seqs == list(range(seqs[0], seqs[0] - 6, -1))


def test_events_are_found_by_patient_by_person_and_by_act():
    one, other, nurse, auditor = cast.patient(), cast.patient(), cast.nurse(), cast.auditor()
    for patient in (one, one, other):
        read_chart(by=nurse, patient_id=patient.public_id, page="chart")
    assert len(recent(by=auditor, patient=one.public_id, act="patient.read")) == 2
    assert len(recent(by=auditor, actor=nurse.public_id)) == 3
    assert len(recent(by=auditor, act="patient.register")) == 2


@pytest.mark.parametrize("who", ["prescriber", "nurse", "therapist", "coordinator", "outsider"])
def test_those_who_may_not_read_the_log_are_refused(who):
    with pytest.raises(Refused):
        recent(by=getattr(cast, who)())
    with pytest.raises(Refused):
        actions.verify(by=getattr(cast, who)())


def test_that_someone_verified_the_log_is_in_the_log():
    auditor = cast.auditor()
    found = actions.verify(by=auditor)
    (event,) = recent(by=auditor, act="audit.verify")
    assert (found.ok, event.detail) == (True, f'{{"events": {found.events}, "problems": [], "whole": true}}')
    assert verify().ok
