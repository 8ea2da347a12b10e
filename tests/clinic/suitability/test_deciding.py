"""Reviews are decided with a reason, stops by two people's signatures; each for exactly the finding that was seen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from daybreak.care.findings import Refused
from daybreak.care.suitability.verdict import Standing
from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.suitability import actions, queries
from daybreak.clinic.suitability.actions import Said
from daybreak.clinic.suitability.models import Countersignature, Override
from tests.clinic import cast, scenes
from tests.clinic.suited import said

pytestmark = pytest.mark.django_db
REASON = "Small, unchanged for ten years; the vascular surgeon agrees in writing."


@pytest.fixture
def course():
    """A course in preparation, of a patient who was weighed and measured."""
    return scenes.course(phase="preparation")


def answered(course, **changed):
    """Everything answered; the finding that this brings."""
    found = actions.answer(by=cast.nurse(), course=course, said=said(**changed)).screening.found
    return next(one for one in found if one.binds)


def decide(course, found, outcome="go_on", reason=REASON, by=None):
    """The prescriber's decision."""
    return actions.decide(by=by or cast.prescriber(), course=course, basis=found.basis, outcome=outcome, reason=reason)


def override(course, found, by=None, reason=REASON):
    """The medical director's signed override, without its second signature."""
    who = by or cast.director()
    return actions.override(by=who, course=course, basis=found.basis, reason=reason, proof=cast.proof(who))


def countersign(of, by=None):
    """The prescriber's second signature."""
    who = by or cast.prescriber()
    return actions.countersign(by=who, override=of, proof=cast.proof(who))


def standing(course):
    """Where the course stands now."""
    return queries.of_course(course).standing


def test_a_review_waits_for_a_decision_and_goes_on_with_one(course):
    found = answered(course, seizures="yes")
    assert standing(course) is Standing.UNDECIDED
    row = decide(course, found)
    assert (row.rule, row.what, row.reason) == ("suitability.e13", found.finding.what, REASON)
    assert standing(course) is Standing.ELIGIBLE


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "The reason is missing: please enter it."),
        ("ok", "Say why, in words that whoever reads the record next year understands."),
    ],
)
def test_a_decision_without_its_reason_is_none(course, reason, sentence):
    found = answered(course, seizures="yes")
    with pytest.raises(Invalid) as invalid:
        decide(course, found, reason=reason)
    assert invalid.value.errors == {"reason": sentence}
    assert standing(course) is Standing.UNDECIDED


def test_a_decision_not_to_go_on_stops_and_the_next_one_holds(course):
    found = answered(course, seizures="yes")
    decide(course, found, "decline", "The neurologist advises against it.")
    assert standing(course) is Standing.STOPPED
    decide(course, found, "go_on", "The neurologist has seen the new tracing and agrees.")
    assert standing(course) is Standing.ELIGIBLE


def test_a_finding_that_changed_is_decided_anew(course):
    found = answered(course, substance_disorder="past", months_abstinent="4")
    actions.answer(by=cast.nurse(), course=course, said={"months_abstinent": Said("6")})
    with pytest.raises(Conflict, match="no longer there"):
        decide(course, found)


@pytest.mark.parametrize("who", ["nurse", "therapist", "coordinator"])
def test_who_may_not_order_does_not_decide(course, who):
    found = answered(course, seizures="yes")
    with pytest.raises(Refused):
        decide(course, found, by=cast.everyone()[who])


def test_a_reason_alone_answers_no_stop(course):
    found = answered(course, aneurysm="yes")
    with pytest.raises(Conflict, match="second person"):
        decide(course, found)
    assert standing(course) is Standing.STOPPED


def test_a_stop_passes_only_over_the_second_signature(course):
    row = override(course, answered(course, aneurysm="yes"))
    assert standing(course) is Standing.STOPPED
    countersign(row)
    assert standing(course) is Standing.ELIGIBLE
    signed = [(one.person, one.meaning) for one in signatures.of(row)]
    assert signed == [(cast.director(), actions.FIRST), (cast.prescriber(), actions.SECOND)]
    assert all(signatures.holds(one, row.content) for one in signatures.of(row))


def test_only_the_medical_director_signs_first(course):
    found = answered(course, aneurysm="yes")
    with pytest.raises(Refused, match="medical director"):
        override(course, found, by=cast.prescriber())


def test_nobody_signs_twice(course):
    row = override(course, answered(course, aneurysm="yes"))
    with pytest.raises(Conflict, match="another person"):
        countersign(row, by=cast.director())
    with pytest.raises(IntegrityError), transaction.atomic():
        Countersignature.objects.create(override=row, first=cast.director(), recorded_by=cast.director())
    assert standing(course) is Standing.STOPPED


def test_another_medical_director_may_sign_second(course):
    row = override(course, answered(course, aneurysm="yes"))
    countersign(row, by=cast.person("deputy", "medical_director"))
    assert standing(course) is Standing.ELIGIBLE


@pytest.mark.parametrize("who", ["nurse", "therapist", "coordinator"])
def test_who_could_not_have_ordered_it_does_not_sign_second(course, who):
    row = override(course, answered(course, aneurysm="yes"))
    with pytest.raises(Refused):
        countersign(row, by=cast.everyone()[who])


@pytest.mark.parametrize("proof", ["none", "another's", "stale"])
def test_a_signature_needs_its_own_fresh_proof(course, proof):
    found = answered(course, aneurysm="yes")
    with clock.at(clock.now() - timedelta(minutes=2)):
        stale = cast.proof(cast.director())
    shown = {"none": None, "another's": cast.proof(cast.prescriber()), "stale": stale}[proof]
    with pytest.raises(Invalid) as invalid:
        actions.override(by=cast.director(), course=course, basis=found.basis, reason=REASON, proof=shown)
    assert set(invalid.value.errors) == {"signing_password"}
    assert not Override.objects.exists()


def test_an_override_of_what_has_changed_cannot_be_countersigned(course):
    row = override(course, answered(course, substance_disorder="past", months_abstinent="1"))
    actions.answer(by=cast.nurse(), course=course, said={"months_abstinent": Said("2")})
    with pytest.raises(Conflict, match="no longer there"):
        countersign(row)


@pytest.mark.parametrize("grave", [{"suicidal_intent": "yes"}, {"capacity": "no"}, {"agrees": "no"}])
def test_some_stops_no_signature_answers(course, grave):
    found = answered(course, **grave)
    with pytest.raises(Conflict, match="only another answer does"):
        override(course, found)


def test_a_review_needs_no_override(course):
    found = answered(course, seizures="yes")
    with pytest.raises(Conflict, match="decision with its reason"):
        override(course, found)


def test_an_override_can_be_taken_back_by_a_decision(course):
    found = answered(course, aneurysm="yes")
    countersign(override(course, found))
    decide(course, found, "decline", "It has grown since; the surgeon withdrew his letter.")
    assert standing(course) is Standing.STOPPED


def test_each_step_is_kept_as_a_verdict_of_its_own(course):
    countersign(override(course, answered(course, aneurysm="yes")))
    kept = list(course.assessments.values_list("standing", flat=True))
    assert kept == ["stopped", "eligible"]
