"""Every number of the mechanism has a prior, a source and a place in a formula."""

import pytest

from daybreak.science.mechanism.model import mechanism
from daybreak.science.mechanism.quantified import Law, Prior, parse, shipped
from daybreak.science.sourced import ParameterError

METABOLISM = {
    "population_cyp2b6_intermediate_share",
    "population_cyp2b6_poor_share",
    "population_cyp2b6_intermediate_clearance",
    "population_cyp2b6_poor_clearance",
    "population_cyp2b6_seen",
}
"""Read by metabolism.py, which has tests of its own: they set who a person is, not what happens in one."""

ENTRY = """
[source.s]
authors = "A"
year = 2020
where = "J"
doi = ""

[[number]]
id = "a.b"
meaning = "m"
value = {value}
unit = "1"
prior = {prior}
source = "s"
certainty = "read"
"""


def test_every_number_is_used_by_the_mechanism():
    used = set()
    for state in mechanism().solved.values():
        used |= state.gain.names | state.loss.names
    for jump in mechanism().solved_jumps:
        used |= jump.becomes.names
    for quantity in mechanism().quantities.values():
        used |= quantity.formula.names
    used |= METABOLISM
    assert sorted(n.name for n in shipped().values() if n.name not in used) == []


def test_what_is_not_known_in_people_has_a_wide_prior():
    low, high = shipped()["brain.access"].prior.interval(shipped()["brain.access"].value)
    assert high / low > 4


@pytest.mark.parametrize("key", ["therapy.synergy", "therapy.virtual_reality"])
def test_what_has_not_been_shown_is_centred_on_zero(key):
    number = shipped()[key]
    assert (number.value, number.prior.law) == (0.0, Law.NORMAL)
    assert number.prior.sd > 0


def test_few_numbers_are_fitted():
    assert 12 <= len(shipped().fitted) <= 24


def test_the_median_of_a_prior_is_the_value():
    for law in Law:
        assert Prior(law, 0.5).at(0.3, 0.0) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("value", "prior", "says"),
    [
        ("-1.0", '{ law = "lognormal", sd = 0.5 }', "outside the values"),
        ("1.0", '{ law = "logitnormal", sd = 0.5 }', "outside the values"),
        ("1.0", '{ law = "fixed", sd = 0.5 }', "exactly when it is not fixed"),
        ("1.0", '{ law = "normal" }', "exactly when it is not fixed"),
        ("nan", '{ law = "fixed" }', "not a number"),
    ],
)
def test_a_number_that_contradicts_its_prior_is_refused(value, prior, says):
    with pytest.raises(ParameterError, match=says):
        parse(ENTRY.format(value=value, prior=prior).encode())


def test_a_course_may_be_given_any_value_and_any_spread():
    known = shipped().values_by_id()
    assert known["symptoms.reach"] == shipped()["symptoms.reach"].value
    assert known["symptoms.reach.spread"] == shipped()["symptoms.reach"].between_people
    assert "symptoms.age.spread" not in known
