"""Times are the clinic's: a device set to another zone shows what hangs on the wall of the clinic."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests import servers
from tests.browser.conftest import House
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.server]

CLINIC, DEVICE = "Asia/Kolkata", "America/New_York"
"""Half an hour apart even in the minutes, so that no test passes by chance."""


@pytest.fixture
def abroad(empty_clinic: servers.Clinic) -> Iterator[House]:
    """A clinic in another zone than the device, in which a dose was just given."""
    clinic = servers.Clinic(empty_clinic.data_dir, {**empty_clinic.settings, "DAYBREAK_TIME_ZONE": CLINIC})
    told: dict[str, Any] = json.loads(clinic.python("tests.web.dosing.seed", "injected"))
    with servers.serving(clinic) as server:
        yield House(server, {"session": told["session"], "cookies": told})


def test_the_bedside_shows_the_clinics_time_on_a_device_in_another_zone(abroad: House, chromium: Chromium) -> None:
    context = chromium.new_context(timezone_id=DEVICE)
    window = Window(context, context.new_page(), abroad.url)
    window.come_in(abroad.told["cookies"]["nurse"])
    window.go(f"/sessions/{abroad.told['session']}/")
    assert window.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == DEVICE
    assert window.page.locator("html").get_attribute("data-time-zone") == CLINIC
    charted = window.page.locator(".log time").first
    moment = charted.get_attribute("datetime") or ""
    wall = datetime.fromisoformat(moment).astimezone(ZoneInfo(CLINIC))
    expect(charted).to_have_text(f"{wall:%H:%M}")
    expect(window.page.locator(".since .strip-note")).to_have_text(re.compile(rf"at {wall:%H:%M}"))
    assert window.complaints == []
    context.close()
