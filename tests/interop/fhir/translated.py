"""What a bundle of one patient and some resources says, once it is translated."""

from datetime import datetime, timedelta, timezone

from daybreak.interop.fhir.translating import translate
from tests.interop.fhir import bundles

MORNING = datetime(2026, 1, 5, 9, 30, tzinfo=timezone(timedelta(hours=1)))


def said(*resources, base=bundles.BASE):
    """What the file's facts say, after its one patient."""
    file = translate(bundles.bundle(bundles.patient(), *resources, base=base))
    assert [line.why for line in file.lines if line.outcome == "not taken"] == []
    return [fact.said for fact in file.facts]


def why(*resources, base=bundles.BASE):
    """Why the one resource that was left out is."""
    file = translate(bundles.bundle(bundles.patient(), *resources, base=base))
    (line,) = [line for line in file.lines if line.outcome == "not taken"]
    return line.why


def patient_why(**changes):
    (line,) = translate(bundles.bundle(bundles.patient(**changes))).lines
    return line.why


def identity(**changes):
    (found,) = translate(bundles.bundle(bundles.patient(**changes))).patients
    return found.identity
