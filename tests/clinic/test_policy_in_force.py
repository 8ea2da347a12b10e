"""The clinic's own signed values are what the record goes by: none of these numbers stands in the code."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from daybreak.care.findings import Finding, Refused
from daybreak.care.rules import ClinicValue, shipped
from daybreak.clinic import clock, policy
from daybreak.clinic.entry import Invalid
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures import outcomes
from daybreak.clinic.sessions import actions as sessions
from tests.clinic import cast, scenes
from tests.clinic.sheets import all_answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts values signed by the medical director into force."""

    def sign(**values: Any) -> None:
        day = date(2026, 1, 1)
        own = {name.replace("__", "."): ClinicValue(value, "Dr Director", day) for name, value in values.items()}
        in_force = shipped().with_clinic_values(own)
        monkeypatch.setattr(policy, "current", lambda: in_force)

    return sign


def test_how_long_a_pressure_counts(signed: Any) -> None:
    signed(monitor__before__within=15)
    with clock.at(scenes.MORNING):
        session, vial = scenes.session(), scenes.vial()
        scenes.baseline(session)
    with clock.at(scenes.MORNING + scenes.minutes(16)), pytest.raises(Refused, match="counts for 15 minutes"):
        sessions.inject(by=cast.nurse(), session=session, vial=vial)


def test_how_old_a_weight_may_be(signed: Any) -> None:
    with clock.at(scenes.MORNING):
        course = scenes.course()
    with clock.at(scenes.MORNING + timedelta(days=3)):
        signed(dose__weight_fresh=2)
        with pytest.raises(Invalid) as invalid:
            scenes.order(course)
        assert list(invalid.value.confirm) == ["weight"]
        signed(dose__weight_fresh=4)
        assert scenes.order(course).mg == 40


def test_how_far_back_measures_belong_to_a_course(signed: Any) -> None:
    patient = scenes.weighed_patient()
    with clock.at(scenes.MORNING):
        measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(2))
    with clock.at(scenes.MORNING + timedelta(weeks=5)):
        course = scenes.course(patient)
        assert len(outcomes.of_course(course).measures) == 1
        signed(measure__reaches_back=4)
        assert outcomes.of_course(course).measures == ()


def test_which_volume_of_a_vial_is_asked_about(signed: Any) -> None:
    with pytest.raises(Invalid) as invalid:
        scenes.vial(volume_ml=Decimal("20.5"))
    assert invalid.value.confirm == {"volume_ml": "A vial rarely holds more than 20 mL. Is the volume right?"}
    signed(vial__volume__usual=25)
    assert scenes.vial(volume_ml=Decimal("20.5")).volume_ml == Decimal("20.5")


def test_what_no_vial_can_be_is_refused_in_the_numbers_of_the_rules() -> None:
    with pytest.raises(Invalid) as invalid:
        scenes.vial(concentration_mg_per_ml=Decimal(250), volume_ml=Decimal(60))
    assert invalid.value.errors == {
        "concentration_mg_per_ml": "Enter the strength in mg/mL, above 0 and at most 200.",
        "volume_ml": "Enter the volume in mL, above 0 and at most 50.",
    }


def test_each_finding_of_a_session_names_the_version_of_the_rules_that_made_it() -> None:
    session = scenes.session()
    reading = sessions.record_reading(by=cast.nurse(), session=session, values=scenes.CALM | {"spo2": 88})
    assert {found["policy"] for found in reading.findings} == {policy.current().version}
    assert [Finding.from_dict(found).rule for found in reading.findings]
