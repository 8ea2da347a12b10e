"""The database refuses to change or delete what is written once, whoever asks it and however."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from daybreak.clinic.courses.models import PhaseChange
from daybreak.clinic.forecasts.models import Forecast
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.measures.models import Response
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import Injection, Reading, Release, SessionEvent, SessionNote
from daybreak.clinic.vials.models import VialEntry
from tests.clinic import cast, scenes
from tests.clinic.sheets import all_answered

WRITTEN_ONCE = (PhaseChange, Forecast, Response, Injection, Reading, Release, SessionNote, SessionEvent, VialEntry)


@pytest.fixture
def _one_of_each(db: None) -> None:
    session = scenes.session()
    scenes.baseline(session, systolic=152)
    sessions.release(by=cast.prescriber(), session=session, reason="White coat, rechecked twice")
    given = scenes.injected(session)
    sessions.note(by=cast.nurse(), session=given.session, text="Music on.")
    patient = given.session.order.course.patient
    measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=all_answered(1))


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
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
