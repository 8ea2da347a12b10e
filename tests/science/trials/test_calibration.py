"""Calibration, on trials made up from known parameters: it finds them again, says how sure it is, and repeats."""

from dataclasses import replace

import numpy as np
import pytest

from daybreak.science.mechanism.quantified import Law
from daybreak.science.trials import target_file
from daybreak.science.trials.bank import Workshop, run_bank
from daybreak.science.trials.calibrated import Coordinate, Space, space, untold
from daybreak.science.trials.calibration import Plan, calibrate, latin_normal
from daybreak.science.trials.evidence import Measure
from daybreak.science.trials.posterior import HETEROGENEITY
from daybreak.science.trials.validation import coverage, leave_one_out
from tests.science.trials.examples import published
from tests.science.trials.plain_simulator import HOPE, RELIEF, SPREAD, plain

TRUE = {RELIEF: 0.55, HOPE: 0.15, SPREAD: 0.4}
PLAIN = Space(
    (
        Coordinate(RELIEF, "relief", Law.LOG, 0.35, 0.6),
        Coordinate(HOPE, "hope", Law.LOG, 0.2, 0.6),
        Coordinate(SPREAD, "spread", Law.LOG, 0.5, 0.4),
        *(Coordinate(name, name, Law.LOG, 0.03, 0.4) for name in HETEROGENEITY),
    )
)
WORKSHOP = Workshop(plain, people=100, seed=1, version="plain")
PLAN = Plan(runs=(60, 60), steps=700, draws=300, checked=40)


def made_up(number: int, n: int = 60):
    """A trial of `n` people an arm, as it would come out with the true parameters and a shift of its own."""
    random = np.random.default_rng(number)
    trial = published(n=n)
    points = np.array([[np.log(TRUE[c.name] / c.median) / c.sd for c in PLAIN.coordinates[:3]]])
    expected = run_bank(replace(WORKSHOP, people=4000), [trial], PLAIN, points, lambda done, of: None)["made up"]
    setting, treatment = 0.03 * random.standard_normal(2)
    shown = []
    for at, observed in enumerate(trial.observed):
        mean = expected.mean[0, at] + setting * expected.setting[0, at] + treatment * expected.treatment[0, at]
        if observed.measure is Measure.CHANGE:
            value = mean + 8.0 / np.sqrt(n) * random.standard_normal()
        else:
            value = 100 * random.binomial(n, np.clip(mean, 0, 1)) / n
        shown.append(replace(observed, value=float(value), trial=f"trial {number}"))
    return replace(trial, id=f"trial {number}", observed=tuple(shown))


TRIALS = [made_up(number) for number in range(8)]


@pytest.fixture(scope="module")
def found():
    return calibrate(TRIALS, PLAIN, WORKSHOP, PLAN)


def test_the_true_parameters_lie_inside_the_posterior(found):
    for name in (RELIEF, HOPE):
        low, high = np.percentile(found.posterior.of(name), [0.5, 99.5])
        assert low <= TRUE[name] <= high


def test_the_posterior_is_narrower_than_the_prior_where_trials_tell(found):
    assert found.draws.points[:, 0].std() < 0.35
    assert found.draws.points[:, 1].std() < 0.6


def test_the_emulator_stands_close_to_the_mechanism(found):
    assert found.emulator_off < 0.6
    assert found.unsolved == 0.0


def test_the_same_seed_gives_the_same_posterior(found):
    assert calibrate(TRIALS, PLAIN, WORKSHOP, PLAN).posterior.sha256 == found.posterior.sha256


def test_runs_that_were_kept_are_not_run_again(tmp_path):
    calls = []

    def counting(*arguments):
        calls.append(1)
        return plain(*arguments)

    workshop = replace(WORKSHOP, simulator=counting, keep_in=tmp_path)
    points = latin_normal(20, 3, 1)
    first = run_bank(workshop, TRIALS[:1], PLAIN, points, lambda done, of: None)
    before = len(calls)
    again = run_bank(workshop, TRIALS[:1], PLAIN, points, lambda done, of: None)
    assert len(calls) == before > 0
    np.testing.assert_array_equal(first["trial 0"].mean, again["trial 0"].mean)


def test_what_no_trial_tells_of_keeps_its_prior():
    extra = untold(4000)
    found = calibrate(TRIALS[:2], PLAIN, WORKSHOP, replace(PLAN, runs=(60,), steps=200, draws=100), untold=untold)
    assert set(extra) <= set(found.posterior.names)
    assert extra["therapy.synergy"].mean() == pytest.approx(0.0, abs=0.05)
    assert extra["therapy.synergy"].std() == pytest.approx(0.5, rel=0.05)


def test_left_out_trials_lie_inside_their_forecasts_about_as_often_as_they_should(found):
    forecasts = leave_one_out(found.target, found.draws.points, steps=300)
    half, nine_tenths = coverage(forecasts)
    assert 0.25 <= half <= 0.85
    assert nine_tenths >= 0.75


def test_the_density_that_is_kept_is_the_one_that_was_found(found, tmp_path):
    path = tmp_path / "emulators.npz"
    target_file.write(path, found.target, dict(found.correlations), "plain")
    again = target_file.read(path, TRIALS, PLAIN, "plain")
    points = found.draws.points[:5]
    np.testing.assert_allclose(again(points), found.target(points), rtol=1e-3, atol=1e-2)


def test_a_density_of_another_mechanism_is_refused(found, tmp_path):
    path = tmp_path / "emulators.npz"
    target_file.write(path, found.target, dict(found.correlations), "plain")
    with pytest.raises(target_file.TargetError, match="The mechanism has changed"):
        target_file.read(path, TRIALS, PLAIN, "another")
    with pytest.raises(target_file.TargetError, match="Trial trial 99 was not there"):
        target_file.read(path, [*TRIALS, replace(TRIALS[0], id="trial 99")], PLAIN, "plain")


def test_points_are_spread_evenly_along_every_coordinate():
    points = latin_normal(200, 5, 1)
    assert np.abs(points.mean(axis=0)).max() < 0.02
    assert points.std(axis=0) == pytest.approx(np.ones(5), rel=0.03)


def test_the_shipped_space_holds_what_the_mechanism_calls_fitted_and_nothing_untold():
    names = space().names
    assert "symptoms.reach" in names
    assert "therapy.cbt" not in names
    assert names[-2:] == HETEROGENEITY
    assert len(set(names)) == len(names)


def test_priors_are_wider_than_the_mechanism_states_them():
    reach = next(c for c in space().coordinates if c.name == "symptoms.reach")
    from daybreak.science.mechanism.quantified import shipped

    assert reach.sd == pytest.approx(1.25 * shipped()["symptoms.reach"].prior.sd)
    assert float(reach.value(np.array(0.0))) == shipped()["symptoms.reach"].value
