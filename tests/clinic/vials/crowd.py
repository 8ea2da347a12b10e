"""Plays many hands at one shelf, in threads on a real database, each act sent twice; tells what came of it as JSON.

Run inside a clinic: ``python -m tests.clinic.vials.crowd``.
"""

import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from random import Random
from threading import Barrier, Lock, Thread
from typing import Any

from daybreak.project.django import wake

wake()

from django.db import connection, connections  # noqa: E402
from django.db.models import Sum  # noqa: E402

from daybreak.clinic.audit.queries import verify  # noqa: E402
from daybreak.clinic.entry import Conflict, Invalid  # noqa: E402
from daybreak.clinic.people.models import Person  # noqa: E402
from daybreak.clinic.vials import actions, queries  # noqa: E402
from daybreak.clinic.vials.counting import Found  # noqa: E402
from daybreak.clinic.vials.models import Count, EntryKind, Vial, VialEntry  # noqa: E402
from tests.clinic import cast, scenes  # noqa: E402

HANDS = 6
ACTS = 12


class Crowd:
    """What the hands share, and what each of them saw."""

    def __init__(self) -> None:
        self.vials = [scenes.vial(f"C-{number}") for number in range(3)]
        self.nurses = [cast.person(f"hand{number}", "nurse") for number in range(HANDS)]
        self.witness = cast.person("witness", "nurse")
        self.start, self.lock = Barrier(HANDS), Lock()
        self.said: Counter[str] = Counter()
        self.doubled: list[str] = []

    def work(self, nurse: Person, chance: Random) -> None:
        """One pair of hands: acts at random, each sent twice with one key."""
        connection.ensure_connection()
        self.start.wait()
        try:
            for _ in range(ACTS):
                self._act(nurse, chance)
        finally:
            connections.close_all()

    def _act(self, nurse: Person, chance: Random) -> None:
        act, key = self._chosen(nurse, chance), uuid.uuid4()
        try:
            first, again = act(key), act(key)
            with self.lock:
                self.said["done"] += 1
                self.doubled += [str(first.pk)] if first.pk != again.pk else []
        except (Conflict, Invalid) as refusal:
            self._told(type(refusal).__name__)
        except Exception as surprise:  # noqa: BLE001 - told, so that the test shows it
            self._told(f"{type(surprise).__name__}: {surprise}")

    def _told(self, word: str) -> None:
        with self.lock:
            self.said[word] += 1

    def _chosen(self, nurse: Person, chance: Random) -> Callable[[uuid.UUID], Any]:
        vial, amount = chance.choice(self.vials), chance.randint(1_000, 60_000)
        lines = list(VialEntry.objects.filter(vial__in=self.vials).exclude(kind=EntryKind.RECEIVED))
        line, by = chance.choice(lines) if lines else None, {"by": nurse}
        seen = cast.proof(self.witness)
        choices: list[Callable[[uuid.UUID], Any]] = [
            lambda key: actions.give_back(**by, vial=vial, amount_ug=amount, reason="recalled", client_id=key),
            lambda key: actions.waste(**by, vial=vial, amount_ug=amount, second=seen, reason="left", client_id=key),
            lambda key: actions.lose(**by, vial=vial, amount_ug=amount, reason="not there", client_id=key),
            lambda key: actions.move(**by, vial=vial, place=f"room {chance.randint(1, 9)}", client_id=key),
            lambda key: self._count(nurse, seen, key),
        ]
        if line is not None:
            choices += [lambda key: actions.reverse(**by, entry=line, second=seen, reason="wrong", client_id=key)] * 3
        return chance.choice(choices)

    def _count(self, nurse: Person, seen: Any, key: uuid.UUID) -> Count:
        found = {vial.public_id: Found(400_000, explanation="as seen") for vial in self.vials}
        return actions.count(by=nurse, second=seen, found=found, client_id=key)


def main() -> None:
    """Let them all go at once, and tell what the ledger says after."""
    crowd = Crowd()
    hands = [Thread(target=crowd.work, args=(nurse, Random(number))) for number, nurse in enumerate(crowd.nurses)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    held = dict(Vial.objects.values_list("label", "on_hand_ug"))
    sums = dict(VialEntry.objects.order_by().values_list("vial__label").annotate(Sum("change_ug")))
    told = {"said": crowd.said, "doubled": crowd.doubled, "held": held, "sums": sums}
    sys.stdout.write(json.dumps({**told, "balance": queries.balance_problems(), "log": list(verify().problems)}))


if __name__ == "__main__":
    main()
