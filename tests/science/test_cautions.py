"""The sentences beside a prediction."""

import pytest

from daybreak.science.cautions import notes
from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.population import Subject


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (Route.IV_BOLUS, "first two minutes"),
        (Route.SC, "has not been measured"),
        (Route.SUBLINGUAL, "held"),
        (Route.ORAL, "0.17 to 0.23"),
        (Route.INTRANASAL, "0.11 to 0.45"),
    ],
)
def test_each_route_says_where_it_is_weak(route, words):
    assert any(words in note for note in notes([Dose(route, 40)], Subject(), False, 100))


def test_a_route_used_twice_is_said_once():
    said = notes([Dose(Route.SC, 40), Dose(Route.SC, 40, 60)], Subject(), False, 100)
    assert len(said) == len(set(said))


def test_a_measured_film_is_not_called_uncertain():
    film = notes([Dose(Route.SUBLINGUAL, 50, form=Form.ESKETAMINE)], Subject(), False, 100)
    assert not any("held" in note for note in film)


def test_sex_is_asked_for_only_when_unknown():
    unknown, known = (notes([Dose(Route.IM, 40)], Subject(sex=sex), False, 100) for sex in ("", "female"))
    assert len(unknown) == len(known) + 1


def test_the_highest_studied_concentration_is_the_limit():
    at, above = (notes([Dose(Route.IM, 40)], Subject(sex="male"), False, peak) for peak in (320, 321))
    assert len(above) == len(at) + 1
