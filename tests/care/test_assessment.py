"""The structured risk assessment: what does not go together is refused or asked about; no level is computed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from daybreak.care import assessment
from daybreak.care.assessment import Judged
from daybreak.care.rules import shipped

CALM = {"intent": "none", "preparation": "none", "past": "none"}
SOON, LATE = timedelta(hours=20), timedelta(days=9)

TABLE: list[tuple[str, dict[str, str], list[str], timedelta | None, list[str]]] = [
    # level, answers, what was done, time to the next contact → rules that speak
    ("low", CALM, [], None, []),
    ("low", CALM | {"intent": "unsure"}, [], None, []),
    ("low", CALM | {"intent": "some"}, [], None, ["assessment.low.intent"]),
    ("low", CALM | {"intent": "firm", "preparation": "begun"}, [], None, ["assessment.low.intent"]),
    ("low", CALM | {"past": "recent"}, [], None, ["assessment.low.intent"]),
    ("low", CALM | {"past": "long_ago"}, [], None, []),
    ("moderate", CALM, [], SOON, []),
    ("moderate", CALM, [], timedelta(hours=168), []),
    ("moderate", CALM, [], timedelta(hours=169), ["assessment.moderate.contact"]),
    ("moderate", CALM, [], None, ["assessment.moderate.contact"]),
    ("high", CALM, ["means_safe"], timedelta(hours=24), []),
    ("high", CALM, ["means_safe"], timedelta(hours=25), ["assessment.high.contact"]),
    ("high", CALM, ["safety_plan", "director_told"], SOON, ["assessment.high.actions"]),
    ("high", CALM, [], None, ["assessment.high.actions", "assessment.high.contact"]),
    ("imminent", CALM, ["emergency"], SOON, []),
    ("imminent", CALM, ["someone_with"], SOON, ["assessment.imminent.emergency"]),
    ("imminent", CALM, ["emergency"], LATE, ["assessment.high.contact"]),
]


@pytest.mark.parametrize(("level", "answers", "actions", "after", "rules"), TABLE)
def test_what_does_not_go_together(
    level: str, answers: dict[str, str], actions: list[str], after: timedelta | None, rules: list[str]
) -> None:
    found = assessment.findings(Judged(level, answers, actions, after), shipped())
    assert [finding.rule for finding in found] == rules


def test_a_low_risk_beside_intent_is_asked_about_in_the_words_that_were_chosen() -> None:
    (found,) = assessment.findings(Judged("low", {"intent": "firm", "past": "recent"}, [], None), shipped())
    assert found.what == "A low risk beside “firm intent”, “within three months”."
    assert found.severity == "review"


@pytest.mark.parametrize(("level", "hours"), [("low", None), ("moderate", 168), ("high", 24), ("imminent", 24)])
def test_the_latest_moment_of_the_next_contact(level: str, hours: int | None) -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    expected = at + timedelta(hours=hours) if hours else None
    assert assessment.next_contact_by(level, at, shipped()) == expected


def test_every_action_that_a_rule_names_can_be_marked() -> None:
    known = {action.id for action in assessment.form().actions}
    policy = shipped()
    assert {str(policy.value("assessment.imminent.emergency")), *policy.words("assessment.high.actions")} <= known


def test_every_answer_that_a_rule_names_can_be_chosen() -> None:
    known: set[Any] = {answer for question in assessment.form().questions for answer in question.answers}
    assert set(shipped().words("assessment.low.intent")) <= known


def test_the_levels_after_which_a_patient_counts_as_at_risk_are_all_but_low() -> None:
    levels = [level.id for level in assessment.form().levels]
    assert ["low", *assessment.AT_RISK] == levels
