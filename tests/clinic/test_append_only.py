"""The database refuses to change or delete what is written once, whoever asks it and however."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from daybreak.clinic.alerts.models import AlertStep, CrisisText, PatientWords, RiskAssessment
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.consents.models import Consent, Document, TouchMap, Withdrawal
from daybreak.clinic.courses.models import PhaseChange
from daybreak.clinic.followup.models import AdverseEvent, CheckRecord
from daybreak.clinic.forecasts.models import Forecast
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.models import InstrumentText, Reach, Response, TaskRun
from daybreak.clinic.plans.models import AppointmentChange
from daybreak.clinic.preparation.models import Escort, Intention, Preferences, PreparationSession, SafetyPlan
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import Injection, Reading, Release, SessionEvent, SessionNote
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.suitability.models import (
    Answer,
    Assessment,
    Countersignature,
    Decision,
    Override,
    PastTrial,
    Referral,
)
from daybreak.clinic.trials.models import RunResult, Version
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.models import Count, CountLine, LossReport, LossStep, VialEntry
from tests.clinic import cast, scenes
from tests.clinic.alerts import people_on_duty as alarm
from tests.clinic.followup import scenes as follow_up
from tests.clinic.measures import test_answering, test_importing
from tests.clinic.plans import scenes as planned
from tests.clinic.sheets import all_answered
from tests.clinic.suitability.everything import one_of_each
from tests.clinic.trials import scenes as trials

WRITTEN_ONCE = (
    *(Reach, InstrumentText, TaskRun),
    AppointmentChange,
    *(CheckRecord, AdverseEvent),
    *(PhaseChange, Forecast, Response, Injection, Reading, Release, SessionNote, SessionEvent, VialEntry),
    *(Version, RunResult),
    *(Referral, Answer, PastTrial, Decision, Override, Countersignature, Assessment),
    *(Count, CountLine, LossReport, LossStep),
    *(AlertStep, RiskAssessment, CrisisText, PatientWords),
    *(Signature, Document, Consent, Withdrawal, TouchMap),
    *(PreparationSession, Intention, SafetyPlan, Escort, Preferences),
)


@pytest.fixture
def _one_of_each(db: None) -> None:
    session = scenes.session()
    scenes.baseline(session, systolic=152)
    sessions.release(by=cast.prescriber(), session=session, reason="White coat, rechecked twice")
    given = scenes.injected(session)
    sessions.note(by=cast.nurse(), session=given.session, text="Music on.")
    consents.take_back(by=cast.nurse(), course=given.session.order.course, kind="touch")
    patient = given.session.order.course.patient
    measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(1))
    measures.set_reach(by=cast.nurse(), patient=patient, way="none")
    test_importing.imported()
    test_answering.play(test_answering.invited("digit-symbol"))
    alarm.one_of_each(patient)
    trials.found({"arms": []})
    follow_up.report(given.session.order.course, 0)
    follow_up.check(given.session.order.course, "bladder", 0)
    planned.appointment(given.session.order.course)
    one_of_each(scenes.course(phase="preparation"))
    scenes.counted(given.entry.vial)
    lost = vials.lose(by=cast.nurse(), vial=given.entry.vial, amount_ug=1_000, reason="not where it was")
    today = lost.loss.discovered_on
    vials.record_step(by=cast.director(), report=lost.loss, kind="notice", done_on=today, reference="fax, 14:10")


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("kind", WRITTEN_ONCE, ids=lambda kind: kind.__name__)
def test_a_row_cannot_be_changed(kind: type[models.Model]) -> None:
    row = kind._default_manager.first()
    assert row is not None
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        row.save(force_update=True)


@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("kind", WRITTEN_ONCE, ids=lambda kind: kind.__name__)
def test_a_row_cannot_be_deleted(kind: type[models.Model]) -> None:
    row = kind._default_manager.first()
    assert row is not None
    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {kind._meta.db_table} WHERE id = %s", [row.pk])


@pytest.mark.sqlite  # REPLACE is a word of SQLite alone
@pytest.mark.usefixtures("_one_of_each")
@pytest.mark.parametrize("kind", WRITTEN_ONCE, ids=lambda kind: kind.__name__)
def test_a_row_cannot_be_replaced_on_sqlite(kind: type[models.Model]) -> None:
    table = kind._meta.db_table
    with (
        pytest.raises(IntegrityError, match=r"never changed or deleted|while a dose works"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
