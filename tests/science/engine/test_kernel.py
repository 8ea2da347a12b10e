"""The compiled kernel: written from the declaration, kept in a cache, exact in its exp and log."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba import njit

from daybreak.science.engine import kernel
from daybreak.science.engine.elimination import elimination
from daybreak.science.engine.filters import LANES, POINTS, decay, weights
from daybreak.science.engine.kernel_source import kernel_source
from daybreak.science.engine.vector_math import vexp, vhill, vlog
from daybreak.science.mechanism.model import mechanism

HERE = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "src")}


@njit
def spread_out(x, exps, logs, hills):
    for k in range(x.size):
        exps[k] = vexp(x[k])
        logs[k] = vlog(abs(x[k]) + 1e-12)
        hills[k] = vhill(abs(x[k]), 3.0, 2.5)


def test_exp_log_and_hill_are_exact_to_rounding():
    x = np.random.default_rng(1).uniform(-300.0, 300.0, 5000)
    exps, logs, hills = np.empty_like(x), np.empty_like(x), np.empty_like(x)
    spread_out(x, exps, logs, hills)
    assert exps == pytest.approx(np.exp(x), rel=1e-15, abs=0.0)
    assert logs == pytest.approx(np.log(np.abs(x) + 1e-12), rel=1e-14, abs=1e-15)
    power = (np.abs(x) / 3.0) ** 2.5
    assert hills == pytest.approx(power / (1 + power), rel=1e-13)


def test_the_source_is_a_function_of_the_declaration():
    source = kernel_source(mechanism(), kernel.READ)
    assert source.text == kernel_source(mechanism(), kernel.READ).text
    assert source.states == tuple(mechanism().solved)
    assert all(not f.names & {*source.states, *source.inputs} for f in source.constants)


def test_the_solution_without_pivoting_is_that_of_a_solver_that_pivots():
    words = {"compiled": njit}
    exec(elimination(LANES), words)
    random, steady = np.random.default_rng(4), 1e-9
    for scaled in 10 ** random.uniform(-3.0, 1.7, 200):
        gather, fade = weights(np.array([[scaled]]))[None, 0], decay(np.array([[scaled]]))
        own = random.uniform(-1.0, random.choice([1.0, 5.0, 50.0]), LANES) * scaled
        e = own * random.uniform(0.5, 1.0, (POINTS, LANES))
        d, now, x = random.uniform(0.0, 1.0, (POINTS, LANES)), random.uniform(0.0, 1.0, LANES), np.empty(POINTS * LANES)
        words["solved"](fade, gather, 0, 0, now, d.ravel(), e.ravel(), x, 0, LANES)
        for lane in range(LANES):
            matrix = np.eye(POINTS) + gather[0, 0] * e[:, lane]
            wanted = np.linalg.solve(matrix, fade[0, 0] * now[lane] + gather[0, 0] @ d[:, lane])
            assert x.reshape(POINTS, LANES)[:, lane] == pytest.approx(wanted, rel=steady, abs=steady)


def test_a_text_that_was_changed_in_the_cache_is_written_anew(tmp_path, monkeypatch):
    monkeypatch.setenv(kernel.FOLDER, str(tmp_path))
    path = kernel._written("x = 1\n", "some")
    path.write_text("x = 2\n", encoding="utf-8")
    assert kernel._written("x = 1\n", "some").read_text(encoding="utf-8") == "x = 1\n"


@pytest.mark.parametrize("name", ["vector_math.py", "lanes.py", "kinetics_kernel.py"])
def test_a_change_of_the_arithmetic_makes_another_kernel(name):
    arithmetic = (Path(kernel.__file__).parent / name).read_bytes()
    assert hashlib.sha256(arithmetic).hexdigest() in kernel._built_on()


def test_a_patient_alone_needs_neither_numba_nor_scipy():
    lines = (
        "import sys; from daybreak.science.mechanism.course import *; from daybreak.science.dosing import *;"
        "simulate_course(Course(doses=(Dose(Route.IM, 40.0),)), People.alike(), {}, [24.0]);"
        "print(sorted({'numba', 'scipy', 'matplotlib', 'django'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, encoding="utf-8", check=True, env=HERE)
    assert done.stdout.strip() == "[]"
