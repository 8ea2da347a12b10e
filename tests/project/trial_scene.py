"""Run inside a clinic: ``ask TRIALS`` puts a run in the queue, ``tell`` says how all runs stand, as JSON."""

import json
import sys
from typing import Any

from daybreak.project.django import wake


def main(verb: str, *arguments: str) -> None:
    """Do what is asked and print it."""
    wake()
    sys.stdout.write(json.dumps({"ask": _ask, "tell": _tell}[verb](*arguments)))


def _ask(trials: str) -> dict[str, Any]:
    from tests.clinic.trials import scenes

    return {"run": str(scenes.asked(trials=int(trials)).public_id)}


def _tell() -> list[dict[str, Any]]:
    from daybreak.clinic.trials.models import TrialRun

    return [
        {
            "state": run.state,
            "done": run.parts_done,
            "why": run.why,
            "result": run.found.result if hasattr(run, "found") else None,
            "sha256": run.found.sha256 if hasattr(run, "found") else None,
        }
        for run in TrialRun.objects.order_by("pk")
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
