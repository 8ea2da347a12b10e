"""Takes in who a foreign patient is: registered anew, known already, or left for a person to decide."""

from dataclasses import dataclass

from daybreak.clinic.entry import Conflict
from daybreak.clinic.imports.matching import Doubt, checked, match
from daybreak.clinic.imports.models import Import
from daybreak.clinic.imports.report import Outcome
from daybreak.clinic.imports.statements import ForeignPatient, fingerprint
from daybreak.clinic.imports.traces import Traces
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person


@dataclass(frozen=True)
class Identified:
    """The chart of a foreign patient, and what that took."""

    patient: Patient
    outcome: Outcome
    why: str


@dataclass(frozen=True)
class Registrar:
    """Identifies foreign patients for one person and one import. ``chosen``: the one that the person has named."""

    by: Person
    taken_in: Import
    source: str
    chosen: Patient | None
    another_person: bool
    accept_unusual: bool

    def identify(self, foreign: ForeignPatient) -> Identified:
        """The chart, registered if need be. Raises Refused, Invalid, and Conflict where a person must decide."""
        ours = checked(self.chosen, foreign.identity) if self.chosen else match(foreign)
        if isinstance(ours, Doubt) and ours.namesake and self.another_person:
            ours = None
        if isinstance(ours, Doubt):
            raise Conflict(ours.why)
        return self._registered(foreign) if ours is None else self._known(foreign, ours)

    def _registered(self, foreign: ForeignPatient) -> Identified:
        patient = patients.register(
            by=self.by, **vars(foreign.identity), source=self.source, confirmed=("duplicate", *self._unusual())
        )
        self._trace(foreign, patient)
        return Identified(patient, Outcome.TAKEN, f"Registered as {patient.mrn}.")

    def _known(self, foreign: ForeignPatient, patient: Patient) -> Identified:
        """A change in a source met before is followed; a source met for the first time alters none of our entries."""
        before = Traces(patient, "Patient").of(foreign.key)
        if before is not None and before.content_sha256 == _content(foreign):
            return Identified(patient, Outcome.UNCHANGED, "")
        if before is None:
            self._trace(foreign, patient)
            return Identified(
                patient, Outcome.TAKEN, f"Known here as {patient.mrn}, whose identity stays as it is here."
            )
        return self._amended(foreign, patient)

    def _amended(self, foreign: ForeignPatient, patient: Patient) -> Identified:
        said = {name: value for name, value in vars(foreign.identity).items() if value}
        amended = patients.amend_identity(
            by=self.by, patient=patient, source=self.source, confirmed=self._unusual(), **said
        )
        self._trace(foreign, amended)
        return Identified(amended, Outcome.REPLACED, f"The identity of {amended.mrn} was brought up to date.")

    def _trace(self, foreign: ForeignPatient, patient: Patient) -> None:
        for system, value in foreign.identifiers:
            patients.link_identifier(by=self.by, patient=patient, system=system, value=value)
        Traces(patient, "Patient").keep(foreign.key, _content(foreign), patient, self.taken_in)

    def _unusual(self) -> tuple[str, ...]:
        return ("birth_date",) if self.accept_unusual else ()


def _content(foreign: ForeignPatient) -> str:
    return fingerprint(foreign.identity, *foreign.identifiers)
