"""No sequence of moves, misses, cancellations and passing days breaks what a plan promises."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from daybreak.care import protocols, rules
from daybreak.care.diary import Diary
from daybreak.care.reflow import lay_out, reflow
from daybreak.care.schedule import clashes
from daybreak.care.visits import Kind, State, Visit, wall

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


class ACourse(RuleBasedStateMachine):
    """One course from its plan to its end, as people move it about."""

    def __init__(self) -> None:
        super().__init__()
        self.protocol = protocols.load("six-injections")
        self.now = START
        self.visits: list[Visit] = []
        self.over: dict[str, Visit] = {}

    @property
    def diary(self) -> Diary:
        """The clinic around it."""
        return Diary(self.now, ZONE, rules.shipped(), places={"chair": ("one", "two"), "room": ("room",)})

    @property
    def ahead(self) -> list[Visit]:
        """What can be moved or missed."""
        return [one for one in self.visits if one.takes_time and one.is_movable(self.now)]

    @initialize(days=st.integers(5, 30), hour=st.integers(7, 14))
    def planned(self, days: int, hour: int) -> None:
        """Laid out from some first dose on."""
        first = START.replace(hour=hour) + timedelta(days=days)
        flow = lay_out(self.protocol, Visit("dose-1", first, 180, place="one"), self.diary)
        self.visits = [replace(one, id=f"{one.key}/0", pinned=False) for one in flow.visits if one.start]

    @precondition(lambda self: self.ahead)
    @rule(which=st.integers(0, 100), days=st.integers(-5, 10), hours=st.integers(-4, 4))
    def moved(self, which: int, days: int, hours: int) -> None:
        """Someone moves one and confirms what follows."""
        chosen = self.ahead[which % len(self.ahead)]
        assert chosen.start is not None
        start = max(chosen.start + timedelta(days=days, hours=hours), self.now + timedelta(hours=1))
        self._flow([replace(one, start=start, pinned=True) if one is chosen else one for one in self.visits])

    @precondition(lambda self: self.ahead)
    @rule(which=st.integers(0, 100))
    def missed(self, which: int) -> None:
        """One is missed, and another date is confirmed."""
        chosen = self.ahead[which % len(self.ahead)]
        gone = replace(chosen, state=State.MISSED)
        name = f"{chosen.key}/{int(chosen.id.partition('/')[2]) + 1}"
        again = replace(chosen, start=None, instead_of=chosen.start, id=name)
        self._flow([*(gone if one is chosen else one for one in self.visits), again])

    @precondition(lambda self: self.ahead)
    @rule(which=st.integers(0, 100))
    def cancelled(self, which: int) -> None:
        """One is taken out."""
        chosen = self.ahead[which % len(self.ahead)]
        self.visits = [replace(one, state=State.CANCELLED) if one is chosen else one for one in self.visits]

    @rule(days=st.integers(1, 9), late=st.integers(0, 180))
    def time_passes(self, days: int, late: int) -> None:
        """Days go by; what was booked in them took place, some of it late."""
        self.now += timedelta(days=days)
        self.visits = [self._happened(one, timedelta(minutes=late)) for one in self.visits]

    def _happened(self, one: Visit, late: timedelta) -> Visit:
        if one.state is State.BOOKED and one.start is not None and one.start <= self.now:
            done = replace(one, state=State.DONE, happened_at=one.start + late)
            self.over[done.id] = done
            return done
        return one

    def _flow(self, after: list[Visit]) -> None:
        flow = reflow(after, self.protocol, self.diary, self.visits)
        assert reflow(flow.visits, self.protocol, self.diary, flow.visits).moves == ()
        self.visits = [replace(one, pinned=False) for one in flow.visits if one.start]

    @invariant()
    def what_took_place_stays_as_it_was(self) -> None:
        """Nothing that is done ever moves."""
        assert {one.id: one for one in self.visits if one.state is State.DONE} == self.over

    @invariant()
    def each_visit_stands_once(self) -> None:
        """No visit is booked twice."""
        keys = [one.key for one in self.visits if one.counts]
        assert len(keys) == len(set(keys))

    @invariant()
    def what_breaks_a_promise_has_a_finding(self) -> None:
        """Doses too near each other, and integration outside its window, are always told."""
        told = {clash.key for clash in clashes(self.visits, self.protocol, self.diary)}
        doses = {one.key: one for one in self.visits if one.kind is Kind.DOSE and one.counts and one.at}
        for one in self.visits:
            if one.state is not State.BOOKED or one.start is None or one.start <= self.now:
                continue
            if one.kind is Kind.DOSE and self._is_near(one, list(doses.values())):
                assert one.key in told
            dose = doses.get(f"dose-{one.number}")
            if one.kind is Kind.INTEGRATION and dose and dose.at:
                hours = (one.start - dose.at).total_seconds() / 3600
                assert 24 <= hours <= 72 or one.key in told

    def _is_near(self, one: Visit, doses: list[Visit]) -> bool:
        assert one.start is not None
        here = wall(one.start, ZONE)
        others = [wall(dose.at, ZONE) for dose in doses if dose is not one and dose.at]
        return any(abs(other - here) < timedelta(hours=48) for other in others)


TestACourse = ACourse.TestCase
TestACourse.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
