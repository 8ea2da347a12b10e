"""Knows how to write a course as SBML Level 3: the declared equations, one patient's numbers, doses as events.

Any simulator that reads SBML (COPASI, libRoadRunner, AMICI) can then solve the same course by its own methods. Time is
in hours. Compartments of the kinetics, states and inputs are parameters with rate rules or assignment rules.
"""

import ast
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from daybreak.science.compartments import Array
from daybreak.science.engine.tight import Drug, drugs_of
from daybreak.science.mechanism.course import Course, People
from daybreak.science.mechanism.formula import Formula
from daybreak.science.mechanism.individuals import cohort, formula_values
from daybreak.science.mechanism.model import mechanism
from daybreak.science.mechanism.quantified import shipped

SBML = "http://www.sbml.org/sbml/level3/version2/core"
MATHML = "http://www.w3.org/1998/Math/MathML"
_TIME = "http://www.sbml.org/sbml/symbols/time"
_OPERATORS = {ast.Add: "plus", ast.Sub: "minus", ast.Mult: "times", ast.Div: "divide", ast.Pow: "power"}


def export(
    course: Course,
    people: People | None = None,
    parameters: Mapping[str, float | Array] | None = None,
    *,
    seed: int | None = None,
) -> str:
    """The course of the first of `people` (the typical patient unless told) as an SBML document."""
    patient = (people or People.alike()).part(0, 1)
    who = cohort(patient, seed, parameters)
    values = formula_values(course, patient, who, parameters or {}, seed)
    known = {name: float(np.ravel(value)[0]) for name, value in values.items()}
    drugs = drugs_of(course, who, bool(known["ampa_hnk_switch"]))
    return _Document(course, known, drugs).text()


@dataclass
class _Document:
    course: Course
    known: Mapping[str, float]
    drugs: Sequence[Drug]
    now: dict[str, float] = field(default_factory=dict)

    def text(self) -> str:
        """The whole document."""
        ET.register_namespace("", SBML)
        root = ET.Element(f"{{{SBML}}}sbml", {"level": "3", "version": "2"})
        model = _below(root, "model", id="daybreak_mechanism", name="Ketamine, from the dose to the symptoms")
        self._start()
        self._parameters(_below(model, "listOfParameters"))
        self._rules(_below(model, "listOfRules"))
        events = _below(model, "listOfEvents")
        self._events(events)
        if len(events) == 0:
            model.remove(events)
        ET.indent(root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"

    def _start(self) -> None:
        """Values at time 0, everything that happens at 0 h included: simulators differ on events at the very start."""
        model = mechanism()
        self.now = {name: state.initial for name, state in model.states.items()}
        self.now |= {_held(drug, c): float(v) for drug in self.drugs for c, v in _by_name(drug, drug.put_at(0.0))}
        self.now |= {_flow(drug, c): float(v) for drug in self.drugs for c, v in _by_name(drug, drug.flowing_at(0.0))}
        self.now["antidepressant_taken"] = self.course.antidepressant_taken(0.0)
        for kind, hours in self.course.events.items():
            for _ in [hour for hour in hours if hour == 0]:
                before = {**self.known, **self.now}
                for jump in model.solved_jumps:
                    if jump.kind is kind:
                        self.now[jump.state] = float(jump.becomes.value(before))

    def _parameters(self, parent: ET.Element) -> None:
        meanings = {number.name: number.meaning for number in shipped().values()}
        for name, value in self.known.items():
            _below(parent, "parameter", id=name, name=meanings.get(name, name), value=repr(value), constant="true")
        for name, value in self.now.items():
            _below(parent, "parameter", id=name, value=repr(value), constant="false")
        for name in (*self._inputs(), *mechanism().quantities):
            _below(parent, "parameter", id=name, constant="false")
        for drug in self.drugs:
            for source, target, rate in _exchanges(drug):
                _below(parent, "parameter", id=_rate(drug, source, target), value=repr(rate), constant="true")

    def _inputs(self) -> list[str]:
        return [entry.name for entry in mechanism().courses if entry.name != "antidepressant_taken"]

    def _rules(self, parent: ET.Element) -> None:
        for name in self._inputs():
            terms = [f"{float(row[k])!r} * {_held(drug, c)}" for drug in self.drugs for n, row in drug.reading.items()
                     if n == name for c, k in drug.system.place.items() if row[k]]  # fmt: skip
            _rule(parent, "assignmentRule", name, " + ".join(terms) or "0")
        for name, quantity in mechanism().quantities.items():
            _rule(parent, "assignmentRule", name, quantity.formula.text)
        for drug in self.drugs:
            for compartment in drug.system.place:
                _rule(parent, "rateRule", _held(drug, compartment), _balance(drug, compartment))
        for name, state in mechanism().states.items():
            _rule(parent, "rateRule", name, f"({state.gain.text}) - ({state.loss.text}) * {name}")

    def _events(self, parent: ET.Element) -> None:
        for number, (hour, changes) in enumerate(self._happenings()):
            event = _below(parent, "event", id=f"event_{number}", useValuesFromTriggerTime="true")
            trigger = _below(event, "trigger", initialValue="false", persistent="true")
            apply = ET.SubElement(ET.SubElement(trigger, f"{{{MATHML}}}math"), f"{{{MATHML}}}apply")
            ET.SubElement(apply, f"{{{MATHML}}}geq")
            symbol = ET.SubElement(apply, f"{{{MATHML}}}csymbol", {"encoding": "text", "definitionURL": _TIME})
            symbol.text = "time"
            _number(apply, hour)
            assignments = _below(event, "listOfEventAssignments")
            for variable, formula in changes.items():
                _math(_below(assignments, "eventAssignment", variable=variable), formula)

    def _happenings(self) -> list[tuple[float, dict[str, str]]]:
        """What changes when, after 0 h: everything of one moment together, each session after the one before."""
        found: list[tuple[float, dict[str, str]]] = []
        for hour in self._moments():
            here: dict[str, str] = {}
            for drug in self.drugs:
                here |= {
                    _held(drug, c): f"{_held(drug, c)} + {float(v)!r}"
                    for c, v in _by_name(drug, drug.put_at(hour))
                    if v
                }
                flows = zip(
                    _by_name(drug, drug.flowing_at(hour - 1e-7)),
                    _by_name(drug, drug.flowing_at(hour + 1e-7)),
                    strict=True,
                )
                here |= {_flow(drug, c): repr(float(after)) for (c, before), (_, after) in flows if before != after}
            if self.course.antidepressant_taken(hour) != self.course.antidepressant_taken(hour - 1e-7):
                here["antidepressant_taken"] = repr(self.course.antidepressant_taken(hour))
            here |= self._jumps(hour)
            if here:
                found.append((hour, here))
        return found

    def _jumps(self, hour: float) -> dict[str, str]:
        here: dict[str, str] = {}
        for kind, hours in self.course.events.items():
            for _ in [moment for moment in hours if abs(moment - hour) < 1e-9]:
                for jump in mechanism().jumps:
                    if jump.kind is kind:
                        before = {name: Formula(text) for name, text in here.items() if name in jump.becomes.names}
                        here[jump.state] = jump.becomes.with_values(before).text
        return here

    def _moments(self) -> list[float]:
        moments = {hour for hours in self.course.events.values() for hour in hours}
        moments |= {h for h in (self.course.antidepressant_from_h, self.course.antidepressant_until_h) if h is not None}
        moments |= {edge for drug in self.drugs for edge in drug.moments}
        return sorted({float(f"{moment:.12g}") for moment in moments if moment > 0})


def _by_name(drug: Drug, values: Array) -> Iterable[tuple[str, float]]:
    return zip(drug.system.place, values, strict=True)


def _held(drug: Drug, compartment: str) -> str:
    return f"{drug.enantiomer.value}_in_{compartment}".replace(" ", "_")


def _flow(drug: Drug, compartment: str) -> str:
    return f"{drug.enantiomer.value}_into_{compartment}".replace(" ", "_")


def _rate(drug: Drug, source: str, target: str) -> str:
    return f"{drug.enantiomer.value}_k_{source}_{target or 'out'}".replace(" ", "_")


def _exchanges(drug: Drug) -> list[tuple[str, str, float]]:
    """Rate (1/h) from each compartment to each other; to "" the whole rate at which it empties."""
    names = list(drug.system.place)
    rates = drug.rates
    found = [
        (a, b, float(rates[j, i])) for i, a in enumerate(names) for j, b in enumerate(names) if i != j and rates[j, i]
    ]
    return found + [(name, "", float(-rates[i, i])) for i, name in enumerate(names) if rates[i, i]]


def _balance(drug: Drug, compartment: str) -> str:
    terms = [_flow(drug, compartment)]
    for source, target, _ in _exchanges(drug):
        if target == compartment:
            terms.append(f"{_rate(drug, source, target)} * {_held(drug, source)}")
        elif source == compartment and target == "":
            terms.append(f"-{_rate(drug, source, '')} * {_held(drug, compartment)}")
    return " + ".join(terms)


def _below(parent: ET.Element, tag: str, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{SBML}}}{tag}", attributes)


def _rule(parent: ET.Element, kind: str, variable: str, formula: str) -> None:
    _math(_below(parent, kind, variable=variable), formula)


def _math(parent: ET.Element, formula: str) -> None:
    _node(ET.SubElement(parent, f"{{{MATHML}}}math"), Formula(formula).tree)


def _number(parent: ET.Element, value: float) -> None:
    mantissa, _, exponent = repr(float(value)).partition("e")
    number = ET.SubElement(parent, f"{{{MATHML}}}cn")
    number.text = mantissa
    if exponent:
        number.set("type", "e-notation")
        separator = ET.SubElement(number, f"{{{MATHML}}}sep")
        separator.tail = str(int(exponent))


def _node(parent: ET.Element, node: ast.expr) -> None:
    """One part of a formula as content MathML."""
    match node:
        case ast.Constant(value=int() | float() as value):
            _number(parent, value)
        case ast.Name(id=name):
            ET.SubElement(parent, f"{{{MATHML}}}ci").text = name
        case ast.UnaryOp(operand=operand):
            _apply(parent, "minus", operand)
        case ast.BinOp(left=left, op=op, right=right):
            _apply(parent, _OPERATORS[type(op)], left, right)
        case ast.Call(func=ast.Name(id="hill"), args=[x, half, steepness]):
            _hill(parent, x, half, steepness)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            _apply(parent, {"log": "ln", "exp": "exp"}[name], argument)


def _hill(parent: ET.Element, x: ast.expr, half: ast.expr, steepness: ast.expr) -> None:
    """x^s / (x^s + half^s); with a fractional s only where x is above 0: rounding may leave it just below."""
    power = ast.BinOp(ast.BinOp(x, ast.Div(), half), ast.Pow(), steepness)
    if isinstance(steepness, ast.Constant):
        _node(parent, ast.BinOp(power, ast.Div(), ast.BinOp(ast.Constant(1.0), ast.Add(), power)))
        return
    piecewise = ET.SubElement(parent, f"{{{MATHML}}}piecewise")
    piece = ET.SubElement(piecewise, f"{{{MATHML}}}piece")
    _node(piece, ast.BinOp(power, ast.Div(), ast.BinOp(ast.Constant(1.0), ast.Add(), power)))
    _apply(piece, "gt", x, ast.Constant(0.0))
    _number(ET.SubElement(piecewise, f"{{{MATHML}}}otherwise"), 0.0)


def _apply(parent: ET.Element, operator: str, *arguments: ast.expr) -> None:
    apply = ET.SubElement(parent, f"{{{MATHML}}}apply")
    ET.SubElement(apply, f"{{{MATHML}}}{operator}")
    for argument in arguments:
        _node(apply, argument)
