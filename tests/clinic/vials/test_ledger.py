"""Whatever is done to the vials, in whatever order, however often: every ledger balances, none holds less than none."""

import contextlib
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from daybreak.clinic.audit.queries import verify
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.counting import Found
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry
from tests.clinic import cast, scenes

AMOUNTS = st.integers(min_value=-1_000, max_value=60_000)
TENTHS = st.integers(min_value=1, max_value=20)
WHO = st.sampled_from(("nurse", "witness", "prescriber", "therapist", "auditor", "outsider"))


class Shelf(RuleBasedStateMachine):
    """People do everything one can do with a vial, and often what one cannot. Each run is rolled back at its end.

    ``left`` is what each vial ought to hold, reckoned here and nowhere else.
    """

    vials = Bundle("vials")
    lines = Bundle("lines")

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.people = {
            "nurse": cast.nurse(),
            "witness": cast.person("witness", "nurse"),
            "prescriber": cast.prescriber(),
            "therapist": cast.therapist(),
            "auditor": cast.auditor(),
            "outsider": cast.outsider(),
        }
        self.nurse = self.people["nurse"]
        self.left: dict[int, int] = {}
        self.again: list[tuple[Callable[[], VialEntry], VialEntry]] = []

    @rule(target=vials, tenths=TENTHS)
    def receive(self, tenths: int) -> Vial:
        vial = scenes.vial(f"V-{len(self.left)}", by=self.nurse, volume_ml=Decimal(tenths) / 10)
        self.left[vial.pk] = tenths * 5_000
        return vial

    @rule(target=lines, vial=vials)
    def pick_the_receipt(self, vial: Vial) -> VialEntry:
        return VialEntry.objects.get(vial=vial, kind=EntryKind.RECEIVED)

    @rule(target=lines, vial=vials, amount_ug=AMOUNTS)
    def give_a_dose(self, vial: Vial, amount_ug: int) -> Any:
        return self._try(actions.take, vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=amount_ug)

    @rule(target=lines, vial=vials, amount_ug=AMOUNTS, who=WHO)
    def waste(self, vial: Vial, amount_ug: int, who: str) -> Any:
        return self._try(actions.waste, vial=vial, amount_ug=amount_ug, second=self._proof(who), reason="left over")

    @rule(target=lines, vial=vials, amount_ug=AMOUNTS, who=WHO)
    def break_some(self, vial: Vial, amount_ug: int, who: str) -> Any:
        return self._try(actions.break_vial, vial=vial, amount_ug=amount_ug, second=self._proof(who), reason="dropped")

    @rule(target=lines, vial=vials, amount_ug=AMOUNTS)
    def give_back(self, vial: Vial, amount_ug: int) -> Any:
        return self._try(actions.give_back, vial=vial, amount_ug=amount_ug, reason="recalled")

    @rule(target=lines, vial=vials, amount_ug=AMOUNTS)
    def lose(self, vial: Vial, amount_ug: int) -> Any:
        return self._try(actions.lose, vial=vial, amount_ug=amount_ug, reason="not where it was")

    @rule(target=lines, vial=vials, amount_ug=AMOUNTS, who=WHO)
    def find_overfill(self, vial: Vial, amount_ug: int, who: str) -> Any:
        return self._try(actions.find_overfill, vial=vial, amount_ug=amount_ug, second=self._proof(who), reason="more")

    @rule(target=lines, vial=vials, place=st.sampled_from(("", "room 1", "room 2")))
    def move(self, vial: Vial, place: str) -> Any:
        return self._try(actions.move, vial=vial, place=place)

    @rule(target=lines, line=lines, who=WHO)
    def reverse(self, line: VialEntry | None, who: str) -> Any:
        return self._try(actions.reverse, entry=line, second=self._proof(who), reason="typed wrong") if line else None

    @rule(target=lines, line=lines, vial=vials, who=WHO)
    def tell_the_true_vial(self, line: VialEntry | None, vial: Vial, who: str) -> Any:
        if line is None:
            return None
        right = self._try(actions.draw_from_other, entry=line, vial=vial, second=self._proof(who), reason="mixed up")
        if right is not None:
            self.left[line.vial_id] += line.amount_ug
        return right

    @rule(data=st.data(), who=WHO)
    def count(self, data: Any, who: str) -> None:
        """A count changes nothing, whatever is found."""
        amounts = st.integers(min_value=0, max_value=100_000)
        found = {vial.public_id: Found(data.draw(amounts), explanation="as seen") for vial in Vial.objects.all()}
        with contextlib.suppress(Conflict, Invalid):
            actions.count(by=self.nurse, second=self._proof(who), found=found)

    @rule()
    def everything_arrives_again(self) -> None:
        """The network sends each act once more, with its key: each answers with the line it wrote."""
        for act, line in self.again:
            assert act() == line

    def _try(self, act: Callable[..., VialEntry], **values: Any) -> VialEntry | None:
        key = uuid.uuid4()

        def do() -> VialEntry:
            return act(by=self.nurse, client_id=key, **values)

        lines = VialEntry.objects.count()
        try:
            written = do()
        except (Conflict, Invalid):
            assert VialEntry.objects.count() == lines, "what was refused left a line behind"
            return None
        self.left[written.vial_id] += written.change_ug
        self.again.append((do, written))
        return written

    def _proof(self, who: str) -> Any:
        return cast.proof(self.people[who])

    @invariant()
    def every_vial_holds_what_is_left(self) -> None:
        held = dict(Vial.objects.values_list("pk", "on_hand_ug"))
        sums = dict(VialEntry.objects.order_by().values_list("vial").annotate(Sum("change_ug")))
        assert held == self.left == sums
        assert all(amount >= 0 for amount in held.values())

    @invariant()
    def waste_was_seen_by_someone_else_who_may(self) -> None:
        seen = VialEntry.objects.filter(kind__in=("wasted", "broken", "overfill", "reversed"))
        seen_by = set(seen.values_list("witness__username", flat=True))
        assert seen_by <= {"witness", "prescriber", "therapist"}

    @invariant()
    def no_line_is_undone_twice_and_every_undone_dose_is_told_from_another_vial(self) -> None:
        told = [problem for problem in queries.balance_problems() if "no injection" not in problem]
        assert told == []

    def teardown(self) -> None:
        assert verify().problems == ()
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_acts_breaks_a_ledger() -> None:
    plan = settings(max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Shelf, settings=plan)
