"""The protocols: complete, sourced, and a clinic's own version only inside the bounds and over a signature."""

from datetime import date, timedelta

import pytest

from daybreak.care import protocols
from daybreak.care.findings import Refused
from daybreak.care.reflow import keys
from daybreak.care.rules import ClinicValue
from daybreak.care.visits import Kind, Visit, label

TODAY = date(2026, 3, 2)
# protocol            doses, of them taper, gaps, preparations, follow-ups
SHAPES = [
    ("six-injections", 8, 2, [3, 4, 3, 4, 3, 7, 14], 2, 2),
    ("weekly-injections", 7, 1, [7, 7, 7, 7, 7, 14], 2, 2),
    ("single-injection", 1, 0, [], 2, 2),
]


@pytest.mark.parametrize(("name", "doses", "taper", "gaps", "preparations", "follow_ups"), SHAPES)
def test_the_shape_of_each_protocol(
    name: str, doses: int, taper: int, gaps: list[int], preparations: int, follow_ups: int
) -> None:
    protocol = protocols.load(name)
    found: list[int] = []
    for dose in range(2, protocol.all_doses + 1):
        found.append(protocol.gap_before(dose, found[-1] if found else None))
    assert (protocol.all_doses, protocol.all_doses - protocol.doses, found) == (doses, taper, gaps)
    assert (protocol.preparations, protocol.follow_ups) == (preparations, follow_ups)
    assert protocol.integration_window == (timedelta(hours=24), timedelta(hours=72))


def test_the_default_comes_first() -> None:
    assert next(iter(protocols.shipped())) == protocols.DEFAULT == "six-injections"


@pytest.mark.parametrize("name", protocols.shipped())
def test_every_number_has_a_reason_a_source_and_a_name_of_its_own(name: str) -> None:
    protocol = protocols.load(name)
    for short in protocol.rules:
        rule = protocol.rule(short)
        assert rule.id == f"protocol.{name}.{short}"
        assert rule.rationale.endswith(".")
        assert rule.source


@pytest.mark.parametrize("name", protocols.shipped())
def test_every_visit_stands_once_with_a_length_and_a_name(name: str) -> None:
    protocol = protocols.load(name)
    found = list(keys(protocol))
    assert len(found) == len(set(found))
    assert all(protocol.minutes(Visit(key, None, 0).kind) > 0 for key in found)
    assert len({label(key, protocol.doses) for key in found}) == len(found)


OWN = [
    ("doses", 4, ""),
    ("doses", 9, "9 is outside the safe bounds 3 to 8"),
    ("gaps", (2, 5), ""),
    ("gaps", (1, 5), "1 is outside the safe bounds 2 to 5"),
    ("gaps", (3,), "1 numbers were given where 2 are needed"),
    ("minutes", {"preparation": 60, "dose": 120, "integration": 60, "follow_up": 30, "measure": 10}, "120 is outside"),
    ("minutes", {"dose": 180}, "Give a value like"),
    ("measure_points", ("baseline", "daily"), "daily is not among"),
]


@pytest.mark.parametrize(("rule", "value", "complaint"), OWN)
def test_a_clinics_own_number(rule: str, value: object, complaint: str) -> None:
    own = {rule: ClinicValue(value, "Dr Dana Director", TODAY)}
    if not complaint:
        assert protocols.load("six-injections").with_clinic_values(own).rules.value(rule) == value
        return
    with pytest.raises(Refused, match=complaint):
        protocols.load("six-injections").with_clinic_values(own)


def test_an_unsigned_number_is_refused_and_a_fixed_one_stays() -> None:
    with pytest.raises(Refused, match="not signed"):
        protocols.load("six-injections").with_clinic_values({"doses": ClinicValue(4, " ", TODAY)})
    with pytest.raises(Refused, match="not for a clinic to change"):
        protocols.load("single-injection").with_clinic_values({"doses": ClinicValue(2, "Dr Dana Director", TODAY)})


def test_a_plan_keeps_the_numbers_it_was_made_with() -> None:
    own = protocols.load("six-injections").with_clinic_values({"doses": ClinicValue(4, "Dr Dana Director", TODAY)})
    again = protocols.load("six-injections").kept(own.as_values())
    assert (again.doses, again.as_values()) == (4, own.as_values())


def test_the_version_changes_with_a_number_and_with_a_signature() -> None:
    shipped = protocols.load("six-injections")
    own = shipped.with_clinic_values({"doses": ClinicValue(6, "Dr Dana Director", TODAY)})
    assert shipped.version.startswith("six-injections-")
    assert own.version != shipped.version


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("dose-3", "Dosing session 3"),
        ("dose-7", "Taper dose 1"),
        ("integration-7", "Integration 7"),
        ("follow_up-1", "Follow-up 1"),
        ("measure-baseline", "Scales before the course"),
        ("measure-before-dose-3", "Scales before dose 3"),
        ("measure-month-after", "Scales a month after the last dose"),
    ],
)
def test_each_visit_in_words(key: str, words: str) -> None:
    assert label(key, 6) == words


def test_the_kinds_say_where_they_take_place_and_whom_they_need() -> None:
    assert {kind: (kind.place, kind.roles) for kind in Kind} == {
        Kind.PREPARATION: ("room", ("therapist",)),
        Kind.DOSE: ("chair", ("nurse", "therapist")),
        Kind.INTEGRATION: ("room", ("therapist",)),
        Kind.FOLLOW_UP: ("room", ("prescriber",)),
        Kind.MEASURE: ("", ()),
    }
