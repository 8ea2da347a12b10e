"""Small trials for the tests: a protocol, a design, a run, and a result that was really simulated."""

import tempfile
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import actions
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.models import Design, RunResult, TrialRun, Version
from daybreak.clinic.trials.request import Request
from tests.clinic import cast

SMALL = """# A trial that is simulated in a moment.
title: Two arms and a taper
scale: madrs
control: saline
visits: [4h, 24h, 7d]
population:
  baseline: { mean: 34, sd: 6 }
relapse: { score_at_least: 20, from: 24h }
arms:
  - name: ketamine
    n: 6
    doses:
      - { route: iv_infusion, mg_per_kg: 0.5, duration: 40min }
      - { route: im, mg_per_kg: 0.5, from: 3d }
    psychotherapy: [1d, 5d]
  - name: saline
    n: 6
    sham: [0, 3d]
"""
POSTERIOR = {"posterior": "test", "posterior_sha256": "a" * 64, "mechanism_sha256": "b" * 64}
TRIALS, SEED = 4, 7


def version(text: str = SMALL, design: Design | None = None, base: int = 0) -> Version:
    """A saved version, of a new design unless told."""
    return actions.keep(by=cast.researcher(), text=text, design=design, base=base)


def asked(of: Version | None = None, **wish: Any) -> TrialRun:
    """A run that waits."""
    request = Request(**{"trials": TRIALS, "seed": SEED, **wish})
    return actions.ask(by=cast.researcher(), version=of or version(), request=request, client_id=uuid.uuid4())


def found(result: dict[str, Any], run: TrialRun | None = None) -> RunResult:
    """A run that a runner has finished with ``result``."""
    run = run or asked()
    taken = actions.take_up(runner="a runner")
    assert taken == run
    kept = actions.finish(run=taken, result=result, posterior=POSTERIOR)
    assert kept is not None
    return kept


@cache
def simulated() -> dict[str, Any]:
    """What the small trial gives, computed once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        return model.simulate(
            texts.read(SMALL), seed=SEED, trials=TRIALS, keep_in=Path(folder), progress=lambda done, of: None
        )
