"""What goes together in a person is drawn together, and the rest stays as it was."""

import numpy as np
import pytest

from daybreak.science.mechanism.correlations import Correlated, deviate, parse, shipped
from daybreak.science.population import Population
from daybreak.science.sourced import ParameterError

SOURCE = """
[source.s]
authors = "A"
year = 2026
where = "W"
doi = ""
"""
ENTRY = """
[[correlation]]
id = "{id}"
between = {between}
value = {value}
source = "s"
certainty = "assumed"
"""
TRIO = (
    '["disposition.CL", "disposition.V1"]',
    '["disposition.V1", "disposition.CLN"]',
    '["disposition.CL", "disposition.CLN"]',
)


def declared(*entries):
    return (SOURCE + "".join(ENTRY.format(id=k, between=b, value=v) for k, (b, v) in enumerate(entries))).encode()


def test_traits_correlate_as_declared():
    known = shipped()
    drawn = np.array([Correlated(40_000, 3).deviates(deviate(name)) for name in known.ids])
    assert np.corrcoef(drawn) == pytest.approx(known.matrix, abs=0.02)
    assert drawn.std(axis=1) == pytest.approx(1.0, abs=0.02)


def test_what_is_not_correlated_keeps_its_deviates():
    mine, plain = Correlated(50, 8, 11), Population(50, 8, 11)
    assert np.array_equal(mine.deviates("mechanism natural.effect"), plain.deviates("mechanism natural.effect"))
    assert np.array_equal(mine.deviates("disposition.CL"), plain.deviates("disposition.CL"))
    assert not np.array_equal(mine.deviates("disposition.V1"), plain.deviates("disposition.V1"))


def test_a_person_has_the_same_traits_in_any_part():
    whole = Correlated(60, 5).deviates("disposition.V1")
    parts = [Correlated(20, 5, first).deviates("disposition.V1") for first in (0, 20, 40)]
    assert np.array_equal(whole, np.concatenate(parts))


def test_correlations_that_contradict_one_another_are_refused():
    content = declared((TRIO[0], 0.9), (TRIO[1], 0.9), (TRIO[2], -0.9))
    with pytest.raises(ParameterError, match="contradict one another: their matrix is not positive definite"):
        parse(content)


def test_a_pair_given_twice_is_refused():
    with pytest.raises(ParameterError, match=r"correlation of disposition\.CL and disposition\.V1 is given twice"):
        parse(declared((TRIO[0], 0.3), (TRIO[0], 0.2)))


@pytest.mark.parametrize("name", ["brain.access", "disposition.V2", "symptoms.hope"])
def test_what_does_not_differ_between_people_cannot_be_correlated(name):
    with pytest.raises(ParameterError, match=name):
        parse(declared((f'["disposition.CL", "{name}"]', 0.3)))


@pytest.mark.parametrize("value", [1.0, -1.0, 1.5])
def test_a_value_of_one_or_beyond_is_refused(value):
    with pytest.raises(ParameterError, match="a value between -1 and 1"):
        parse(declared((TRIO[0], value)))


def test_every_correlation_has_a_source_and_a_certainty():
    assert [each.id for each in shipped().values() if not each.source.authors or not each.note] == []
