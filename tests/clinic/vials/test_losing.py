"""A loss: written down without delay, with the days by which a notice and a form are due, until both are done."""

from datetime import date, timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.models import LossReport, Vial
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db

FRIDAY = scenes.MORNING + timedelta(days=4)


@pytest.fixture
def report() -> LossReport:
    """20 mg found missing on a Friday."""
    with clock.at(FRIDAY):
        vial = scenes.vial("V-1")
        entry = actions.lose(by=cast.nurse(), vial=vial, amount_ug=20_000, reason="vial found open in the morning")
    return entry.loss


def test_a_loss_leaves_the_ledger_and_names_its_deadlines(report: LossReport) -> None:
    assert Vial.objects.get().on_hand_ug == 480_000
    assert (report.discovered_on, report.notice_due, report.form_due) == (
        date(2026, 3, 6),
        date(2026, 3, 9),  # one business day: Monday
        date(2026, 4, 20),
    )
    assert report.policy_version.startswith("policy-")
    assert [(due.kind, due.by) for due in queries.due()] == [
        ("notice", date(2026, 3, 9)),
        ("form106", date(2026, 4, 20)),
    ]
    assert queries.due()[0].is_late(date(2026, 3, 10))
    assert not queries.due()[0].is_late(date(2026, 3, 9))


def test_what_was_done_is_no_longer_asked_for(report: LossReport) -> None:
    with clock.at(FRIDAY):
        actions.record_step(
            by=cast.prescriber(), report=report, kind="notice", done_on=report.discovered_on, reference="fax, 14:10"
        )
        assert [due.kind for due in queries.due()] == ["form106"]
        actions.record_step(
            by=cast.director(), report=report, kind="form106", done_on=report.discovered_on, reference="106-2291"
        )
    assert queries.due() == []


def test_a_loss_judged_not_significant_asks_for_nothing_more(report: LossReport) -> None:
    with clock.at(FRIDAY):
        actions.record_step(
            by=cast.director(),
            report=report,
            kind="not_significant",
            done_on=report.discovered_on,
            reference="dead space of the syringes of the week",
        )
    assert queries.due() == []


def test_a_loss_that_was_undone_asks_for_nothing_more(report: LossReport) -> None:
    seen = cast.proof(cast.person("witness", "nurse"))
    actions.reverse(by=cast.nurse(), entry=report.entry, second=seen, reason="found behind the drawer")
    assert (queries.due(), list(queries.losses())) == ([], [])
    assert Vial.objects.get().on_hand_ug == 500_000


def test_each_step_is_done_once(report: LossReport) -> None:
    with clock.at(FRIDAY):
        step = {"report": report, "kind": "notice", "done_on": report.discovered_on}
        actions.record_step(by=cast.prescriber(), reference="fax, 14:10", **step)
        with pytest.raises(Conflict, match="recorded already"):
            actions.record_step(by=cast.director(), reference="letter", **step)


@pytest.mark.parametrize(
    ("days", "reference", "field"), [(1, "fax", "done_on"), (-1, "fax", "done_on"), (0, " ", "reference")]
)
def test_a_step_is_done_between_discovery_and_today_and_says_how_it_is_proven(
    report: LossReport, days: int, reference: str, field: str
) -> None:
    with clock.at(FRIDAY), pytest.raises(Invalid) as invalid:
        actions.record_step(
            by=cast.prescriber(),
            report=report,
            kind="notice",
            done_on=report.discovered_on + timedelta(days=days),
            reference=reference,
        )
    assert list(invalid.value.errors) == [field]


def test_a_loss_of_tomorrow_or_without_a_word_is_refused() -> None:
    vial = scenes.vial("V-1")
    tomorrow = clock.now().date() + timedelta(days=2)
    with pytest.raises(Invalid) as invalid:
        actions.lose(by=cast.nurse(), vial=vial, amount_ug=0, reason=" ", discovered_on=tomorrow)
    assert set(invalid.value.errors) == {"amount", "reason", "discovered_on"}
