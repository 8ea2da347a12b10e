"""Writes line after line of one vial's ledger until it is killed; prints the key of each once it is committed.

Run inside a clinic: ``python -m tests.clinic.vials.keeps_acting [told]``. With ``told`` it prints what is kept instead.
"""

import json
import sys
import uuid

from daybreak.project.django import wake

wake()

from daybreak.clinic.audit.queries import verify  # noqa: E402
from daybreak.clinic.vials import actions, queries  # noqa: E402
from daybreak.clinic.vials.models import LossReport, Vial, VialEntry  # noqa: E402
from tests.clinic import cast, scenes  # noqa: E402


def act_for_ever() -> None:
    """Waste, lose, correct, again and again: each key is printed when its act has returned."""
    vial, nurse, witness = scenes.vial("V-1"), cast.nurse(), cast.person("witness", "nurse")
    while True:
        for act in ("waste", "lose"):
            key = uuid.uuid4()
            if act == "waste":
                seen = cast.proof(witness)
                line = actions.waste(by=nurse, vial=vial, amount_ug=50, second=seen, reason="left", client_id=key)
            else:
                line = actions.lose(by=nurse, vial=vial, amount_ug=50, reason="not there", client_id=key)
            sys.stdout.write(f"{key}\n")
            sys.stdout.flush()
            undo = uuid.uuid4()
            actions.reverse(by=nurse, entry=line, second=cast.proof(witness), reason="typed wrong", client_id=undo)
            sys.stdout.write(f"{undo}\n")
            sys.stdout.flush()


def tell() -> None:
    """What is in the database after the kill."""
    lost = VialEntry.objects.filter(kind="lost").count()
    told = {
        "keys": [str(key) for key in VialEntry.objects.exclude(client_id=None).values_list("client_id", flat=True)],
        "balance": queries.balance_problems(),
        "log": list(verify().problems),
        "on_hand": Vial.objects.get().on_hand_ug,
        "reports": LossReport.objects.count() == lost,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    tell() if "told" in sys.argv else act_for_ever()
