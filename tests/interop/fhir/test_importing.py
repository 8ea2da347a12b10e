"""A FHIR file is taken in whole or not at all, once however often it is sent, and what is left out is told."""

import contextlib
import json
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybreak.care.findings import Refused
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.audit.queries import verify
from daybreak.clinic.entry import Invalid
from daybreak.clinic.imports.models import Import, ImportedResource
from daybreak.clinic.measures.models import Response
from daybreak.clinic.patients import actions as patient_actions
from daybreak.clinic.patients import queries
from daybreak.clinic.patients.models import Condition, Observation, Patient
from daybreak.interop.fhir.importing import import_file
from daybreak.interop.fhir.reading import Unusable
from tests.clinic import cast
from tests.interop.fhir import bundles
from tests.interop.fhir.taking import counts, marta, outcomes, take, take_bytes, why

pytestmark = pytest.mark.django_db


def everything():
    """Every row that an import may write, and the log."""
    models = (Patient, Condition, Observation, Response, Import, ImportedResource, AuditEvent)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_whole_record_is_taken_in():
    report = take(*bundles.whole_record())
    assert counts(report) == {"taken": 8}
    patient = marta()
    facts = queries.current_facts(patient)
    assert (patient.name, patient.birth_date.isoformat(), patient.sex, patient.phone, patient.email, patient.mrn) == (
        "Marta Luz Quince",
        "1985-03-14",
        "female",
        "+1 555 0142",
        "marta@example.org",
        "DB-000001",
    )
    (condition,) = facts.conditions
    assert (condition.text, condition.code, condition.clinical_status, str(condition.onset)) == (
        "Recurrent depression, moderate",
        "F33.1",
        "active",
        "2019-05-01",
    )
    (medicine,) = facts.medications
    assert (medicine.text, medicine.dosage, medicine.status, str(medicine.started)) == (
        "Sertraline 50 mg",
        "1 tablet in the morning",
        "active",
        "2025-11-02",
    )
    (allergy,) = facts.allergies
    assert (allergy.text, allergy.reaction, allergy.criticality) == ("Penicillin", "Hives (moderate)", "high")
    assert facts.weight is not None
    assert facts.height is not None
    assert (float(facts.weight.value), facts.weight.unit, float(facts.height.value)) == (80.5, "kg", 172.0)
    assert facts.weight.effective_at.isoformat() == "2026-01-05T08:30:00+00:00"
    (pressure,) = facts.pressures
    assert pressure.systolic is not None
    assert pressure.diastolic is not None
    assert (pressure.systolic.value, pressure.diastolic.value) == (128, 82)
    response = Response.objects.get()
    assert (response.total, response.risk_item, response.channel, len(response.answers)) == (13, 1, "import", 9)


def test_each_row_says_where_it_came_from():
    take(*bundles.whole_record())
    assert Condition.objects.get().source == "FHIR R4 Condition/c1"


def test_identity_numbers_that_are_not_needed_are_not_kept():
    take(*bundles.whole_record())
    kept = set(marta().identifiers.values_list("system", flat=True))
    assert kept == {"https://hospital.example.org/mrn", "urn:ietf:rfc:3986"}


def test_the_same_file_twice_changes_nothing_and_is_only_noted_in_the_log():
    take(*bundles.whole_record())
    before = everything()
    report = take(*bundles.whole_record())
    after = everything()
    assert counts(report) == {"unchanged": 8}
    (event,) = after.pop("AuditEvent")[len(before.pop("AuditEvent")) :]
    assert after == before
    assert (event["act"], json.loads(event["detail"])["counts"]["unchanged"]) == ("record.import", 8)
    assert verify().ok


def test_a_change_in_the_source_is_a_new_version_and_the_earlier_one_stays():
    take(*bundles.whole_record())
    report = take(bundles.patient(), bundles.weight(value=79.0), bundles.condition(onsetDateTime="2018-05-01"))
    assert counts(report) == {"replaced": 2, "unchanged": 1}
    patient = marta()
    facts = queries.current_facts(patient)
    assert facts.weight is not None
    assert (facts.weight.value, facts.weight.supersedes.value) == (79, Observation.objects.get(value="80.5").value)
    assert [str(condition.onset) for condition in facts.conditions] == ["2018-05-01"]
    assert Condition.objects.count() == 2


def test_a_changed_pressure_replaces_both_of_its_values():
    take(bundles.patient(), bundles.pressure())
    take(bundles.patient(), bundles.pressure(systolic=130, diastolic=84))
    (reading,) = queries.current_facts(marta()).pressures
    assert (reading.systolic.value, reading.diastolic.value) == (130, 84)


def test_what_its_source_takes_back_is_retracted_and_stays_so():
    take(bundles.patient(), bundles.weight(), bundles.pressure())
    wrong = (
        bundles.patient(),
        bundles.weight(status="entered-in-error"),
        bundles.pressure(status="entered-in-error"),
    )
    assert counts(take(*wrong)) == {"replaced": 2, "unchanged": 1}
    facts = queries.current_facts(marta())
    assert (facts.weight, facts.pressures) == (None, ())
    assert counts(take(*wrong)) == {"unchanged": 3}


def test_what_is_taken_back_without_ever_having_been_taken_in_is_told():
    report = take(bundles.patient(), bundles.weight(status="entered-in-error"))
    assert why(report, "Observation/w1") == "Its source says that it was entered in error; it was never taken in here."


def test_a_version_that_was_amended_here_is_not_overwritten():
    take(bundles.patient(), bundles.condition())
    patient_actions.retract(by=cast.prescriber(), fact=Condition.objects.get(), reason="Not so, see letter")
    report = take(bundles.patient(), bundles.condition(onsetDateTime="2018-05-01"))
    assert why(report, "Condition/c1").startswith("Someone has already replaced this version")
    assert queries.current_facts(marta()).conditions == ()


def test_a_system_that_names_everything_anew_in_each_export_does_not_double_the_chart():
    def export(salt):
        renamed = [resource | {"id": f"{resource['id']}-{salt}"} for resource in bundles.whole_record()]
        for resource in renamed[1:]:
            element = "patient" if resource["resourceType"] == "AllergyIntolerance" else "subject"
            resource[element] = {"reference": f"Patient/p1-{salt}"}
        return bundles.bundle(*renamed, base="")

    assert counts(take_bytes(export("one"))) == {"taken": 8}
    assert counts(take_bytes(export("two"))) == {"unchanged": 8}


def test_the_impossible_is_told_and_left_out_whole_while_the_rest_is_taken():
    report = take(
        bundles.patient(), bundles.weight(value=800), bundles.height(), bundles.pressure(systolic=80, diastolic=120)
    )
    assert outcomes(report) == [
        ("Patient/p1", "taken"),
        ("Observation/w1", "not taken"),
        ("Observation/h1", "taken"),
        ("Observation/b1", "not taken"),
    ]
    assert why(report, "Observation/w1").startswith("800 kg is not a possible weight")
    assert Observation.objects.count() == 1


def test_the_improbable_waits_for_someone_who_says_that_it_is_right():
    report = take(bundles.patient(), bundles.weight(value=180))
    assert "180 kg is an unusual weight" in why(report, "Observation/w1")
    assert counts(take(bundles.patient(), bundles.weight(value=180), accept_unusual=True)) == {
        "taken": 1,
        "unchanged": 1,
    }
    impossible = take(bundles.patient(), bundles.weight("w2", value=800), accept_unusual=True)
    assert counts(impossible) == {"unchanged": 1, "not_taken": 1}


def test_a_dry_run_tells_what_would_be_taken_and_writes_nothing():
    cast.coordinator()
    before = everything()
    report = take(*bundles.whole_record(), dry_run=True)
    assert (report.dry_run, counts(report)) == (True, {"taken": 8})
    assert everything() == before


def test_what_was_left_out_stays_readable_with_the_import():
    take(bundles.patient(), bundles.weight(value=800))
    kept = Import.objects.get()
    assert (kept.taken, kept.reported, [line["resource"] for line in kept.left_out]) == (1, 1, ["Observation/w1"])


@pytest.mark.parametrize("who", ["nurse", "therapist", "auditor", "outsider"])
def test_those_who_may_not_import_are_refused(who):
    with pytest.raises(Refused):
        import_file(by=getattr(cast, who)(), content=bundles.bundle(*bundles.whole_record()))
    assert Patient.objects.count() == 0


def test_several_patients_of_one_file_are_kept_apart():
    other = bundles.patient(
        id="p2",
        identifier=[{"system": "https://hospital.example.org/mrn", "value": "77002"}],
        name=[{"use": "official", "family": "Rowan", "given": ["Noa"]}],
    )
    theirs = bundles.weight("w2", value=66) | {"subject": {"reference": "Patient/p2"}}
    assert counts(take(bundles.patient(), other, bundles.weight(), theirs)) == {"taken": 4}
    (noa,) = queries.find("rowan")
    weights = [queries.latest(patient, "body_weight") for patient in (marta(), noa)]
    assert [float(weight.value) for weight in weights if weight] == [80.5, 66.0]


def test_a_patient_known_by_an_identifier_is_known_again_in_another_file():
    take(bundles.patient())
    elsewhere = bundles.patient(id="other", identifier=[bundles.patient()["identifier"][0]])
    mine = bundles.weight() | {"subject": {"reference": "Patient/other"}}
    report = take_bytes(bundles.bundle(elsewhere, mine, base="https://another.example.org/fhir"))
    assert outcomes(report) == [("Patient/other", "taken"), ("Observation/w1", "taken")]
    assert report.lines[0].why == f"Known here as {marta().mrn}, whose identity stays as it is here."
    assert queries.latest(marta(), "body_weight") is not None


def test_a_namesake_born_on_the_same_day_is_left_for_a_person_with_all_that_is_said_of_them():
    known = cast.patient(given_name="Marta", family_name="Quince")
    report = take(*bundles.whole_record())
    assert counts(report) == {"not_taken": 8}
    assert known.mrn in why(report, "Patient/p1")
    assert why(report, "Observation/w1") == "Its patient was not taken, or is neither in the file nor known here."
    assert Import.objects.count() == 0


def test_a_person_may_say_that_the_namesake_is_the_same():
    known = cast.patient(given_name="Marta", family_name="Quince")
    assert counts(take(*bundles.whole_record(), patient_mrn=known.mrn)) == {"taken": 8}
    assert queries.latest(known, "body_weight") is not None
    assert counts(take(*bundles.whole_record())) == {"unchanged": 8}
    known.refresh_from_db()
    assert (known.given_name, known.phone) == ("Marta", "")


def test_a_person_may_say_that_the_namesake_is_another():
    cast.patient(given_name="Marta", family_name="Quince")
    assert counts(take(*bundles.whole_record(), another_person=True)) == {"taken": 8}
    assert Patient.objects.count() == 2


def test_nobody_can_be_made_into_someone_of_another_name_and_birth_date():
    other = cast.patient(given_name="Noa", family_name="Rowan", birth_date=date(1970, 3, 14))
    report = take(*bundles.whole_record(), patient_mrn=other.mrn)
    assert counts(report) == {"not_taken": 8}
    assert "another name and another birth date" in why(report, "Patient/p1")


def test_one_record_number_cannot_be_said_for_two_patients():
    known = cast.patient()
    second = bundles.patient(id="p2", identifier=[], name=[{"family": "Rowan", "given": ["Noa"]}])
    with pytest.raises(Invalid, match="The file holds 2 patients"):
        take(bundles.patient(), second, patient_mrn=known.mrn)
    with pytest.raises(Invalid, match="There is no patient DB-999999"):
        take(bundles.patient(), patient_mrn="DB-999999")


def test_our_own_record_number_is_understood_only_with_the_same_name_and_birth_date():
    ours = cast.patient(given_name="Marta", family_name="Quince")
    numbered = [{"system": "https://hospital.example.org/referral", "value": ours.mrn}]
    assert counts(take(bundles.patient(identifier=numbered), bundles.weight())) == {"taken": 2}
    assert Patient.objects.count() == 1
    stranger = bundles.patient(
        id="p9", identifier=numbered, name=[{"family": "Rowan", "given": ["Noa"]}], birthDate="1970-01-01"
    )
    report = take_bytes(bundles.bundle(stranger, base="https://third.example.org/fhir"))
    assert "another name and another birth date" in why(report, "Patient/p9")


def test_identifiers_of_two_of_our_patients_are_left_for_a_person():
    take(bundles.patient())
    second = bundles.patient(
        id="p2", identifier=[{"system": "urn:second", "value": "2"}], name=[{"family": "Rowan", "given": ["Noa"]}]
    )
    take(second)
    both = bundles.patient(
        id="p3", identifier=[bundles.patient()["identifier"][0], {"system": "urn:second", "value": "2"}]
    )
    report = take_bytes(bundles.bundle(both, base=""))
    assert why(report, "Patient/p3").startswith(
        "Its identifiers belong to different patients here (DB-000001, DB-000002)"
    )


def test_a_name_that_changed_in_the_source_is_brought_up_to_date():
    take(bundles.patient())
    married = bundles.patient(name=[{"use": "official", "family": "Quince-Rowan", "given": ["Marta"]}])
    assert outcomes(take(married)) == [("Patient/p1", "replaced")]
    assert marta().family_name == "Quince-Rowan"


def test_a_statement_taken_for_one_patient_is_not_moved_to_another():
    second = bundles.patient(
        id="p2", identifier=[{"system": "urn:second", "value": "2"}], name=[{"family": "Rowan", "given": ["Noa"]}]
    )
    take(bundles.patient(), second, bundles.weight())
    moved = bundles.weight() | {"subject": {"reference": "Patient/p2"}}
    report = take(bundles.patient(), second, moved)
    assert why(report, "Observation/w1") == "It was taken in before for another patient: compare the two charts."


def test_one_resource_said_twice_differently_in_one_file_is_taken_once():
    report = take(bundles.patient(), bundles.weight(value=80), bundles.weight(value=81))
    assert counts(report) == {"taken": 2, "not_taken": 1}
    assert "twice with different content" in why(report, "Observation/w1")


def test_a_local_id_means_nothing_outside_of_its_file():
    def file(family, born):
        someone = bundles.patient(id="1", identifier=[], name=[{"family": family, "given": ["Noa"]}], birthDate=born)
        return bundles.bundle(someone, bundles.weight("1") | {"subject": {"reference": "Patient/1"}}, base="")

    assert counts(take_bytes(file("Rowan", "1970-01-01"))) == {"taken": 2}
    assert counts(take_bytes(file("Hazel", "1980-01-01"))) == {"taken": 2}
    assert counts(take_bytes(file("Rowan", "1970-01-01"))) == {"unchanged": 2}
    assert Patient.objects.count() == 2


def test_a_bundle_that_names_a_patient_known_here_without_holding_them_is_taken():
    take(bundles.patient())
    by_address = bundles.weight("w2") | {"subject": {"reference": f"{bundles.BASE}/Patient/p1"}}
    by_number = bundles.height("h2") | {
        "subject": {"identifier": {"system": "https://hospital.example.org/mrn", "value": "77001"}}
    }
    by_stranger = bundles.height("h3") | {"subject": {"identifier": {"system": "urn:nowhere", "value": "1"}}}
    report = take_bytes(bundles.bundle(by_address, by_number, by_stranger, base=""))
    assert outcomes(report) == [
        ("Observation/w2", "taken"),
        ("Observation/h2", "taken"),
        ("Observation/h3", "not taken"),
    ]


def test_nothing_of_a_file_without_any_patient_is_taken():
    with pytest.raises(Unusable, match="holds no Patient"):
        take(bundles.weight() | {"subject": {"reference": "Patient/nobody"}})


def test_a_questionnaire_with_other_values_than_before_is_never_replaced():
    take(bundles.patient(), bundles.phq9())
    report = take(bundles.patient(), bundles.phq9(answers=(0,) * 9))
    assert "an import never replaces one" in why(report, "Observation/q1")
    assert [response.total for response in Response.objects.all()] == [13]


def test_the_same_questionnaire_from_another_system_is_one():
    take(bundles.patient(), bundles.phq9())
    again = bundles.phq9("another")
    assert outcomes(take(bundles.patient(), again))[1] == ("Observation/another", "unchanged")


TEXTS = [
    ("Patient", lambda resource, text: resource["name"][1].update(family=text)),
    ("Patient", lambda resource, text: resource["telecom"][0].update(value=text)),
    ("Patient", lambda resource, text: resource["identifier"][0].update(value=text)),
    ("Condition", lambda resource, text: resource["code"].update(text=text)),
    ("Condition", lambda resource, text: resource["code"]["coding"][0].update(code=text)),
    ("MedicationRequest", lambda resource, text: resource["dosageInstruction"][0].update(text=text)),
    ("AllergyIntolerance", lambda resource, text: resource["reaction"][0]["manifestation"][0].update(text=text)),
    ("Observation", lambda resource, text: resource["valueQuantity"].update(code=text)),
]


@given(st.sampled_from(TEXTS), st.text(min_size=1, max_size=12), st.sampled_from([1, 60]))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_a_file_is_taken_or_told_and_never_a_crash(place, text, times):
    kind, put = place
    record = bundles.whole_record()
    put(next(resource for resource in record if resource["resourceType"] == kind), text * times)
    file = {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": resource} for resource in record]}
    with transaction.atomic():
        with contextlib.suppress(Unusable):  # a zero byte or half a character: the file is refused, see test_reading
            assert len(take_bytes(json.dumps(file).encode()).lines) == len(record)
        transaction.set_rollback(True)


def test_a_thousand_entries_are_taken_and_the_second_time_cost_few_questions_each(django_assert_max_num_queries):
    weights = [
        bundles.weight(
            f"w{number}", effectiveDateTime=f"2025-01-{1 + number % 28:02d}T10:{number // 60:02d}:{number % 60:02d}Z"
        )
        for number in range(999)
    ]
    content = bundles.bundle(bundles.patient(), *weights)
    assert counts(take_bytes(content)) == {"taken": 1000}
    with django_assert_max_num_queries(4 * 1000 + 50):
        assert counts(take_bytes(content)) == {"unchanged": 1000}
