"""Medicines that an import brings are looked at like those that are typed: mid-course the prescriber is told."""

import pytest

from daybreak.care.suitability.verdict import Standing
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.suitability import actions, queries
from tests.clinic import cast
from tests.clinic.suited import said
from tests.interop.fhir import bundles
from tests.interop.fhir.taking import marta, take

pytestmark = pytest.mark.django_db


def brought(text: str, number: str = "r2") -> dict[str, object]:
    """A prescription of another clinic."""
    return bundles.request() | {"id": number, "medicationCodeableConcept": {"text": text}}


@pytest.fixture
def course():
    """Marta, known from an import, in a course that has come to dosing."""
    take(*bundles.whole_record())
    opened = courses.open_course(by=cast.prescriber(), patient=marta(), indication="Depression")
    assert actions.answer(by=cast.nurse(), course=opened, said=said()).is_eligible
    return courses.move(by=cast.prescriber(), course=opened, to="dosing")


def test_an_interaction_that_arrives_with_a_file_reaches_the_prescriber_and_keeps_the_dose_away(course):
    take(bundles.patient(), brought("Theophylline 200 mg"))
    alert = Alert.objects.get(kind="interaction")
    assert (alert.owner, alert.course) == (cast.prescriber(), course)
    assert "Theophylline (xanthine) is taken" in alert.what
    assert queries.of_course(course).standing is Standing.STOPPED


def test_the_same_file_taken_in_twice_tells_once(course):
    for _ in range(2):
        take(bundles.patient(), brought("Theophylline 200 mg"))
    assert Alert.objects.filter(kind="interaction").count() == 1


def test_a_file_without_an_interaction_tells_nobody(course):
    take(bundles.patient(), brought("Amlodipine 5 mg"))
    assert not Alert.objects.filter(kind="interaction").exists()
    assert queries.of_course(course).is_eligible
