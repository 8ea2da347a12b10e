"""Doses that can be given, and those that cannot."""

import math

import pytest

from daybreak.science.dosing import Dose, DosingError, Form, Route, stepped_infusion


def test_an_infusion_without_a_duration_is_refused():
    with pytest.raises(DosingError, match="needs a duration"):
        Dose(Route.IV_INFUSION, 40)


@pytest.mark.parametrize("route", [route for route in Route if route is not Route.IV_INFUSION])
def test_only_an_infusion_has_a_duration(route):
    with pytest.raises(DosingError, match="Only an infusion"):
        Dose(route, 40, duration_min=10)


@pytest.mark.parametrize("mg", [0, -1, math.nan, math.inf])
def test_an_amount_that_is_nothing_is_refused(mg):
    with pytest.raises(DosingError, match="cannot be given"):
        Dose(Route.IM, mg)


@pytest.mark.parametrize("start", [-1, math.nan, math.inf])
def test_a_dose_before_the_beginning_is_refused(start):
    with pytest.raises(DosingError, match="cannot start"):
        Dose(Route.IM, 40, start_min=start)


def test_routes_and_forms_may_be_given_by_their_names():
    assert Dose("im", 40, form="esketamine") == Dose(Route.IM, 40, form=Form.ESKETAMINE)


def test_a_racemate_is_half_s_ketamine():
    assert (Dose(Route.IM, 40).s_fraction, Dose(Route.IM, 40, form=Form.ESKETAMINE).s_fraction) == (0.5, 1.0)


def test_a_stepped_infusion_is_one_dose_a_step():
    assert stepped_infusion([20, 40], 30) == (
        Dose(Route.IV_INFUSION, 10, 0, 30),
        Dose(Route.IV_INFUSION, 20, 30, 30),
    )


def test_every_route_has_words():
    assert all(route.words for route in Route)
