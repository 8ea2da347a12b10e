"""How one foreign statement becomes a row of ours: recorded, replaced by a later version, or retracted."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Literal, TypeVar
from uuid import UUID

from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict
from daybreak.clinic.imports.statements import Intolerance, Measurement, Medicine, PressureReading, Problem, Said, Scale
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.models import Response
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Allergy, Condition, Fact, Medication, Observation, Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.record import Record

UNDER: Literal["record.import"] = "record.import"
KINDS: dict[str, type[Record]] = {
    model.__name__: model for model in (Patient, Allergy, Condition, Medication, Observation, Response)
}
"""Kind of row, as ImportedResource names it → its model."""
_NOON = time(12, tzinfo=UTC)

Version = TypeVar("Version", bound=Fact)


@dataclass(frozen=True)
class Writer:
    """Writes what is said of one patient, for one person, from one source; improbable values pass when accepted."""

    by: Person
    patient: Patient
    source: str
    accept_unusual: bool

    def write(self, said: Said, earlier: Record | None) -> Record:
        """The new row; ``earlier`` is the version that it replaces. Raises Refused, Invalid, Conflict."""
        match said:
            case Problem():
                return patients.record_condition(**self._who(), **vars(said), supersedes=_version(Condition, earlier))
            case Medicine():
                return patients.record_medication(**self._who(), **vars(said), supersedes=_version(Medication, earlier))
            case Intolerance():
                return patients.record_allergy(**self._who(), **vars(said), supersedes=_version(Allergy, earlier))
            case Measurement():
                return self._measurement(said, _version(Observation, earlier))
            case PressureReading():
                return self._pressure(said, _version(Observation, earlier))
            case Scale():
                return self._scale(said, earlier)

    def known_scale(self, said: Said) -> Response | None:
        """The same questionnaire of the same moment, however it reached the record."""
        if not isinstance(said, Scale):
            return None
        same = Response.objects.filter(
            patient=self.patient, instrument=said.instrument, total=said.total, completed_at=moment(said.effective)
        )
        return next((row for row in same if not said.answers or row.answers == dict(said.answers)), None)

    def retract(self, earlier: Record | None) -> Record:
        """Takes back what was taken in earlier. Raises Refused, Conflict."""
        if earlier is None:
            raise Conflict("Its source says that it was entered in error; it was never taken in here.")
        if not isinstance(earlier, Fact):
            raise Conflict("A questionnaire is never taken back by an import: look at it together with a prescriber.")
        why = f"Said to be in error by its source: {self.source}"[:300]
        lower = _other_pressure(earlier)
        if lower is not None:
            patients.retract(by=self.by, fact=lower, reason=why, under=UNDER)
        return patients.retract(by=self.by, fact=earlier, reason=why, under=UNDER)

    def _who(self) -> dict[str, Any]:
        return {"by": self.by, "patient": self.patient, "source": self.source, "under": UNDER}

    def _measurement(self, said: Measurement, earlier: Observation | None) -> Observation:
        return patients.record_observation(
            **self._who(),
            kind=said.kind,
            value=said.measure.value,
            unit=said.measure.unit,
            effective_at=moment(said.effective),
            supersedes=earlier,
            confirmed=("value",) if self.accept_unusual else (),
        )

    def _pressure(self, said: PressureReading, earlier: Observation | None) -> Observation:
        lower = _other_pressure(earlier) if earlier else None
        upper, _ = patients.record_pressure(
            **self._who(),
            systolic=said.systolic,
            diastolic=said.diastolic,
            unit=said.unit,
            effective_at=moment(said.effective),
            supersedes=(earlier, lower) if earlier and lower else None,
            confirmed=("systolic", "diastolic") if self.accept_unusual else (),
        )
        return upper

    def _scale(self, said: Scale, earlier: Record | None) -> Response:
        if earlier is not None:
            raise Conflict(
                "This questionnaire was taken in before with other values, and an import never replaces one: "
                "look at both, and record the right one in the clinic."
            )
        return measures.record_imported(
            by=self.by,
            patient=self.patient,
            instrument=said.instrument,
            total=said.total,
            answers=said.answers or None,
            completed_at=moment(said.effective),
            source=self.source,
        )


def moment(effective: datetime | date) -> datetime:
    """The moment to keep: a bare day becomes its noon in UTC, which is that same day on nearly every clinic's clock."""
    if isinstance(effective, datetime):
        return effective
    noon, now = datetime.combine(effective, _NOON), clock.now()
    return now if now < noon and now.date() == effective else noon


def row_of(kind: str, public_id: UUID) -> Record | None:
    """The row that an earlier import made."""
    return KINDS[kind]._default_manager.filter(public_id=public_id).first()


def _version(model: type[Version], earlier: Record | None) -> Version | None:
    if earlier is None or isinstance(earlier, model):
        return earlier
    raise Conflict("This was taken in before as something else: amend the chart by hand.")


def _other_pressure(row: Fact) -> Observation | None:
    if not isinstance(row, Observation) or row.panel is None:
        return None
    return Observation.objects.filter(panel=row.panel).exclude(kind=row.kind).first()
