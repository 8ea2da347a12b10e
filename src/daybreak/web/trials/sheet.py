"""The form of a design as it is laid out: every field with its words, its value, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daybreak.clinic.forecasts import trials as model
from daybreak.web.trials.typed import Row, Typed, TypedArm

Choices = tuple[tuple[str, str], ...]
CONTROLS: Choices = (
    ("none", "Nothing"),
    ("wait_list", "A waiting list"),
    ("saline", "Saline, or another inert placebo"),
    ("midazolam", "Midazolam"),
)
BLINDED: Choices = (("false", "Blinded: nobody is told"), ("true", "Open label: everyone knows"))
ANALYSES: Choices = (
    ("observed", "Those who left are left out"),
    ("last_observation", "Their last rating is carried on"),
    ("not_improved", "They count as not improved"),
)
AMONG: Choices = (("responders", "those who responded"), ("remitters", "those in remission"))
DRUGS: Choices = (("ketamine", "Ketamine"), ("esketamine", "Esketamine"))
UNITS: Choices = (("mg_per_kg", "mg/kg"), ("mg", "mg"))
KINDS: Choices = (
    ("psychotherapy", "Psychotherapy"),
    ("cbt", "Cognitive behavioural therapy"),
    ("ect", "Electroconvulsive therapy"),
    ("sham", "Sham: a session without the drug"),
)


@dataclass(frozen=True)
class Field:
    """One question. ``kind`` is text, number, long, choice or tick."""

    name: str
    label: str
    value: str = ""
    error: str = ""
    kind: str = "text"
    unit: str = ""
    hint: str = ""
    choices: Choices = ()
    first: bool = False
    """Whether the page begins here."""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"t-{self.name.replace('.', '-')}"

    @property
    def unknown(self) -> bool:
        """Whether a value is kept that is none of the choices: it is shown, and said to be wrong."""
        return self.value not in dict(self.choices)


@dataclass(frozen=True)
class Group:
    """Fields that are said something about together: a dose, a row of sessions, the visits."""

    place: str
    fields: tuple[Field, ...]
    error: str = ""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"t-{self.place.replace('.', '-')}"


@dataclass(frozen=True)
class ArmCard:
    """One arm as a card."""

    number: int
    place: str
    title: str
    error: str
    own: tuple[Field, ...]
    doses: tuple[Group, ...]
    sessions: tuple[Group, ...]
    beside: tuple[Field, ...]
    said: tuple[str, ...] = ()
    """The arm in words."""

    @property
    def id(self) -> str:
        """Its id on the page."""
        return f"t-{self.place.replace('.', '-')}"


@dataclass(frozen=True)
class Sheet:
    """The whole form."""

    trial: tuple[Field, ...]
    visits: Group
    baseline: Group
    people: Group
    outcomes: Group
    relapse: Group
    notes: Field
    arms: tuple[ArmCard, ...]
    arms_error: str
    whole_error: str

    @property
    def wrong(self) -> int:
        """How many places must be changed."""
        fields = [*self.trial, self.notes, *(field for group in self._groups for field in group.fields)]
        places = [*(field.error for field in fields), *(group.error for group in self._groups)]
        own = [field.error for arm in self.arms for field in (*arm.own, *arm.beside)]
        return sum(map(bool, [*places, *own, *(arm.error for arm in self.arms), self.arms_error, self.whole_error]))

    @property
    def _groups(self) -> list[Group]:
        rows = [group for arm in self.arms for group in (*arm.doses, *arm.sessions)]
        return [self.visits, self.baseline, self.people, self.outcomes, self.relapse, *rows]


class _Words:
    """Makes fields out of what was typed and what is wrong."""

    def __init__(self, values: Row, found: Mapping[str, str], prefix: str = "") -> None:
        self.values, self.found, self.prefix = values, found, prefix

    def __call__(self, name: str, label: str, kind: str = "text", **more: Any) -> Field:
        place = f"{self.prefix}{name}"
        return Field(place, label, self.values.get(name, ""), self.found.get(place, ""), kind, **more)


def sheet(typed: Typed, found: Mapping[str, str], said: Sequence[Sequence[str]] = ()) -> Sheet:
    """The form for what was typed; ``found`` are the sentences by place, ``said`` is each arm in words."""
    ask = _Words(typed.top, found)
    return Sheet(
        trial=_trial(ask),
        visits=Group("visits", _when(ask, "visits."), found.get("visits", "")),
        baseline=Group("population", _baseline(ask), found.get("population", "")),
        people=Group("population.people", _people(ask), _of_spreads(found)),
        outcomes=Group("outcomes", _outcomes(ask), ""),
        relapse=Group("relapse", _relapse(ask), found.get("relapse", "")),
        notes=ask("notes", "Notes", "long", hint="Anything that whoever reads this design should know."),
        arms=tuple(_card(arm, at, found, said[at] if at < len(said) else ()) for at, arm in enumerate(typed.arms)),
        arms_error=found.get("arms", ""),
        whole_error=found.get("", ""),
    )


def _of_spreads(found: Mapping[str, str]) -> str:
    return found.get("population.age_y", "") or found.get("population.weight_kg", "")


def _trial(ask: _Words) -> tuple[Field, ...]:
    scales = tuple((one["id"], f"{one['title']} (0 to {one['maximum']})") for one in model.scales())
    return (
        ask("title", "Title", hint="One line by which you will know it again."),
        ask("scale", "Rated on", "choice", choices=(("", "Choose a scale"), *scales)),
        ask("control", "Control: arms without ketamine get", "choice", choices=CONTROLS),
        ask("open_label", "Blinding", "choice", choices=BLINDED),
        ask("analysis", "Analysis: people who leave", "choice", choices=ANALYSES),
    )


def _when(ask: _Words, prefix: str = "") -> tuple[Field, ...]:
    return (
        ask(f"{prefix}at", "At exact times", hint="Such as 2h, 24h, 3d, 2wk."),
        ask(f"{prefix}from", "or first at"),
        ask(f"{prefix}every", "then every"),
        ask(f"{prefix}times", "how often", "number"),
    )


def _baseline(ask: _Words) -> tuple[Field, ...]:
    at = "population.baseline."
    return (
        ask(f"{at}mean", "Mean", "number", unit="points"),
        ask(f"{at}sd", "SD", "number", unit="points"),
        ask(f"{at}at_least", "Let in from", "number", unit="points", hint="Empty: everyone."),
    )


def _people(ask: _Words) -> tuple[Field, ...]:
    at = "population."
    return (
        ask(f"{at}age_y.mean", "Age, mean", "number", unit="years", hint="45 if empty."),
        ask(f"{at}age_y.sd", "Age, SD", "number", unit="years", hint="12 if empty."),
        ask(f"{at}weight_kg.mean", "Weight, mean", "number", unit="kg", hint="80 if empty."),
        ask(f"{at}weight_kg.sd", "Weight, SD", "number", unit="kg", hint="17 if empty."),
        ask(f"{at}female", "Share of women", "number", hint="0 to 1; 0.6 if empty."),
        ask(f"{at}resistance_stage", "Treatments that failed", "number", hint="In this episode; 2 if empty."),
        ask(f"{at}leaving_per_week", "Leave each week", "number", hint="A share, 0 to 0.9; 0.02 if empty."),
        ask(f"{at}leaving_follows", "Leaving follows severity", "number", hint="0 if empty: it does not."),
    )


def _outcomes(ask: _Words) -> tuple[Field, ...]:
    return (
        ask("response_percent", "Response from", "number", unit="% better", hint="50 if empty."),
        ask("remission_at_most", "Remission at most", "number", unit="points", hint="The scale’s own if empty."),
    )


def _relapse(ask: _Words) -> tuple[Field, ...]:
    return (
        ask("relapse.score_at_least", "Score of at least", "number", unit="points"),
        ask("relapse.from", "after", hint="One of the visits."),
        ask("relapse.among", "among", "choice", choices=AMONG),
        ask("relapse.visits_in_a_row", "at visits in a row", "number", hint="1 if empty."),
    )


def _card(arm: TypedArm, number: int, found: Mapping[str, str], said: Sequence[str]) -> ArmCard:
    place = f"arms.{number}"
    ask = _Words(arm.own, found, f"{place}.")
    as_trial = ("", "As the trial")
    own = (
        ask("name", "Name"),
        ask("n", "People", "number"),
        ask("control", "Control", "choice", choices=(as_trial, *CONTROLS)),
        ask("open_label", "Blinding", "choice", choices=(as_trial, ("false", "Blinded"), ("true", "Open label"))),
    )
    beside = (
        ask("antidepressant_from", "New antidepressant from", hint="0 for the start; empty for none."),
        ask("benzodiazepine", "Benzodiazepine throughout", "tick"),
        ask("vr", "Virtual reality", "tick"),
    )
    return ArmCard(
        number,
        place,
        arm.own["name"].strip() or f"Arm {number + 1}",
        found.get(place, ""),
        own,
        tuple(_dose(row, f"{place}.doses.{at}", found) for at, row in enumerate(arm.doses)),
        tuple(_session(row, f"{place}.sessions.{at}", found) for at, row in enumerate(arm.sessions)),
        beside,
        tuple(said),
    )


def _dose(row: Row, place: str, found: Mapping[str, str]) -> Group:
    ask = _Words(row, found, f"{place}.")
    routes = tuple((code, words[:1].upper() + words[1:]) for code, words in model.words()["route"].items())
    fields = (
        ask("drug", "Drug", "choice", choices=DRUGS),
        ask("route", "Route", "choice", choices=(("", "Choose a route"), *routes)),
        ask("amount", "Amount", "number"),
        ask("unit", "Per", "choice", choices=UNITS),
        ask("duration", "Over", hint="Infusions only: 40min."),
        ask("from", "First at", hint="0 if empty."),
        ask("every", "then every", hint="84h is twice a week."),
        ask("times", "how often", "number", hint="1 if empty."),
    )
    return Group(place, fields, found.get(place, ""))


def _session(row: Row, place: str, found: Mapping[str, str]) -> Group:
    ask = _Words(row, found, f"{place}.")
    fields = (
        ask("kind", "Kind", "choice", choices=KINDS),
        ask("from", "First at"),
        ask("every", "then every"),
        ask("times", "how often", "number"),
        ask("at", "or at exact times", hint="Such as 1d, 4d, 8d."),
    )
    return Group(place, fields, found.get(place, ""))
