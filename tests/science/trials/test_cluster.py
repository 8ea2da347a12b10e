"""A run on a local Dask cluster: the same result, and a killed worker loses nothing."""

import os
import signal
import warnings

import numpy as np
import pytest

from daybreak.science.trials.cluster import ClusterError, executor_at
from daybreak.science.trials.run import Run, run
from tests.science.trials.examples import two_arms, uncertain
from tests.science.trials.plain_simulator import plain

pytestmark = pytest.mark.filterwarnings("ignore")
ASKED = Run(two_arms(), uncertain(), plain, trials=150)


@pytest.fixture
def cluster():
    """Two workers in processes of their own, on this machine."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60) as running:
        yield running


def test_a_killed_worker_changes_nothing(cluster):
    killed = []

    def kill_one(done, of):
        if not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with executor_at(cluster.scheduler_address) as executor:
            shared = run(ASKED, executor=executor, progress=kill_one)
    assert killed
    np.testing.assert_array_equal(shared.arms[0].shown["change"], run(ASKED).arms[0].shown["change"])


def test_an_address_where_nobody_answers_is_refused():
    with pytest.raises(ClusterError, match="No Dask scheduler answers"), executor_at("nonsense"):
        pass
