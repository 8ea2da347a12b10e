"""What a screening and the decisions about it come to."""

from datetime import date

import pytest

from daybreak.care.findings import Refused
from daybreak.care.interactions import Taken
from daybreak.care.rules import shipped
from daybreak.care.suitability.screening import Screening, screen
from daybreak.care.suitability.verdict import Settled, Standing, verdict
from tests.care.suitability.people import somebody


def screened(taken: tuple[Taken, ...] = (), **changed: str) -> Screening:
    """Somebody well, with some answers changed."""
    return screen(somebody(**changed), taken, shipped(), date(2026, 3, 2))


def settling(screening: Screening, how: Settled) -> dict[str, Settled]:
    """The same decision about everything that was found."""
    return {one.basis: how for one in screening.found}


STANDINGS = [
    ({}, None, Standing.ELIGIBLE),
    ({"seizures": "yes"}, None, Standing.UNDECIDED),
    ({"seizures": "yes"}, Settled.GO_ON, Standing.ELIGIBLE),
    ({"seizures": "yes"}, Settled.DECLINE, Standing.STOPPED),
    ({"aneurysm": "yes"}, None, Standing.STOPPED),
    ({"aneurysm": "yes"}, Settled.GO_ON, Standing.STOPPED),
    ({"aneurysm": "yes"}, Settled.OVERRIDE, Standing.ELIGIBLE),
    ({"aneurysm": "yes"}, Settled.DECLINE, Standing.STOPPED),
    ({"aneurysm": "yes", "escort": ""}, Settled.OVERRIDE, Standing.NOT_YET),
    ({"capacity": "no"}, Settled.OVERRIDE, Standing.STOPPED),
    ({"agrees": "no"}, Settled.OVERRIDE, Standing.STOPPED),
    ({"suicidal_intent": "yes"}, None, Standing.EMERGENCY),
    ({"suicidal_intent": "yes"}, Settled.OVERRIDE, Standing.EMERGENCY),
    ({"suicidal_intent": "yes", "aneurysm": "yes"}, None, Standing.EMERGENCY),
    ({"seizures": "yes", "escort": ""}, None, Standing.NOT_YET),
    ({"vertigo": "yes"}, None, Standing.ELIGIBLE),
]


@pytest.mark.parametrize(("changed", "how", "standing"), STANDINGS)
def test_answers_and_decisions_come_to_a_standing(
    changed: dict[str, str], how: Settled | None, standing: Standing
) -> None:
    screening = screened(**changed)
    assert verdict(screening, settling(screening, how) if how else {}).standing is standing


def test_a_decision_holds_for_exactly_the_finding_it_was_made_about() -> None:
    codeine, morphine = (screened((Taken(name),)) for name in ("Codeine", "Morphine"))
    decided = settling(codeine, Settled.GO_ON)
    assert verdict(codeine, decided).is_eligible
    assert verdict(morphine, decided).standing is Standing.UNDECIDED


def test_whoever_is_not_eligible_is_refused_with_why() -> None:
    with pytest.raises(Refused) as refusal:
        verdict(screened(aneurysm="yes", escort="", seizures="yes"), {}).require()
    assert str(refusal.value) == (
        "Not eligible. The patient has an aneurysm or an arteriovenous malformation. 1 answer is missing. "
        "1 finding waits for a decision. Open the suitability page of this course, complete it, then order."
    )


def test_an_emergency_is_never_called_ineligible() -> None:
    with pytest.raises(Refused) as refusal:
        verdict(screened(suicidal_intent="yes"), {}).require()
    assert str(refusal.value).startswith("Emergency pathway. The emergency pathway is open")
    assert "eligible" not in str(refusal.value)


def test_whoever_is_eligible_passes() -> None:
    verdict(screened(), {}).require()
