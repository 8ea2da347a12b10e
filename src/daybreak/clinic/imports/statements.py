"""What another system says of a patient, in the record's own words and free of any format."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal

from daybreak.clinic.imports.origin import Origin
from daybreak.clinic.imports.report import Line


@dataclass(frozen=True)
class Measure:
    """A value with its unit, as given."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class Identity:
    """Who a patient is."""

    given_name: str
    family_name: str
    birth_date: date
    sex: str
    phone: str = ""
    email: str = ""
    address: str = ""


@dataclass(frozen=True)
class Problem:
    """A condition, see patients.models.Condition."""

    text: str
    system: str = ""
    code: str = ""
    clinical_status: str = "active"
    onset: date | None = None
    onset_text: str = ""


@dataclass(frozen=True)
class Medicine:
    """A medicine, see patients.models.Medication."""

    text: str
    system: str = ""
    code: str = ""
    dosage: str = ""
    status: str = "active"
    started: date | None = None


@dataclass(frozen=True)
class Intolerance:
    """An allergy or intolerance, see patients.models.Allergy."""

    text: str
    system: str = ""
    code: str = ""
    reaction: str = ""
    criticality: str = ""
    clinical_status: str = "active"


@dataclass(frozen=True)
class Measurement:
    """One body measure at a time; a bare day stands where no time was said."""

    kind: str
    measure: Measure
    effective: datetime | date


@dataclass(frozen=True)
class PressureReading:
    """A blood pressure at a time."""

    systolic: Decimal
    diastolic: Decimal
    unit: str
    effective: datetime | date


@dataclass(frozen=True)
class Scale:
    """A questionnaire's total, with all of its answers (link id → value) or none."""

    instrument: str
    total: int
    effective: datetime | date
    answers: Mapping[str, int] = field(default_factory=dict)


Said = Problem | Medicine | Intolerance | Measurement | PressureReading | Scale


@dataclass(frozen=True)
class ForeignPatient:
    """A patient as another system knows them.

    ``ref`` is how the facts of the file point here. ``identifiers`` (system, value) are numbers by which this patient
    is known again. ``key`` names the Patient in its own system; without any identifier it is all there is to know
    them by, and then holds name and birth date too.
    """

    origin: Origin
    ref: str
    identity: Identity
    identifiers: tuple[tuple[str, str], ...]
    key: str


@dataclass(frozen=True)
class ForeignFact:
    """One statement about the patient ``patient_ref``.

    ``key`` names the resource in its own system; ``global_key`` says that the name is unique in the world.
    Nothing ``said``: the other system takes back what it said under this key.
    """

    origin: Origin
    resource_type: str
    patient_ref: str
    key: str
    global_key: bool
    said: Said | None


@dataclass(frozen=True)
class ForeignFile:
    """A file as it was understood. ``lines`` tells what was not, and what is only part of something else.

    ``known``: references to patients who are not in the file, by an identifier (system, value) they may have here.
    """

    format: str
    sha256: str
    patients: tuple[ForeignPatient, ...]
    known: Mapping[str, tuple[str, str]]
    facts: tuple[ForeignFact, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class InError:
    """The other system takes back what it said."""


IN_ERROR = InError()


def fingerprint(said: object, *more: tuple[str, str]) -> str:
    """SHA-256, in hexadecimal, of what is said (a dataclass) and more: the same in whatever file it stands."""
    content = [type(said).__name__, asdict(said), *more]  # type: ignore[call-overload]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    """100, 100.0 and 1E2 are one number; 10:00+02:00 and 08:00Z are one moment."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{value.timestamp():.6f}"
    return str(value)
