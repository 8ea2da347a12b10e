"""Taking a synthetic file in, and what a test asks of the report."""

from collections.abc import Mapping
from typing import Any

from daybreak.clinic.imports.actions import Choices
from daybreak.clinic.imports.report import Report
from daybreak.clinic.patients import queries
from daybreak.clinic.patients.models import Patient
from daybreak.interop.fhir.importing import import_file
from tests.clinic import cast
from tests.interop.fhir import bundles


def take(*resources: dict[str, Any], **choices: Any) -> Report:
    """A bundle of these resources, taken in by the coordinator."""
    return take_bytes(bundles.bundle(*resources), **choices)


def take_bytes(content: bytes, **choices: Any) -> Report:
    """A file, taken in by the coordinator."""
    return import_file(by=cast.coordinator(), content=content, choices=Choices(**choices))


def outcomes(report: Report) -> list[tuple[str, str]]:
    """Resource and outcome, in the order of the file."""
    return [(line.resource, str(line.outcome)) for line in report.lines]


def counts(report: Report) -> Mapping[str, int]:
    """Only what is not nought."""
    return {name: number for name, number in report.counts().items() if number}


def why(report: Report, resource: str) -> str:
    """The sentence about a resource that was left out."""
    return {line.resource: line.why for line in report.reported}[resource]


def marta() -> Patient:
    """The one patient of most files."""
    (found,) = queries.find("quince")
    return found
