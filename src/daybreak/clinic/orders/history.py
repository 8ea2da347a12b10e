"""What a patient was given in this clinic before, from the record of injections, for the rules that ask it."""

from datetime import timedelta

from django.utils import timezone

from daybreak.care import exposure
from daybreak.care.exposure import Exposure, GivenDose
from daybreak.clinic import clock, policy
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.sessions.models import Injection

WEEK = timedelta(days=7)


def of_patient(patient: Patient) -> Exposure:
    """Every dose given here, of all courses, as it stands today. Doses given elsewhere are not in it."""
    given = Injection.objects.filter(session__order__course__patient=patient.pk).values_list("at", "mg")
    doses = [GivenDose(timezone.localdate(at), mg) for at, mg in given]
    pause = policy.current().decimal("dose.series.pause")
    return exposure.reckon(doses, timezone.localdate(clock.now()), pause)


def within_a_week(patient: Patient) -> int:
    """Doses of any course in the last seven days, to the minute."""
    since = clock.now() - WEEK
    return Injection.objects.filter(session__order__course__patient=patient.pk, at__gt=since).count()


def is_first_of(course: Course) -> bool:
    """Whether nothing was given in this course yet."""
    return not Injection.objects.filter(session__order__course=course).exists()
