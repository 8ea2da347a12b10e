"""Chromium, clinics that are really served, and windows that may complain of nothing."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import servers
from tests.browser.window import Window

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class House:
    """A served clinic and what its seed told."""

    server: servers.Server
    told: dict[str, Any]

    @property
    def url(self) -> str:
        """Where it is."""
        return self.server.url


Opens = Callable[..., Window]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the windows of a file: the machine's own. While it is open this thread has an event
    loop, which would keep the next file's tests from the database."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.fail("There is no Chromium on this machine. Install the package “chromium”; these tests need it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def house(empty_clinic: servers.Clinic) -> Iterator[House]:
    """A clinic of its own for one test: the cast, a weighed patient, a vial."""
    told = json.loads(empty_clinic.python("tests.browser.seed", "staff"))
    with servers.serving(empty_clinic) as server:
        yield House(server, told)


@pytest.fixture(scope="session")
def demo_house(_prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The synthetic clinic, shared by tests that only look."""
    folder = tmp_path_factory.mktemp("demo") / "clinic"
    clinic = servers.copied(_prepared_folder, folder, DAYBREAK_DEMO="true", DAYBREAK_CLINIC_NAME="Harbour clinic")
    told = json.loads(clinic.python("tests.browser.seed", "demo"))
    with servers.serving(clinic) as server:
        yield House(server, told)


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    """Opens windows; at the end of the test each must have had nothing to complain of."""
    opened: list[Window] = []

    def open_window(
        house: House,
        role: str | None = None,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        url: str = "",
    ) -> Window:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
            reduced_motion="reduce",
            has_touch=width < 800,
        )
        context.set_default_timeout(10_000)
        window = Window(context, context.new_page(), url or house.url)
        opened.append(window)
        if role is not None:
            window.come_in(house.told["cookies"][role])
        return window

    yield open_window
    for window in opened:
        window.context.close()
    assert [complaint for window in opened for complaint in window.complaints] == []
