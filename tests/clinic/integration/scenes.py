"""Scenes after a dose: the window, its appointment, and the rounds made at a moment."""

from datetime import datetime, timedelta

from daybreak.clinic import clock, rounds
from daybreak.clinic.integration import queries
from daybreak.clinic.integration.models import IntegrationWindow
from daybreak.clinic.integration.queries import Seen
from tests.clinic import scenes

DOSE_AT = scenes.MORNING + timedelta(minutes=10)


def window() -> IntegrationWindow:
    """The window after a dose on Monday at 9:10."""
    with clock.at(scenes.MORNING):
        opened = scenes.session()
        vial = scenes.vial()
    with clock.at(DOSE_AT):
        given = scenes.injected(opened, vial)
    return queries.get(given.integration_window.public_id)


def after(hours: float) -> datetime:
    """So many hours after that dose."""
    return DOSE_AT + timedelta(hours=hours)


def make_rounds(at: datetime) -> int:
    """Make every round at a moment; how many things the round of integration did."""
    with clock.at(at):
        return rounds.make(at)["daybreak.clinic.integration.actions.make_rounds"]


def seen(row: IntegrationWindow, at: datetime) -> Seen:
    """The window as it stands at a moment."""
    with clock.at(at):
        return queries.seen(queries.get(row.public_id))
