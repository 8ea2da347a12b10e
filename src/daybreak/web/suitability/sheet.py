"""What the page of suitability shows: each question with its answer, and the verdict with what is still missing."""

from dataclasses import dataclass
from itertools import groupby

from daybreak.care.resistance import Judgement, Outcome
from daybreak.care.suitability import questions as care
from daybreak.care.suitability.questions import Question
from daybreak.care.suitability.screening import Found, Gap
from daybreak.care.suitability.verdict import Settled, Verdict
from daybreak.clinic import policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.suitability import basis, queries
from daybreak.clinic.suitability.basis import Basis
from daybreak.clinic.suitability.models import Answer, Decision, Override, PastTrial


@dataclass(frozen=True)
class Ask:
    """One question as it stands: asked or not, its answer and note, and by whom. ``wrong`` is what cannot be taken."""

    question: Question
    is_asked: bool
    row: Answer | None = None
    wrong: str = ""
    typed: tuple[str, str] | None = None
    """Answer and note as they were sent and not taken."""

    @property
    def answer(self) -> str:
        """What is chosen or typed."""
        return self.typed[0] if self.typed else self.row.answer if self.row else ""

    @property
    def note(self) -> str:
        """The note beside it."""
        return self.typed[1] if self.typed else self.row.note if self.row else ""

    @property
    def follows(self) -> bool:
        """Whether another answer on the page opened it."""
        return any(other in care.questions() for other in self.question.asked_when)

    @property
    def was(self) -> str:
        """What the page showed, so that only what a person changed is sent back as an answer."""
        return f"{self.row.answer}|{self.row.note}" if self.row else "|"


@dataclass(frozen=True)
class Part:
    """A section with its questions; ``missing`` of those ``asked`` have no answer that tells something."""

    id: str
    title: str
    note: str
    asks: tuple[Ask, ...]
    asked: int
    missing: int


@dataclass(frozen=True)
class Shown:
    """A finding as the panel shows it, with the last word about it."""

    found: Found
    settled: Settled | None
    decision: Decision | None
    override: Override | None

    @property
    def is_open(self) -> bool:
        """Whether it still keeps the dose away."""
        wanted = Settled.OVERRIDE if self.found.finding.severity == "stop" else Settled.GO_ON
        return self.found.binds and not (self.found.can_be_settled and self.settled is wanted)

    @property
    def waits_for_second(self) -> bool:
        """Whether a medical director has signed and a second person has not."""
        return self.is_open and self.override is not None and not hasattr(self.override, "countersignature")


@dataclass(frozen=True)
class Missing:
    """The gaps of one section; ``section`` is empty for what the chart lacks."""

    section: str
    title: str
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Sheet:
    """The page: its sections, the verdict, and what the verdict rests on."""

    verdict: Verdict
    basis: Basis
    parts: tuple[Part, ...]
    shown: tuple[Shown, ...]

    @property
    def open(self) -> tuple[Shown, ...]:
        """What keeps the dose away, gravest first."""
        return tuple(one for one in self.shown if one.is_open)

    @property
    def settled(self) -> tuple[Shown, ...]:
        """What was decided."""
        return tuple(one for one in self.shown if one.found.binds and not one.is_open)

    @property
    def notes(self) -> tuple[Shown, ...]:
        """What informs, and what keeps only the headset off."""
        return tuple(one for one in self.shown if not one.found.binds)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is missing, section by section."""
        titles = {section.id: section.title for section in care.sections()}
        grouped = groupby(self.verdict.screening.gaps, key=lambda gap: gap.question.section)
        return tuple(Missing(*_heading(name, titles), tuple(gaps)) for name, gaps in grouped)


def of(course: Course, wrong: dict[str, tuple[str, str, str]] | None = None) -> Sheet:
    """The page for ``course``. ``wrong`` maps a question to the answer, the note and the sentence that refused them."""
    on = basis.of(course, policy.current())
    now = queries.from_basis(course, on)
    rows = queries.answers(course)
    parts = tuple(_part(section, on, rows, wrong or {}) for section in care.sections())
    return Sheet(now, on, parts, _shown(course, now))


def ask(question: Question, on: Basis, rows: dict[str, Answer], wrong: dict[str, tuple[str, str, str]]) -> Ask:
    """One question as it stands."""
    is_asked, row = question.is_asked(on.answers), rows.get(question.id)
    if question.id not in wrong:
        return Ask(question, is_asked, row)
    answer, note, sentence = wrong[question.id]
    return Ask(question, is_asked, row, sentence, (answer, note))


def trials(course: Course) -> list[tuple[PastTrial, Outcome, Judgement]]:
    """Each past trial with how it ended and how it was judged."""
    rows, judged = queries.past_trials(course.patient), basis.of(course, policy.current()).stage.judgements
    return [(row, Outcome(row.outcome), one) for row, one in zip(rows, judged, strict=True)]


def _part(section: care.Section, on: Basis, rows: dict[str, Answer], wrong: dict[str, tuple[str, str, str]]) -> Part:
    asks = tuple(ask(question, on, rows, wrong) for question in section.questions)
    asked = [one.question for one in asks if one.is_asked]
    missing = sum(not question.is_answered(on.answers) for question in asked)
    return Part(section.id, section.title, section.note, asks, len(asked), missing)


def _shown(course: Course, now: Verdict) -> tuple[Shown, ...]:
    settled = queries.settled(course)
    decisions = {row.basis: row for row in queries.decisions(course)}
    overrides = {row.basis: row for row in queries.overrides(course)}
    return tuple(
        Shown(one, settled.get(one.basis), decisions.get(one.basis), overrides.get(one.basis))
        for one in now.screening.found
    )


def _heading(section: str, titles: dict[str, str]) -> tuple[str, str]:
    return (section, titles[section]) if section in titles else ("", "In the chart")
