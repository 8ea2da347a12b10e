"""What is due and what was seen, in the words and tones of a page."""

from dataclasses import dataclass
from datetime import datetime

from daybreak.care import adverse
from daybreak.care import followup_checks as care
from daybreak.care.followup_outcome import Answered, Outcome
from daybreak.care.roles import Role
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from daybreak.clinic.followup.queries import Owners
from daybreak.clinic.followup.standing import DueCheck

GRADE_TONES = {"mild": "", "moderate": "info", "severe": "warn", "serious": "danger"}


@dataclass(frozen=True)
class DueShown:
    """One check that is due, with who sees to it."""

    one: DueCheck
    owner: str

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.one.due.check.title

    @property
    def word(self) -> str:
        """Where it stands."""
        return "overdue" if self.one.is_overdue else "due"

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return "danger" if self.one.is_overdue else "warn"


def due_shown(one: DueCheck, owners: Owners) -> DueShown:
    """The check with the person whose turn it is; their role where nobody of it is here."""
    role = Role(one.due.check.owner)
    person = owners.of(role)
    return DueShown(one, person.name if person else f"nobody here: {role.label}")


@dataclass(frozen=True)
class KeptShown:
    """A check that was written down."""

    row: CheckRecord

    @property
    def title(self) -> str:
        """Which check it was; one that is no check any more keeps its name."""
        known = care.checks().get(self.row.check_id)
        return known.title if known else self.row.check_id

    @property
    def word(self) -> str:
        """What it showed."""
        known = care.checks().get(self.row.check_id)
        result = known.result(self.row.result) if known else None
        return (result.label if result else self.row.result) if self.row.was_done else "Not done"

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        if not self.row.was_done:
            return ""
        return "warn" if self.row.finds else "good"


@dataclass(frozen=True)
class EventShown:
    """An adverse event in words."""

    row: AdverseEvent

    @property
    def grade(self) -> str:
        """How grave."""
        return adverse.label("grade", self.row.grade)

    @property
    def tone(self) -> str:
        """The tone of the grade."""
        return GRADE_TONES.get(self.row.grade, "")

    @property
    def criteria(self) -> str:
        """What makes it serious."""
        return ", ".join(adverse.label("criterion", one).lower() for one in self.row.criteria)

    @property
    def relation(self) -> str:
        """Whether the drug did it."""
        return adverse.label("relation", self.row.relation)

    @property
    def is_unjudged(self) -> bool:
        """Whether nobody has judged the relation."""
        return self.row.relation == adverse.NOT_JUDGED

    @property
    def action(self) -> str:
        """What was done."""
        return adverse.label("action", self.row.action)

    @property
    def outcome(self) -> str:
        """How it ended."""
        return adverse.label("outcome", self.row.outcome)


@dataclass(frozen=True)
class Milestone:
    """One line of what became of the course."""

    label: str
    at: datetime | None
    words: str
    tone: str = ""


def milestones(told: Outcome) -> list[Milestone]:
    """Response, remission and each relapse, in the order of time; what has not come has no moment."""
    lines = [_reached("Response", told.response), _reached("Remission", told.remission)]
    for relapse in told.relapses:
        word = "Relapse" if relapse.confirmed else "Response lost, to be confirmed"
        tone = "danger" if relapse.is_open else "warn"
        lines.append(Milestone(word, relapse.first.at, _score(relapse.first), tone))
        if relapse.regained:
            lines.append(Milestone("Response regained", relapse.regained.at, _score(relapse.regained), "good"))
    return lines


def _reached(label: str, answer: Answered | None) -> Milestone:
    if answer is None:
        return Milestone(label, None, "not reached")
    return Milestone(label, answer.at, _score(answer), "good")


def _score(answer: Answered) -> str:
    return f"{answer.scale} {answer.total}"
