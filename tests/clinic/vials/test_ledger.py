"""Whatever is done to the vials, in whatever order: every ledger balances and no vial holds less than none."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.vials import actions, queries
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast, scenes

AMOUNTS = st.integers(min_value=-1_000, max_value=60_000)
TENTHS = st.integers(min_value=1, max_value=20)


class Shelf(RuleBasedStateMachine):
    """People receive, give, waste and return, and often try what cannot be. Each run is rolled back when it ends."""

    vials = Bundle("vials")

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.nurse, self.witness = cast.nurse(), cast.person("witness", "nurse")
        self.left: dict[int, int] = {}

    @rule(target=vials, tenths=TENTHS)
    def receive(self, tenths: int) -> Vial:
        vial = scenes.vial(f"V-{len(self.left)}", by=self.nurse, volume_ml=Decimal(tenths) / 10)
        self.left[vial.pk] = tenths * 5_000
        return vial

    @rule(vial=vials, amount_ug=AMOUNTS)
    def waste(self, vial: Vial, amount_ug: int) -> None:
        try:
            actions.waste(by=self.nurse, vial=vial, amount_ug=amount_ug, witness=self.witness, reason="dropped")
        except (Conflict, Invalid):
            return
        self.left[vial.pk] -= amount_ug

    @rule(vial=vials, amount_ug=AMOUNTS)
    def give_back(self, vial: Vial, amount_ug: int) -> None:
        try:
            actions.give_back(by=self.nurse, vial=vial, amount_ug=amount_ug, reason="recalled")
        except (Conflict, Invalid):
            return
        self.left[vial.pk] -= amount_ug

    @rule(vial=vials, again=st.booleans())
    def inject(self, vial: Vial, again: bool) -> None:
        session = scenes.session()
        scenes.baseline(session)
        for _ in range(1 + again):
            try:
                given = sessions.inject(by=self.nurse, session=session, vial=vial)
            except (Conflict, Invalid):
                continue
            self.left[vial.pk] -= given.entry.amount_ug

    @invariant()
    def every_ledger_balances(self) -> None:
        assert queries.balance_problems() == []

    @invariant()
    def every_vial_holds_what_is_left(self) -> None:
        held = dict(Vial.objects.values_list("pk", "on_hand_ug"))
        assert held == self.left
        assert all(amount >= 0 for amount in held.values())

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_acts_breaks_a_ledger() -> None:
    plan = settings(max_examples=15, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Shelf, settings=plan)
