"""Facts are versions: nothing is edited, a later version supersedes, an error is retracted and stays."""

import json
import uuid
from datetime import date

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.patients import actions, queries
from daybreak.clinic.patients.models import Condition
from tests.clinic import cast

pytestmark = pytest.mark.django_db


def condition(patient, **changes):
    entries = {"by": cast.prescriber(), "patient": patient, "text": "Recurrent depressive disorder"}
    return actions.record_condition(**(entries | changes))


def test_what_is_recorded_is_current():
    patient, nurse = cast.patient(), cast.nurse()
    known = condition(patient, system="http://snomed.info/sct", code="66344007", onset=date(2019, 5, 1))
    medicine = actions.record_medication(by=nurse, patient=patient, text="Sertraline 50 mg", dosage="1 in the morning")
    allergy = actions.record_allergy(by=nurse, patient=patient, text="Penicillin", reaction="Hives", criticality="high")
    facts = queries.current_facts(patient)
    assert (facts.conditions, facts.medications, facts.allergies) == ((known,), (medicine,), (allergy,))


def test_facts_of_one_patient_are_not_those_of_another():
    one, other = cast.patient(), cast.patient()
    condition(one)
    assert queries.current_facts(other).conditions == ()


def test_a_later_version_supersedes_and_the_earlier_one_stays():
    patient = cast.patient()
    first = condition(patient)
    second = condition(patient, text="In remission", clinical_status="remission", supersedes=first)
    assert queries.current_facts(patient).conditions == (second,)
    assert queries.versions(second) == [second, first]
    assert Condition.objects.count() == 2


def test_two_people_cannot_replace_the_same_version():
    patient = cast.patient()
    first = condition(patient)
    condition(patient, supersedes=first)
    with pytest.raises(Conflict, match="already replaced this version"):
        condition(patient, supersedes=first)


def test_a_version_of_another_patient_cannot_be_replaced():
    foreign = condition(cast.patient())
    with pytest.raises(Conflict, match="belongs to another patient"):
        condition(cast.patient(), supersedes=foreign)


def test_an_error_is_retracted_with_its_reason_and_stays_in_the_record():
    patient = cast.patient()
    wrong = condition(patient, onset=date(2019, 5, 1))
    retracted = actions.retract(by=cast.prescriber(), fact=wrong, reason="Entered in the wrong chart")
    assert queries.current_facts(patient).conditions == ()
    assert (retracted.text, retracted.onset, retracted.retracted, retracted.supersedes) == (
        wrong.text,
        wrong.onset,
        True,
        wrong,
    )
    detail = json.loads(AuditEvent.objects.order_by("seq").last().detail)
    assert (detail["retraction_reason"], detail["supersedes"]) == ("Entered in the wrong chart", str(wrong.public_id))


def test_a_retraction_needs_a_reason():
    wrong = condition(cast.patient())
    with pytest.raises(Invalid, match="The reason is missing"):
        actions.retract(by=cast.prescriber(), fact=wrong, reason=" ")


def test_the_same_click_twice_records_once_and_never_for_another_patient():
    patient, key = cast.patient(), uuid.uuid4()
    assert condition(patient, client_id=key) == condition(patient, client_id=key)
    with pytest.raises(Conflict, match="already saved for another patient"):
        condition(cast.patient(), client_id=key)
    assert Condition.objects.count() == 1


@pytest.mark.parametrize(
    ("record", "entries", "field"),
    [
        ("record_condition", {"text": ""}, "text"),
        ("record_condition", {"text": "x" * 301}, "text"),
        ("record_condition", {"text": "Depression", "clinical_status": "bad"}, "clinical_status"),
        ("record_medication", {"text": "Sertraline", "status": "entered-in-error"}, "status"),
        ("record_medication", {"text": "Sertraline", "dosage": "x" * 301}, "dosage"),
        ("record_allergy", {"text": "Penicillin", "criticality": "terrible"}, "criticality"),
        ("record_allergy", {"text": "Penicillin", "code": "x" * 41}, "code"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_field(record, entries, field):
    with pytest.raises(Invalid) as refused:
        getattr(actions, record)(by=cast.prescriber(), patient=cast.patient(), **entries)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("who", ["therapist", "coordinator", "auditor", "outsider"])
def test_those_who_may_not_record_facts_are_refused(who):
    with pytest.raises(Refused):
        condition(cast.patient(), by=getattr(cast, who)())
    assert Condition.objects.count() == 0
