"""Takes a FHIR R4 file into the record for someone."""

from daybreak.clinic.imports.actions import ASK_NOTHING, Choices, take_in
from daybreak.clinic.imports.report import Report
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.interop.fhir.translating import translate


def import_file(*, by: Person, content: bytes, choices: Choices = ASK_NOTHING) -> Report:
    """What became of each resource of the file. Raises Unusable when none could be, Refused, Invalid."""
    permit(by, "record.import")
    return take_in(by=by, file=translate(content), choices=choices)
