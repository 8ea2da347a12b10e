"""What did not reach a patient, by lot and by person: nothing counted twice, nothing of what was undone."""

from datetime import timedelta
from decimal import Decimal

import pytest

from daybreak.care import ledger
from daybreak.clinic import clock
from daybreak.clinic.vials import actions, variance
from daybreak.clinic.vials.models import EntryKind, Vial
from tests.clinic import cast, scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def vial() -> Vial:
    with clock.at(scenes.MORNING):
        return scenes.vial("V-1", lot="KX 1")


def given(vial: Vial, by: str = "nurse", amount_ug: int = 40_000) -> None:
    actions.take(by=cast.person(by, "nurse"), vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=amount_ug)


def wasted(vial: Vial, amount_ug: int, by: str = "nurse") -> None:
    seen = cast.proof(cast.therapist())
    actions.waste(by=cast.person(by, "nurse"), vial=vial, amount_ug=amount_ug, second=seen, reason="left over")


def test_a_lot_and_a_person_with_what_they_handled(vial: Vial) -> None:
    with clock.at(scenes.MORNING):
        given(vial)
        wasted(vial, 10_000)
        given(vial, by="other")
        (lot,) = variance.by_lot()
        assert (lot.name, lot.given_ug, lot.wasted_ug) == ("Lot KX 1", 80_000, 10_000)
        assert ledger.in_tenths(lot.handled.share or Decimal(0)) == "11.1"
        assert {row.name: (row.given_ug, row.wasted_ug) for row in variance.by_person()} == {
            "Nurse Example": (40_000, 10_000),
            "Other Example": (40_000, 0),
        }
        assert [finding.rule for finding in lot.findings] == ["ledger.variance.share"]


def test_what_was_undone_is_not_counted(vial: Vial) -> None:
    with clock.at(scenes.MORNING):
        wasted(vial, 10_000)
        line = vial.entries.get(kind="wasted")
        actions.reverse(by=cast.nurse(), entry=line, second=cast.proof(cast.therapist()), reason="typed wrong")
        assert variance.by_lot() == []


def test_each_week_has_its_own_bar_and_old_ones_leave_the_window(vial: Vial) -> None:
    with clock.at(scenes.MORNING):
        wasted(vial, 1_000)
    with clock.at(scenes.MORNING + timedelta(days=10)):
        wasted(vial, 2_000)
        (row,) = variance.by_lot()
        assert row.weeks[-2:] == (1_000, 2_000)
        assert sum(row.weeks) == 3_000
    with clock.at(scenes.MORNING + timedelta(days=95)):
        (row,) = variance.by_lot()
        assert sum(row.weeks) == 2_000


def test_a_shortage_stands_with_everyone_who_drew_since_the_last_good_count(vial: Vial) -> None:
    with clock.at(scenes.MORNING):
        given(vial, by="early")
    with clock.at(scenes.MORNING + timedelta(hours=1)):
        scenes.counted(vial)
    with clock.at(scenes.MORNING + timedelta(hours=2)):
        given(vial, by="late")
    with clock.at(scenes.MORNING + timedelta(hours=8)):
        scenes.counted(vial, found_ug=400_000, explanation="0.4 mL less than the ledger")
        (short,) = variance.shortages()
        assert (short.missing_ug, short.handled_by) == (20_000, {"Late Example"})
        rows = {row.name: row.missing_ug for row in variance.by_person()}
        assert rows == {"Early Example": 0, "Late Example": 20_000}


def test_a_shortage_written_off_as_a_loss_is_counted_once(vial: Vial) -> None:
    with clock.at(scenes.MORNING):
        given(vial)
    with clock.at(scenes.MORNING + timedelta(hours=8)):
        scenes.counted(vial, found_ug=440_000, explanation="0.4 mL less than the ledger")
    with clock.at(scenes.MORNING + timedelta(hours=9)):
        actions.lose(by=cast.nurse(), vial=vial, amount_ug=20_000, reason="not found")
        assert variance.shortages() == []
        (lot,) = variance.by_lot()
        assert (lot.lost_ug, lot.missing_ug, lot.events) == (20_000, 0, 1)


def test_three_losses_in_the_window_are_one_significant_loss(vial: Vial) -> None:
    with clock.at(scenes.MORNING):
        given(vial, amount_ug=400_000)
        for _ in range(3):
            actions.lose(by=cast.nurse(), vial=vial, amount_ug=500, reason="a drop each time")
        assert [finding.rule for finding in variance.by_lot()[0].findings] == ["ledger.loss.repeated"]
