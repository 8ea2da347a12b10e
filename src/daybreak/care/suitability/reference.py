"""What the reference page says of suitability beyond its rules: what is asked, when a rule speaks, which medicines."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from daybreak.care.medicines.catalogue import LeastDose, classes, least_doses
from daybreak.care.suitability.cases import Case, cases
from daybreak.care.suitability.questions import Question, sections

Table = Callable[[tuple[str, ...], Iterable[tuple[str, ...]]], str]


def parts(table: Table) -> tuple[str, ...]:
    """The paragraphs and tables, drawn by ``table``."""
    return (
        "## What suitability asks",
        "A question without an answer keeps the dose away; so does “not known”, unless it says otherwise.",
        table(("Question", "Answers", "Asked"), (_asked(one) for part in sections() for one in part.questions)),
        "### When a rule speaks",
        table(("Criterion", "Rule", "When", "Says"), (_case(one) for one in cases())),
        "### Known medicines",
        "By generic name. What is not among them is said to be unchecked.",
        table(("Class", "Interaction", "Medicines"), (_class(raw) for raw in classes())),
        "### Least adequate doses of antidepressants",
        table(("Medicine", "mg a day", "From"), ((name, f"{one.mg}", one.source) for name, one in _doses())),
    )


def _asked(one: Question) -> tuple[str, ...]:
    answers = f"a number of {one.unit}" if one.kind == "number" else ", ".join(words for _, words in one.options)
    unknown = " (“not known” is an answer)" if one.accepts_unknown else ""
    opens = "; ".join(f"`{other}` is {' or '.join(wanted)}" for other, wanted in one.asked_when.items())
    return f"{one.text}<br>`{one.id}`", answers + unknown, f"when {opens}" if opens else "always"


def _case(one: Case) -> tuple[str, ...]:
    when = "; ".join(f"`{asked}` {_held(wanted)}" for asked, wanted in one.when.items())
    more = " No signature answers it." if one.settles == "never" else ""
    return one.criterion, one.rule, when, f"{one.what} {one.may_do}{more}"


def _held(wanted: str | tuple[str, ...]) -> str:
    if isinstance(wanted, tuple):
        return f"is {' or '.join(wanted)}"
    return "is below the value" if wanted == "below" else "is at least the value"


def _class(raw: dict[str, object]) -> tuple[str, ...]:
    members = raw["members"]
    assert isinstance(members, tuple | list)
    return str(raw["label"]), str(raw.get("interaction", "–")), ", ".join(members)


def _doses() -> list[tuple[str, LeastDose]]:
    return sorted(least_doses().items())
