"""Takes in what another system says, in one transaction; a file that was taken in before changes nothing."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from django.db import transaction

from daybreak.care.findings import Refused
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Conflict, Invalid, one_at_a_time
from daybreak.clinic.imports.identities import Registrar
from daybreak.clinic.imports.models import Import
from daybreak.clinic.imports.origin import Origin
from daybreak.clinic.imports.report import Line, Outcome, Report
from daybreak.clinic.imports.statements import IN_ERROR, ForeignFact, ForeignFile, ForeignPatient, fingerprint
from daybreak.clinic.imports.traces import Traces
from daybreak.clinic.imports.writing import Writer, row_of
from daybreak.clinic.patients import queries
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit

Result = tuple[Outcome, str]
Foreign = TypeVar("Foreign")


@dataclass(frozen=True)
class Choices:
    """What the person who imports has decided beforehand.

    ``patient_mrn``: the file's one patient is this one of ours. ``another_person``: a namesake born on the same day is
    someone else. ``accept_unusual``: improbable (never impossible) values are right.
    """

    patient_mrn: str = ""
    another_person: bool = False
    accept_unusual: bool = False
    dry_run: bool = False


ASK_NOTHING = Choices()


@transaction.atomic
def take_in(*, by: Person, file: ForeignFile, choices: Choices = ASK_NOTHING) -> Report:
    """Records what the file says, or with ``dry_run`` only tells what would be recorded.

    One transaction: after a crash nothing of the file is there. A statement that a rule refuses is reported and left
    out, whole. Nothing but one line of the log is written when everything is known already. Raises Refused, Invalid.
    """
    permit(by, "record.import")
    one_at_a_time("record.import")
    kept = Import.objects.create(format=file.format, file_sha256=file.sha256, recorded_by=by)
    taking = _Taking(by, file, choices, kept, _chosen(file, choices))
    lines = tuple(sorted([*file.lines, *taking.lines()], key=lambda line: line.entry))
    report = Report(file.sha256, lines, choices.dry_run)
    if choices.dry_run:
        transaction.set_rollback(True)
    else:
        _close(by, kept, report)
    return report


@dataclass
class _Taking:
    """One file on its way into the record: its patients first, then what is said of them."""

    by: Person
    file: ForeignFile
    choices: Choices
    kept: Import
    chosen: Patient | None
    charts: dict[str, Patient] = field(default_factory=dict)
    met: dict[tuple[int, str, str], str] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """What became of each statement."""
        for foreign in self.file.patients:
            yield _guarded(foreign.origin, self._patient, foreign)
        for ref, identifier in self.file.known.items():
            if patient := queries.by_identifier(*identifier):
                self.charts[ref] = patient
        for fact in self.file.facts:
            yield _guarded(fact.origin, self._fact, fact)

    def _patient(self, foreign: ForeignPatient) -> Result:
        registrar = Registrar(
            by=self.by,
            taken_in=self.kept,
            source=self._source(foreign.origin),
            chosen=self.chosen,
            another_person=self.choices.another_person,
            accept_unusual=self.choices.accept_unusual,
        )
        found = registrar.identify(foreign)
        self.charts[foreign.ref] = found.patient
        return found.outcome, found.why

    def _fact(self, fact: ForeignFact) -> Result:
        patient = self.charts.get(fact.patient_ref)
        if patient is None:
            raise Conflict("Its patient was not taken, or is neither in the file nor known here.")
        content = fingerprint(fact.said or IN_ERROR)
        if self.met.setdefault((patient.pk, fact.resource_type, fact.key), content) != content:
            raise Conflict("The file holds it twice with different content: find out which one is right.")
        traces = Traces(patient, fact.resource_type)
        if fact.global_key and traces.elsewhere(fact.key):
            raise Conflict("It was taken in before for another patient: compare the two charts.")
        return self._version(
            fact, Writer(self.by, patient, self._source(fact.origin), self.choices.accept_unusual), content
        )

    def _version(self, fact: ForeignFact, writer: Writer, content: str) -> Result:
        """The first or the next version of a statement, or nothing where it says what is known."""
        traces = Traces(writer.patient, fact.resource_type)
        before = traces.of(fact.key)
        if before is not None and before.content_sha256 == content:
            return Outcome.UNCHANGED, ""
        if before is None and fact.said and (writer.known_scale(fact.said) or traces.have(content)):
            return Outcome.UNCHANGED, "The same is on record already."
        earlier = row_of(before.kind, before.row_id) if before else None
        row = writer.write(fact.said, earlier) if fact.said else writer.retract(earlier)
        traces.keep(fact.key, content, row, self.kept)
        return Outcome.REPLACED if before else Outcome.TAKEN, ""

    def _source(self, origin: Origin) -> str:
        return f"{self.file.format} {origin.name}"[:200]


def _guarded(origin: Origin, take: Callable[[Foreign], Result], foreign: Foreign) -> Line:
    """What a rule, a value or the state of the chart forbids is left out whole, with its sentence."""
    try:
        with transaction.atomic():
            outcome, why = take(foreign)
    except Invalid as invalid:
        return Line.left_out(origin, " ".join([*invalid.errors.values(), *invalid.confirm.values()]))
    except (Refused, Conflict) as refusal:
        return Line.left_out(origin, str(refusal))
    return Line(origin.entry, origin.name, outcome, why)


def _chosen(file: ForeignFile, choices: Choices) -> Patient | None:
    if not choices.patient_mrn:
        return None
    chosen = queries.by_mrn(choices.patient_mrn)
    if chosen is None:
        raise Invalid(errors={"patient": f"There is no patient {choices.patient_mrn}: check the record number."})
    if len(file.patients) != 1:
        many = f"The file holds {len(file.patients)} patients: only where there is one can you say who it is."
        raise Invalid(errors={"patient": many})
    return chosen


def _close(by: Person, kept: Import, report: Report) -> None:
    """The import keeps its numbers; where it took nothing it leaves no row of its own, only the line of the log."""
    counts = report.counts()
    taken = bool(counts["taken"] or counts["replaced"])
    audit.append(
        by=by,
        act="record.import",
        subject=kept if taken else None,
        subject_kind="imports.import",
        detail={"format": kept.format, "file_sha256": kept.file_sha256, "counts": counts},
    )
    if not taken:
        kept.delete()
        return
    kept.taken, kept.replaced = counts["taken"], counts["replaced"]
    kept.unchanged, kept.reported = counts["unchanged"], counts["not_taken"]
    kept.left_out = [asdict(line) for line in report.reported]
    kept.save()
