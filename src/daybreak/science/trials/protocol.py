"""Knows what a trial is: who is enrolled, what each arm is given and when, how it is blinded, rated and analysed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from daybreak.science.dosing import Form, Route
from daybreak.science.trials.scales import scale

LONGEST_H = 104 * 168.0
"""Two years: beyond this nothing about the model was checked."""
REFERENCE_WEIGHT_KG = 70.0


class ProtocolError(ValueError):
    """A protocol that cannot be run as written. Its text says where, and what to write instead."""


class Control(StrEnum):
    """What those who do not get ketamine get; it sets what everyone in the trial can expect or guess."""

    NONE = "none"
    WAIT_LIST = "wait_list"
    SALINE = "saline"
    MIDAZOLAM = "midazolam"


class Analysis(StrEnum):
    """What is done about those who left: left out, their last rating carried on, or counted as not improved."""

    OBSERVED = "observed"
    LAST_OBSERVATION = "last_observation"
    NOT_IMPROVED = "not_improved"


class Among(StrEnum):
    """Whose relapse is counted."""

    RESPONDERS = "responders"
    REMITTERS = "remitters"


@dataclass(frozen=True)
class Amount:
    """What one administration is: so many mg, or mg for each kg, by a route; `minutes` only of an infusion."""

    route: Route
    form: Form = Form.RACEMIC
    mg: float | None = None
    mg_per_kg: float | None = None
    minutes: float = 0.0

    def __post_init__(self) -> None:
        if (self.mg is None) == (self.mg_per_kg is None):
            raise ProtocolError("A dose is either mg or mg_per_kg: give exactly one of them.")
        given = self.mg if self.mg is not None else self.mg_per_kg
        if given is None or not 0 < given <= 2000:
            raise ProtocolError(f"A dose of {given} cannot be given: use more than 0.")
        if (self.route is Route.IV_INFUSION) != (self.minutes > 0):
            raise ProtocolError(f"An infusion has a duration and nothing else does: {self.route.words} is not so.")

    def for_weight(self, weight_kg: float) -> float:
        """mg for a person of `weight_kg`."""
        return self.mg if self.mg is not None else (self.mg_per_kg or 0.0) * weight_kg

    @property
    def words(self) -> str:
        """The dose as a person says it."""
        size = f"{self.mg:g} mg" if self.mg is not None else f"{self.mg_per_kg:g} mg/kg"
        drug = "esketamine" if self.form is Form.ESKETAMINE else "ketamine"
        return f"{drug} {size} {self.route.words}"


@dataclass(frozen=True)
class Step:
    """The same amount given `times` times, `every_h` apart, from `from_h`. A taper is several steps."""

    amount: Amount
    from_h: float = 0.0
    every_h: float = 0.0
    times: int = 1

    def __post_init__(self) -> None:
        if self.times < 1 or (self.times > 1 and self.every_h <= 0):
            raise ProtocolError("Doses that are repeated need how often they are given, and at least one of them.")

    @property
    def times_h(self) -> tuple[float, ...]:
        """When each is given."""
        return tuple(self.from_h + number * self.every_h for number in range(self.times))


@dataclass(frozen=True)
class Baseline:
    """The rating at baseline: mean and SD over patients, and the least that lets a patient in."""

    mean: float
    sd: float
    at_least: float = 0.0


@dataclass(frozen=True)
class Enrolment:
    """Who is in the trial. `resistance_stage` counts adequate treatments that failed in this episode."""

    baseline: Baseline
    age_y: tuple[float, float] = (45.0, 12.0)
    weight_kg: tuple[float, float] = (80.0, 17.0)
    female: float = 0.6
    resistance_stage: float = 2.0
    leaving_per_week: float = 0.02
    leaving_follows_severity: float = 0.0


@dataclass(frozen=True)
class Relapse:
    """Relapse: at least `score_at_least` points at a visit after `from_h`, among those well at `from_h`."""

    score_at_least: float
    from_h: float
    among: Among = Among.RESPONDERS
    visits_in_a_row: int = 1


@dataclass(frozen=True)
class Arm:
    """One arm: its doses and everything that goes with them.

    `sham_h` are sessions without ketamine: placebo, midazolam, or in a trial of tablets the visits that give hope.
    """

    name: str
    n: int
    control: Control
    steps: tuple[Step, ...] = ()
    sham_h: tuple[float, ...] = ()
    open_label: bool = False
    therapy_h: tuple[float, ...] = ()
    cbt_h: tuple[float, ...] = ()
    antidepressant_from_h: float | None = None
    ect_h: tuple[float, ...] = ()
    benzodiazepine: bool = False
    vr: bool = False

    def __post_init__(self) -> None:
        if len({step.amount.mg_per_kg is None for step in self.steps}) > 1:
            raise ProtocolError(f"{self.name}: write all its doses in mg, or all in mg_per_kg.")
        if any(step.amount.route is Route.INTRANASAL and step.amount.mg is None for step in self.steps):
            raise ProtocolError(f"{self.name}: a nasal spray is given in mg, not in mg_per_kg.")
        moments = (*self.given_h, *self.sham_h, *self.therapy_h, *self.cbt_h, *self.ect_h)
        if max(moments, default=0.0) > LONGEST_H:
            raise ProtocolError(f"{self.name}: it goes on for more than two years, longer than was checked.")

    @property
    def given_h(self) -> tuple[float, ...]:
        """The time of every dose."""
        return tuple(sorted(time for step in self.steps for time in step.times_h))

    @property
    def active(self) -> bool:
        """Whether ketamine or esketamine is given at all."""
        return bool(self.steps)


@dataclass(frozen=True)
class Protocol:
    """A whole trial. Visits are hours from the first dose; remission and response follow the scale unless stated."""

    title: str
    scale: str
    visits_h: tuple[float, ...]
    enrolment: Enrolment
    arms: tuple[Arm, ...]
    analysis: Analysis = Analysis.OBSERVED
    response_percent: float = 50.0
    remission_at_most: float = -1.0
    relapse: Relapse | None = None
    notes: str = ""
    id: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.remission_at_most < 0:
            object.__setattr__(self, "remission_at_most", float(scale(self.scale).remission_at_most))
        self._check_visits()
        self._check_arms()
        self._check_baseline()

    @property
    def last_h(self) -> float:
        """The last visit."""
        return self.visits_h[-1]

    def arm(self, name: str) -> Arm:
        """The arm called `name`. Raises `ProtocolError` naming the arms there are."""
        for arm in self.arms:
            if arm.name == name:
                return arm
        raise ProtocolError(f"There is no arm {name!r}: the arms are {_listed(arm.name for arm in self.arms)}.")

    def _check_visits(self) -> None:
        if not self.visits_h or min(self.visits_h) <= 0:
            raise ProtocolError("visits: give at least one time after the first dose, such as 24h.")
        if list(self.visits_h) != sorted(set(self.visits_h)):
            raise ProtocolError("visits: give each time once, in order.")
        if self.last_h > LONGEST_H:
            raise ProtocolError(
                "visits: the last is more than two years after the first dose, longer than was checked."
            )
        if self.relapse is not None and self.relapse.from_h not in self.visits_h:
            raise ProtocolError("relapse: the time from which it is counted must be one of the visits.")

    def _check_arms(self) -> None:
        names = [arm.name for arm in self.arms]
        if not names or len(set(names)) != len(names):
            raise ProtocolError("arms: give at least one, each with a name of its own.")
        for arm in self.arms:
            if not 2 <= arm.n <= 100_000:
                raise ProtocolError(f"arm {arm.name}: n of {arm.n} is outside 2 to 100,000.")
            if (
                arm.sham_h
                and not arm.active
                and not arm.open_label
                and arm.control in (Control.NONE, Control.WAIT_LIST)
            ):
                raise ProtocolError(f"arm {arm.name}: name what its sham sessions are: control saline or midazolam.")
            sessions = (*arm.given_h, *arm.sham_h)
            if len(set(sessions)) != len(sessions):
                raise ProtocolError(f"arm {arm.name}: two doses, or a dose and a sham, are given at the same time.")

    def _check_baseline(self) -> None:
        baseline, maximum = self.enrolment.baseline, scale(self.scale).maximum
        if not 0 < baseline.mean < maximum or baseline.sd < 0 or not 0 <= baseline.at_least < maximum:
            raise ProtocolError(f"baseline: mean and bound lie between 0 and {maximum}, the most this scale can give.")
        if baseline.at_least > baseline.mean + baseline.sd:
            raise ProtocolError("baseline: almost nobody has the least score that lets a patient in; check it.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
