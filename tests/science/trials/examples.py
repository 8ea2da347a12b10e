"""The cast of the tests: a small protocol, certain and uncertain parameters, and a published trial made up of them."""

import numpy as np

from daybreak.science.trials import posterior
from daybreak.science.trials.evidence import PublishedTrial, parse
from daybreak.science.trials.protocol import Protocol
from daybreak.science.trials.protocol_file import as_protocol
from tests.science.trials.plain_simulator import HOPE, RELIEF, SPREAD


def two_arms(**changes: object) -> Protocol:
    """Ketamine against midazolam, one dose each."""
    content = {
        "title": "Two arms",
        "scale": "madrs",
        "control": "midazolam",
        "visits": ["24h", "7d"],
        "population": {"baseline": {"mean": 34, "sd": 6}, "leaving_per_week": 0},
        "arms": [
            {"name": "ketamine", "n": 40, "doses": {"route": "im", "mg_per_kg": 0.5}},
            {"name": "midazolam", "n": 30, "sham": [0]},
        ],
    }
    return as_protocol(content | changes)


def certain(relief: float = 0.4, hope: float = 0.2, spread: float = 0.5, shift: float = 0.0) -> posterior.Posterior:
    """Parameters of the plain simulator without any doubt about them."""
    names = (RELIEF, HOPE, SPREAD, *posterior.HETEROGENEITY)
    return posterior.made(names, np.array([[relief, hope, spread, shift, shift]]), "certain")


def uncertain(n: int = 50) -> posterior.Posterior:
    """The same, in doubt."""
    random = np.random.default_rng(7)
    names = (RELIEF, HOPE, SPREAD, *posterior.HETEROGENEITY)
    log = np.log([0.4, 0.2, 0.5, 0.05, 0.05]) + 0.3 * random.standard_normal((n, 5))
    return posterior.made(names, np.exp(log), "uncertain")


def published(change: float = -15.0, n: int = 40) -> PublishedTrial:
    """A made-up published trial of the two arms."""
    document = f"""
[[trial]]
id = "made up"
study = "Made up"
doi = ""
url = "nowhere"
role = "calibration"
baseline = "read"
note = ""
[trial.protocol]
title = "Two arms"
scale = "madrs"
control = "midazolam"
visits = ["24h", "7d"]
population = {{ baseline = {{ mean = 34, sd = 6 }}, leaving_per_week = 0.0 }}
arms = [
    {{ name = "ketamine", n = {n}, doses = {{ route = "im", mg_per_kg = 0.5 }} }},
    {{ name = "midazolam", n = {n}, sham = [0] }},
]
[[trial.observed]]
arm = "ketamine"
measure = "change"
at = "24h"
value = {change}
sd = 8.0
evidence = "made up"
[[trial.observed]]
arm = "midazolam"
measure = "change"
at = "24h"
value = -6.0
sd = 6.0
evidence = "made up"
[[trial.observed]]
arm = "ketamine"
measure = "response"
at = "24h"
value = 40.0
evidence = "made up"
"""
    return parse(document)[0]
