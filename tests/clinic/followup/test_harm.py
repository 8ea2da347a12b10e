"""Adverse events: reported, judged by whom it is theirs, amended by superseding, and a serious one reaches a person."""

import uuid
from datetime import timedelta

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.followup import actions, queries
from daybreak.clinic.followup.models import AdverseEvent
from tests.clinic import cast
from tests.clinic.followup import scenes
from tests.clinic.followup.scenes import course, day, report

pytestmark = pytest.mark.django_db


def test_an_event_waits_for_a_judgement_and_leaves_the_list_when_it_is_judged() -> None:
    row = report(course())
    assert list(queries.unjudged()) == [row]
    with clock.at(day(2)):
        newer = actions.amend_event(
            by=cast.prescriber(), event=row, reason="Judged with the chart", relation="probable"
        )
    assert list(queries.unjudged()) == []
    assert (newer.case, newer.what, newer.relation) == (row.case, "Nausea", "probable")
    assert list(queries.versions(row)) == [newer, row]
    assert list(queries.events(row.course)) == [newer]


def test_a_nurse_reports_and_does_not_judge() -> None:
    of = course()
    with pytest.raises(Refused, match="Judging whether the drug caused an adverse event needs"):
        report(of, relation="certain")
    row = report(of)
    with pytest.raises(Refused), clock.at(day(2)):
        actions.amend_event(by=cast.nurse(), event=row, reason="I saw it myself", relation="certain")
    assert [one.relation for one in AdverseEvent.objects.all()] == ["not_judged"]


def test_a_nurse_amends_what_a_prescriber_judged_and_the_judgement_stays() -> None:
    judged = report(course(), by=cast.prescriber(), relation="possible")
    with clock.at(day(2)):
        over = actions.amend_event(
            by=cast.nurse(), event=judged, reason="It went away", outcome="recovered", ended_at=day(1.5)
        )
    assert (over.relation, over.outcome, over.ended_at) == ("possible", "recovered", day(1.5))


def test_a_serious_event_reaches_the_prescriber_once_for_all_its_versions() -> None:
    row = report(course(), what="Seizure", grade="serious", criteria=["hospital", "life_threatening"])
    [alert] = scenes.alerts("adverse_serious")
    assert (alert.priority, alert.owner) == ("high", cast.prescriber())
    assert alert.what == (
        "Serious adverse event: Seizure (danger to life at the time, admission to hospital, or a longer stay)."
    )
    with clock.at(day(2)):
        actions.amend_event(by=cast.nurse(), event=row, reason="Home again", outcome="improving")
    assert len(scenes.alerts("adverse_serious")) == 1


def test_an_event_that_becomes_serious_reaches_the_prescriber_then() -> None:
    row = report(course())
    assert scenes.alerts("adverse_serious") == []
    with clock.at(day(2)):
        actions.amend_event(
            by=cast.nurse(), event=row, reason="Admitted overnight", grade="serious", criteria=["hospital"]
        )
    assert len(scenes.alerts("adverse_serious")) == 1


def test_an_older_version_is_not_amended_again() -> None:
    row = report(course())
    with clock.at(day(2)):
        actions.amend_event(by=cast.nurse(), event=row, reason="It was worse", grade="moderate")
        with pytest.raises(Conflict, match="amended already"):
            actions.amend_event(by=cast.nurse(), event=row, reason="It was worse still", grade="severe")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"what": "  "}, "what"),
        ({"grade": "serious"}, "criteria"),
        ({"outcome": "recovered"}, "ended_at"),
        ({"started_at": day(1) + timedelta(hours=1)}, "started_at"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_does_not_fit_together_is_not_kept(told: dict, field: str) -> None:
    of = course()
    with pytest.raises(Invalid) as wrong:
        report(of, **told)
    assert list(wrong.value.errors) == [field]
    assert AdverseEvent.objects.count() == 0


def test_an_event_sent_twice_is_written_once_and_audited_once() -> None:
    of, key = course(), uuid.uuid4()
    assert report(of, client_id=key) == report(of, client_id=key)
    assert AuditEvent.objects.filter(act="adverse.report").count() == 1
    with pytest.raises(Conflict):
        report(of, client_id=key, what="Headache")
