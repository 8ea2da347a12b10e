"""Turns a FHIR file into the record's own statements, and says line by line what of it is not understood."""

import hashlib
from collections.abc import Iterable
from typing import Any

from daybreak.clinic.imports.report import Line, Outcome
from daybreak.clinic.imports.statements import ForeignFact, ForeignFile, ForeignPatient, Said
from daybreak.interop.fhir import medications, scales
from daybreak.interop.fhir.allergies import intolerance
from daybreak.interop.fhir.conditions import problem
from daybreak.interop.fhir.directory import Directory
from daybreak.interop.fhir.keys import key
from daybreak.interop.fhir.panels import Panels, rank
from daybreak.interop.fhir.patients import foreign_patient
from daybreak.interop.fhir.reading import Resource, Unusable, read
from daybreak.interop.fhir.repeats import told_once
from daybreak.interop.fhir.subjects import Subjects
from daybreak.interop.fhir.validation import Unclear, valid

FORMAT = "FHIR R4"
FACTS = (
    "Condition",
    "AllergyIntolerance",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "QuestionnaireResponse",
)
"""The resource types that say something about a patient which is taken in."""


def translate(content: bytes) -> ForeignFile:
    """The file in the record's words. Raises Unusable when nothing of it could be taken in."""
    resources = read(content)
    translation = _Translation(resources)
    if not translation.subjects.known and not any(one.type == "Patient" for one in resources):
        raise Unusable("The file holds no Patient and names none who may be known here, so nothing was imported.")
    facts, repeats = told_once(translation.facts)
    return ForeignFile(
        format=FORMAT,
        sha256=hashlib.sha256(content).hexdigest(),
        patients=tuple(translation.patients),
        known=translation.subjects.known,
        facts=facts,
        lines=(*translation.lines, *repeats),
    )


class _Translation:
    """The resources of one file, judged one by one: each ends in a patient, a fact, or a line."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.patients: list[ForeignPatient] = []
        self.facts: list[ForeignFact] = []
        self.lines: list[Line] = []
        self._resources = {resource.origin.entry: resource for resource in resources}
        self._directory = Directory(self._resources.values())
        self._used: dict[int, int] = {}
        self._models: dict[int, Any] = {}
        self.subjects = Subjects(self._directory)
        self._panels = Panels(self._directory, self.subjects, self._models)
        self._judge()
        self._translate()

    def _judge(self) -> None:
        for entry, resource in self._resources.items():
            try:
                self._models[entry] = _judged(resource)
            except Unclear as problem:
                self._leave_out(resource, problem)

    def _translate(self) -> None:
        for entry in sorted(self._models, key=self._order):
            resource, model = self._resources[entry], self._models[entry]
            try:
                self._take(resource, model)
            except Unclear as problem:
                self._leave_out(resource, problem)

    def _order(self, entry: int) -> tuple[int, int]:
        """Panels before their members, Medications after those who point at them."""
        kind = self._resources[entry].type
        if kind == "Observation":
            return rank(self._models[entry]), entry
        return (9 if kind == "Medication" else 0), entry

    def _take(self, resource: Resource, model: Any) -> None:
        entry = resource.origin.entry
        owner = self._panels.claimed.get(entry) or self._used.get(entry)
        if owner is not None:
            part = f"Read as part of entry {owner}."
            self.lines.append(Line(entry, resource.origin.name, Outcome.PART, part))
        elif resource.type == "Patient":
            self.patients.append(foreign_patient(resource, model))
        elif resource.type == "Medication":
            raise Unclear("No prescription or statement of the file points at this medicine.")
        else:
            self._fact(resource, model)

    def _fact(self, resource: Resource, model: Any) -> None:
        patient_ref = self.subjects.ref(resource, model)
        said = self._said(resource, model)
        name, everywhere = key(resource, said)
        self.facts.append(ForeignFact(resource.origin, resource.type, patient_ref, name, everywhere, said))

    def _said(self, resource: Resource, model: Any) -> Said | None:
        match resource.type:
            case "Condition":
                return problem(model)
            case "AllergyIntolerance":
                return intolerance(model)
            case "QuestionnaireResponse":
                return scales.from_response(model)
            case "Observation":
                return self._panels.said(resource, model)
            case _:
                return self._medicine(resource, model)

    def _medicine(self, resource: Resource, model: Any) -> Said | None:
        if (medication := medications.medication_of(resource, model, self._directory)) is not None:
            self._used[medication.origin.entry] = resource.origin.entry
        read_as = medications.requested if resource.type == "MedicationRequest" else medications.stated
        return read_as(resource, model, self._directory)

    def _leave_out(self, resource: Resource, problem: Unclear) -> None:
        self.lines.append(Line.left_out(resource.origin, str(problem)))


def _judged(resource: Resource) -> Any:
    if resource.problem:
        raise Unclear(resource.problem)
    if resource.type not in ("Patient", "Medication", *FACTS):
        raise Unclear(f"Resources of type {resource.type[:60]} are not taken in.")
    return valid(resource.body)
