"""Shows the records that the law asks for: who looked at them, for which days, is told in the log."""

from datetime import date

from django.db import transaction

from daybreak.clinic.audit import actions as audit
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit


def read_records(*, by: Person, record: str, since: date, until: date, as_file: bool = False) -> None:
    """Someone opens or takes out a record of the drug for these days; those with patients' names above all."""
    permit(by, "vial.read")
    detail = {"record": record, "from": since.isoformat(), "until": until.isoformat()}
    with transaction.atomic():
        audit.append(
            by=by,
            act="vial.export" if as_file else "vial.records",
            subject_kind="vials.record",
            subject_id=record,
            detail=detail,
        )
