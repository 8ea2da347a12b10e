"""Patients are found as one types: by any part of the name, the record number, the birth date."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daybreak.clinic import clock
from daybreak.clinic.patients import queries
from daybreak.clinic.patients.models import Patient
from tests.clinic import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    who = [
        ("Zoë Ann", "Müller-Lüdenscheidt", date(1980, 1, 2)),
        ("Łukasz", "Nowak", date(1991, 11, 30)),
        ("Marta", "Smith", date(1985, 3, 14)),
        ("Martin", "Smithson", date(1985, 3, 15)),
    ]
    return {given: cast.patient(given_name=given, family_name=family, birth_date=born) for given, family, born in who}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zoe", ["Zoë Ann"]),
        ("ludens", ["Zoë Ann"]),
        ("LUKASZ nowak", ["Łukasz"]),
        ("now luk", ["Łukasz"]),
        ("smi", ["Marta", "Martin"]),
        ("mart smiths", ["Martin"]),
        ("1985-03", ["Marta", "Martin"]),
        ("smith 1985-03-14", ["Marta"]),
        ("DB-000003", ["Marta"]),
        ("db-4", ["Martin"]),
        ("db-5", []),
        ("4", ["Martin"]),
        ("arta", []),
        ("%", []),
        ("_____", []),
        ("", []),
        ("'; DROP TABLE patients_patient; --", []),
    ],
)
def test_patients_are_found_by_the_beginnings_of_words(people, typed, found):
    assert queries.find(typed) == [people[given] for given in found]


def test_no_more_are_found_than_asked_for(people):
    assert len(queries.find("mart", limit=1)) == 1


def test_the_most_recent_are_those_registered_last(people):
    assert [patient.given_name for patient in queries.recent(2)] == ["Martin", "Marta"]


def test_finding_uses_the_index_and_one_query(people):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.find("mar smi")
    assert len(asked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert "SCAN patients_patient" not in plan
        assert "word>? AND word<?" in plan


def test_an_age_counts_completed_years():
    patient = Patient(birth_date=date(2000, 2, 29))
    assert [queries.age(patient, on) for on in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))] == [25, 26, 28]


def test_a_birthday_is_the_clinics_own_day():
    patient = cast.patient(birth_date=date(1980, 11, 24))
    with clock.at(datetime(2026, 11, 23, 16, 50, tzinfo=UTC)):
        assert queries.age(patient) == 45
        with timezone.override("Pacific/Auckland"):
            assert queries.age(patient) == 46
