"""A vial is taken in whole: what its label says cannot be impossible, and what is unusual is asked about."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.vials import queries
from daybreak.clinic.vials.models import Vial
from tests.clinic import scenes

pytestmark = pytest.mark.django_db


def test_a_received_vial_holds_all_of_it_in_whole_micrograms() -> None:
    vial = scenes.vial(concentration_mg_per_ml=Decimal(50), volume_ml=Decimal("10.25"))
    assert (vial.received_ug, vial.on_hand_ug) == (512_500, 512_500)
    assert [(entry.kind, entry.amount_ug) for entry in queries.ledger(vial)] == [("received", 512_500)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "  "}, "label"),
        ({"label": "x" * 41}, "label"),
        ({"lot": ""}, "lot"),
        ({"concentration_mg_per_ml": Decimal(0)}, "concentration_mg_per_ml"),
        ({"concentration_mg_per_ml": Decimal(-50)}, "concentration_mg_per_ml"),
        ({"concentration_mg_per_ml": Decimal(500)}, "concentration_mg_per_ml"),
        ({"concentration_mg_per_ml": Decimal("NaN")}, "concentration_mg_per_ml"),
        ({"concentration_mg_per_ml": Decimal("50.05")}, "concentration_mg_per_ml"),
        ({"volume_ml": Decimal(0)}, "volume_ml"),
        ({"volume_ml": Decimal("10.005")}, "volume_ml"),
        ({"volume_ml": Decimal(500)}, "volume_ml"),
    ],
)
def test_what_cannot_be_on_a_label_is_refused_with_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        scenes.vial(**changes)
    assert list(invalid.value.errors) == [field]
    assert Vial.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"concentration_mg_per_ml": Decimal(25)}, "concentration_mg_per_ml"), ({"volume_ml": Decimal(30)}, "volume_ml")],
)
def test_what_is_unusual_waits_to_be_confirmed(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        scenes.vial(**changes)
    assert (invalid.value.errors, list(invalid.value.confirm)) == ({}, [field])
    assert scenes.vial(**changes, confirmed=(field,)).pk


def test_a_vial_is_taken_in_on_its_last_day_and_not_after() -> None:
    with clock.at(scenes.MORNING):
        assert scenes.vial("today", expires_on=date(2026, 3, 2)).pk
        with pytest.raises(Invalid, match="expired"):
            scenes.vial("yesterday", expires_on=date(2026, 3, 1))


def test_two_vials_cannot_wear_one_label() -> None:
    scenes.vial("V-1")
    with pytest.raises(Invalid) as invalid:
        scenes.vial("V-1", lot="another")
    assert list(invalid.value.errors) == ["label"]


def test_the_same_arrival_twice_is_one_vial() -> None:
    key = uuid.uuid4()
    assert scenes.vial(client_id=key) == scenes.vial(client_id=key)


def test_the_same_key_for_another_vial_is_a_conflict() -> None:
    key = uuid.uuid4()
    scenes.vial("V-1", client_id=key)
    with pytest.raises(Conflict):
        scenes.vial("V-2", client_id=key)
