"""Rows that the addresses of alerts name: an alert that a sentence ends, an assessment, an absence, a shift."""

from datetime import timedelta
from typing import Any

from daybreak.clinic import clock
from daybreak.clinic.duty import actions as duty
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import assessed, raised


def alert(clinic: Any) -> list[Any]:
    """One that everyone of the team may take and end."""
    return [raised(clinic.patient, kind="integration_closing").public_id]


def assessment(clinic: Any) -> list[Any]:
    """A signed one."""
    return [assessed(cast.prescriber(), raised(clinic.patient)).public_id]


def absence(_: Any) -> list[Any]:
    """Someone's, from tomorrow on."""
    tomorrow = clock.now() + timedelta(days=1)
    return [duty.go_away(by=cast.director(), person=cast.nurse(), starts_at=tomorrow).public_id]


def shift(_: Any) -> list[Any]:
    """Someone's, now."""
    now = clock.now()
    row = duty.put_on_call(by=cast.director(), person=cast.nurse(), starts_at=now, ends_at=now + timedelta(hours=1))
    return [row.public_id]
