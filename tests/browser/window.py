"""One browser window: what it says on its console, what axe finds in it, and how someone signs in."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.seed import PASSPHRASE

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
AN_ANSWER = "Failed to load resource: the server responded with a status of 4"
"""Chromium complains of every 4xx; an answer that refuses in words is no fault of the page."""


@dataclass
class Window:
    """A page in a browser of its own. Whatever it complains of fails the test, unless the test forgives it."""

    context: BrowserContext
    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def go(self, path: str) -> None:
        """Open a page of the clinic."""
        self.page.goto(self.url + path)

    @property
    def path(self) -> str:
        """Where the window is."""
        return urlsplit(self.page.url).path

    def sign_in(self, username: str) -> None:
        """Come in by the door."""
        self.go("/account/login/")
        self.page.get_by_label("Sign-in name").fill(username)
        self.page.get_by_label("Passphrase", exact=True).fill(PASSPHRASE)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(f"{self.url}/")

    def come_in(self, cookie: str) -> None:
        """Be signed in already."""
        self.context.add_cookies([{"name": "daybreak", "value": cookie, "url": self.url}])

    def found_by_axe(self) -> list[str]:
        """Every violation on the page as it stands: rule, words and the first element."""
        self.page.wait_for_load_state()
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{self.path}: {one['id']} ({one['help']}): {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
            for one in found["violations"]
            for node in one["nodes"][:3]
        ]

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window, once it is there."""
        self.page.wait_for_load_state()
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return wide

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(AN_ANSWER):
            self.complaints.append(f"{message.type}: {message.text}")
