"""Who may do what: the whole matrix, written out once more by hand and compared cell by cell."""

import pytest

from daybreak.care import roles
from daybreak.care.findings import Refused, Severity
from daybreak.care.roles import ACTS, ROLES, Role, may, permit

# P prescriber, N nurse, T therapist, C coordinator, D medical director, A auditor, R researcher
MATRIX = """
patient.find      P N T C D . .
patient.read      P N T C D . .
patient.register  P N . C D . .
patient.record    P N . . D . .
record.import     P . . C D . .
measure.invite    P N T C D . .
measure.record    P N T . D . .
instrument.import . . . . D . .
course.open       P . . C D . .
course.move       P . T . D . .
consent.publish   . . . . D . .
consent.ask       P N T C D . .
consent.explain   P . . . D . .
consent.take_back P N T C D . .
preparation.record  P N T . D . .
preparation.arrange P N T C D . .
suitability.refer       P N . C D . .
suitability.record      P N . . D . .
suitability.decide      P . . . D . .
suitability.override    . . . . D . .
suitability.countersign P . . . D . .
order.write       P . . . D . .
order.cancel      P . . . D . .
vial.read         P N . . D . .
vial.receive      P N . . D . .
vial.record       P N . . D . .
vial.correct      P N . . D . .
vial.witness      P N T . D . .
vial.count        P N . . D . .
vial.report       P . . . D . .
session.read      P N T C D . .
session.open      P N . . D . .
session.record    P N . . D . .
session.inject    P N . . . . .
session.release   P . . . D . .
session.end       P N . . D . .
session.note      P N T . D . .
audit.read        . . . . D A .
audit.verify      . . . . D A .
staff.read        . . . . D A .
staff.manage      . . . . D . .
policy.read       P N T C D A .
policy.sign       . . . . D . .
trial.read        P . . . D . R
trial.design      P . . . D . R
trial.run         P . . . D . R
alert.read        P N T C D . .
alert.raise       P N T C D . .
alert.acknowledge P N T C D . .
alert.assess      P N T . D . .
crisis.sign       . . . . D . .
duty.read         P N T C D . .
duty.manage       . . . C D . .
plan.read         P N T C D . .
plan.write        P N T C D . .
place.manage      . . . C D . .
protocol.sign     . . . . D . .
integration.read  P N T C D . .
integration.book  P N T C D . .
integration.hold  P . T . D . .
note.read         P N T . D . .
note.write        P N T . D . .
psychotherapy.write . . T . . . .
psychotherapy.read  P . T . D . .
psychotherapy.know  P . T . D . .
followup.read     P N T C D . .
followup.record   P N T . D . .
adverse.record    P N T . D . .
adverse.judge     P . . . D . .
"""

LETTERS = "PNTCDAR"
EXPECTED = {line.split()[0]: line.split()[1:] for line in MATRIX.strip().splitlines()}
CELLS = [
    pytest.param(role, act, cells[column] == LETTERS[column], id=f"{role}-{act}")
    for act, cells in EXPECTED.items()
    for column, role in enumerate(Role)
]


def test_the_matrix_covers_every_act_and_every_role() -> None:
    assert tuple(EXPECTED) == ACTS
    assert {len(cells) for cells in EXPECTED.values()} == {len(Role)}
    assert tuple(Role) == ROLES


@pytest.mark.parametrize(("role", "act", "allowed"), CELLS)
def test_each_cell(role: Role, act: str, allowed: bool) -> None:
    assert may([role], act) is allowed
    if allowed:
        permit([role], act)
    else:
        with pytest.raises(Refused):
            permit([role], act)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_without_a_role_may_do_anything(act: str) -> None:
    assert not may([], act)
    assert not may(["visitor"], act)


def test_two_roles_may_what_either_may() -> None:
    both = {"therapist", "auditor"}
    assert roles.may_do(both) == roles.may_do(["therapist"]) | roles.may_do(["auditor"])


def test_a_director_who_injects_is_also_nurse_or_prescriber() -> None:
    assert not may(["medical_director"], "session.inject")
    assert may(["medical_director", "nurse"], "session.inject")


def test_an_auditor_touches_no_patient() -> None:
    assert roles.may_do(["auditor"]) == {"audit.read", "audit.verify", "staff.read", "policy.read"}


def test_a_researcher_touches_no_patient_and_nothing_else_of_the_clinic() -> None:
    assert roles.may_do(["researcher"]) == {"trial.read", "trial.design", "trial.run"}


SENTENCES = [
    (
        ["nurse"],
        "order.write",
        "Ordering an injection needs a prescriber or a medical director. You are signed in as nurse.",
    ),
    (
        ["coordinator", "therapist"],
        "session.inject",
        "Charting an injection needs a prescriber or a nurse. You are signed in as coordinator and therapist.",
    ),
    (
        [],
        "staff.manage",
        "Changing staff and their roles needs a medical director. You are signed in without a role.",
    ),
    (
        ["medical_director"],
        "session.inject",
        "Charting an injection needs a prescriber or a nurse. You are signed in as medical director.",
    ),
    (
        ["prescriber"],
        "audit.read",
        "Reading the audit log needs a medical director or an auditor. You are signed in as prescriber.",
    ),
]


@pytest.mark.parametrize(("held", "act", "sentence"), SENTENCES)
def test_a_refusal_names_who_may_and_as_whom_one_is_signed_in(held: list[str], act: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        permit(held, act)
    assert str(refusal.value) == sentence
    assert [(f.rule, f.severity) for f in refusal.value.findings] == [(f"roles.{act}", Severity.STOP)]


@pytest.mark.parametrize("act", ["order.wirte", "", "patient"])
def test_a_misspelt_act_is_a_mistake_and_neither_allowed_nor_refused(act: str) -> None:
    with pytest.raises(ValueError, match="There is no act"):
        may(["prescriber"], act)


@pytest.mark.parametrize("role", Role)
def test_each_role_has_words(role: Role) -> None:
    assert role.label == role.value.replace("_", " ")
    assert role.does.endswith(".")


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_words_and_someone_who_may(act: str) -> None:
    found = roles.act(act)
    assert found.label[0].islower()
    assert found.doing[0].isupper()
    assert found.why.endswith(".")
    assert found.roles
