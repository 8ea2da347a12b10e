"""Which checks of follow-up are due: every row is one patient, one check, since when it is due and how long."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from daybreak.care import followup_checks as care
from daybreak.care.followup_checks import Facts, Kept, due, due_by
from daybreak.care.roles import Role
from daybreak.care.rules import ClinicValue, shipped

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def day(count: float) -> datetime:
    """So many days after the course opened."""
    return OPENED + timedelta(days=count)


def facts(
    doses: tuple[float, ...] = (), *, closed: float | None = None, dosed: bool | None = None, **kept: list
) -> Facts:
    """Doses in days; each check with the days on which it was written down, as (day, "finds") where it found."""
    rows = [
        Kept(check, day(one[0] if isinstance(one, tuple) else one), isinstance(one, tuple))
        for check, days in kept.items()
        for one in days
    ]
    return Facts(
        OPENED,
        None if closed is None else day(closed),
        tuple(day(one) for one in doses),
        tuple(rows),
        bool(doses) if dosed is None else dosed,
    )


def since(check: str, known: Facts) -> tuple[float, float] | None:
    """Days after the opening since when and until when the check is due; None when it is not."""
    found = [one for one in due(known, shipped()) if one.check.id == check]
    return (
        ((found[0].since - OPENED) / timedelta(days=1), (found[0].until - OPENED) / timedelta(days=1))
        if found
        else None
    )


SIX = (7, 10, 14, 17, 21, 24)
TWELVE = (*SIX, 28, 31, 35, 38, 42, 45)

# the check, what is known, and since and until which day it is due
CASES = [
    # the baseline of a course
    ("bladder", facts(), (0, 1)),
    ("cognition", facts(), (0, 14)),
    ("liver", facts(), (0, 14)),
    ("blood_pressure", facts(), (0, 14)),
    ("pdmp", facts(), (0, 3)),
    ("extra_source", facts(), (0, 3)),
    ("drug_screen", facts(), None),
    ("urinalysis", facts(), None),
    ("liver", facts(liver=[-83]), None),
    ("liver", facts(liver=[-85]), (0, 14)),
    ("liver", facts(closed=5), None),
    # the bladder is asked about at every session, before or after its dose
    ("bladder", facts((7,), bladder=[0]), (7, 8)),
    ("bladder", facts((7,), bladder=[0, 6.6]), None),
    ("bladder", facts((7,), bladder=[0, 6.4]), (7, 8)),
    ("bladder", facts((7,), bladder=[0, 7.1]), None),
    ("bladder", facts((7, 10), bladder=[0, 7.1]), (10, 11)),
    ("bladder", facts((7, 10), bladder=[0]), (7, 8)),
    # symptoms lead to a urinalysis and a review; each is due until it is written down
    ("urinalysis", facts(bladder=[(3, "finds")]), (3, 10)),
    ("bladder_review", facts(bladder=[(3, "finds")]), (3, 10)),
    ("urinalysis", facts(bladder=[(3, "finds")], urinalysis=[2]), (3, 10)),
    ("urinalysis", facts(bladder=[(3, "finds")], urinalysis=[4]), None),
    ("urinalysis", facts(bladder=[(3, "finds"), (9, "finds")]), (3, 10)),
    ("urinalysis", facts(bladder=[(3, "finds"), (9, "finds")], urinalysis=[4]), (9, 16)),
    ("urinalysis", facts(bladder=[(3, "finds"), 9]), (3, 10)),
    ("bladder_review", facts(bladder=[(3, "finds")], bladder_review=[4], urinalysis=[(5, "finds")]), (5, 12)),
    ("urinalysis", facts((1,), closed=2, bladder=[(3, "finds")]), (3, 10)),
    # what repeats by doses
    ("cognition", facts(SIX[:5], cognition=[0]), (182, 196)),
    ("cognition", facts(SIX, cognition=[0]), (24, 38)),
    ("liver", facts(TWELVE[:11], liver=[0]), (182, 196)),
    ("liver", facts(TWELVE, liver=[0]), (45, 59)),
    ("pdmp", facts(SIX, pdmp=[0]), (24, 27)),
    ("extra_source", facts(SIX[:1], extra_source=[0]), None),
    ("extra_source", facts(SIX[:2], extra_source=[0]), (10, 13)),
    ("extra_source", facts(SIX[:4], extra_source=[0, 10]), (17, 20)),
    ("drug_screen", facts(TWELVE[:11]), None),
    ("drug_screen", facts(TWELVE), (45, 59)),
    # what repeats by time: most rests while nothing is given, the register of prescriptions does not
    ("liver", facts(SIX, liver=[25]), None),
    ("liver", facts((*SIX, 60), liver=[25]), (207, 221)),
    ("liver", facts((*SIX, 300), liver=[25]), (300, 314)),
    ("blood_pressure", facts(SIX, blood_pressure=[0]), (84, 98)),
    ("pdmp", facts(SIX, pdmp=[25]), (109, 112)),
    ("pdmp", facts(pdmp=[1]), None),
    # closing a course makes nothing new due and takes nothing away
    ("pdmp", facts(SIX, closed=60, pdmp=[25]), None),
    ("bladder", facts(SIX, closed=60, bladder=[22]), (24, 25)),
    ("liver", facts(SIX, closed=60), (0, 14)),
    # what leads to the other reviews
    ("liver_review", facts(liver=[(3, "finds")]), (3, 6)),
    ("cognition_review", facts(cognition=[(3, "finds")]), (3, 17)),
    ("pressure_review", facts(blood_pressure=[(3, "finds")]), (3, 10)),
    ("misuse_review", facts(pdmp=[(3, "finds")]), (3, 6)),
    ("misuse_review", facts(extra_source=[(3, "finds")]), (3, 6)),
    ("misuse_review", facts(drug_screen=[(3, "finds")]), (3, 6)),
    ("misuse_review", facts(pdmp=[3]), None),
]


@pytest.mark.parametrize(("check", "known", "expected"), CASES)
def test_since_when_a_check_is_due_and_until_when(check: str, known: Facts, expected: tuple | None) -> None:
    assert since(check, known) == expected


def test_the_order_in_which_things_reached_the_record_changes_nothing() -> None:
    known = facts((7, 10), bladder=[0, (8, "finds")], urinalysis=[9], pdmp=[0])
    told = {
        due(Facts(OPENED, None, doses, kept), shipped())
        for doses in permutations(known.doses)
        for kept in permutations(known.kept)
    }
    assert len(told) == 1


def test_what_is_due_by_a_moment_is_what_has_come() -> None:
    known = facts(SIX, pdmp=[25], extra_source=[25], bladder=[25], liver=[25], cognition=[25], blood_pressure=[25])
    assert due_by(known, shipped(), day(108.9)) == ()
    assert [one.check.id for one in due_by(known, shipped(), day(109))] == ["pdmp"]


@pytest.mark.parametrize(("minutes", "overdue"), [(0, False), (1, True)])
def test_a_check_is_overdue_when_its_time_is_over(minutes: int, overdue: bool) -> None:
    [bladder] = [one for one in due(facts(), shipped()) if one.check.id == "bladder"]
    assert bladder.is_overdue(day(1) + timedelta(minutes=minutes)) is overdue


@pytest.mark.parametrize(
    ("rule", "value", "check", "expected"),
    [
        ("followup.drug_screen.sessions", 0, "drug_screen", None),
        ("followup.drug_screen.sessions", 6, "drug_screen", (24, 38)),
        ("followup.cognition.sessions", 3, "cognition", (14, 28)),
        ("followup.liver.within", 7, "liver", (182, 189)),
    ],
)
def test_a_clinic_signs_its_own_intervals(rule: str, value: int, check: str, expected: tuple | None) -> None:
    own = shipped().with_clinic_values({rule: ClinicValue(value, "Dr Dana Director", OPENED.date())})
    found = [one for one in due(facts(TWELVE[:11], liver=[0], cognition=[0]), own) if one.check.id == check]
    assert [(one.since, one.until) for one in found] == ([tuple(map(day, expected))] if expected else [])


@pytest.mark.parametrize("check", care.checks().values(), ids=lambda check: check.id)
def test_every_check_says_what_to_do_and_has_its_clocks(check: care.Check) -> None:
    policy = shipped()
    assert check.asks.endswith(".")
    assert check.owner in (Role.PRESCRIBER, Role.NURSE, Role.THERAPIST)
    assert policy.decimal(check.rule("within")) > 0
    assert (check.rule("sessions") in policy, check.rule("weeks") in policy) == (check.by_sessions, check.by_weeks)
    assert check.baseline or check.by_sessions or check.after


def test_whatever_finds_something_leads_on_to_a_review() -> None:
    finding = {check.id for check in care.checks().values() if any(result.finds for result in check.results)}
    assert finding == {other for check in care.checks().values() for other in check.after}


def test_a_misspelt_check_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="There is no check"):
        care.check("blader")
