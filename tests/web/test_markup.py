"""What every page must be, whoever reads it: clean under the strict policy, labelled, its ids used once, titled."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import daybreak.web
from tests.clinic import cast
from tests.web import every_page, visits
from tests.web.every_page import Clinic

pytestmark = pytest.mark.django_db

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path", "circle"}


class Markup(HTMLParser):
    """A page's elements: what is open, which ids and labels there are, what no policy allows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.forbidden: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.referred: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self._note(tag, given)
        self.forbidden += [f"{tag} {name}" for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.forbidden.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def _note(self, tag: str, given: dict[str, str | None]) -> None:
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "label" and given.get("for"):
            self.labelled.add(str(given["for"]))
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            self.referred |= set(str(given.get(name) or "").split())
        visible = tag in {"input", "select", "textarea"} and given.get("type") != "hidden"
        if visible and "aria-label" not in given and "label" not in self.open:
            self.controls.append(given)


def check(name: str, text: str) -> None:
    """One page against everything that must hold."""
    page = Markup(text)
    assert page.forbidden == [], name
    assert (page.open, page.unbalanced) == ([], []), name
    assert [found for found, times in page.ids.items() if times > 1] == [], name
    assert [control for control in page.controls if control.get("id") not in page.labelled] == [], name
    assert page.referred <= set(page.ids), (name, page.referred - set(page.ids))
    assert text.count("<h1") == 1, name
    assert re.search(r"<title>[^<]+</title>", text), name
    assert '<html lang="en"' in text, name


@pytest.fixture
def clinic() -> Clinic:
    return Clinic.made()


@pytest.mark.parametrize("who", ["prescriber", "medical_director", "coordinator", "auditor", "researcher"])
def test_every_page_is_clean_labelled_and_whole(who: str, clinic: Clinic) -> None:
    client = visits.signed_in(cast.everyone()[who])
    for page in every_page.OPENED:
        answer = client.get(page.address(clinic))
        if answer.content and (page.whole or answer.status_code >= 400):
            check(page.name, answer.content.decode())


@pytest.mark.parametrize(
    "name", ["patient-new", "fact-new", "measure-clinic", "staff-new", "course-move", "course-new"]
)
def test_a_refused_form_is_as_clean_as_an_empty_one(name: str, clinic: Clinic) -> None:
    page = next(page for page in every_page.PAGES if page.name == name and not page.posted)
    client = visits.signed_in(cast.director())
    address = page.address(clinic)
    token = str(client.get(address).context["csrf_token"])
    answer = client.post(address, {"csrfmiddlewaretoken": token, "value": "180"})
    assert answer.status_code == 422
    check(name, answer.content.decode())


def test_the_pages_that_need_no_sign_in_are_as_clean(clinic: Clinic) -> None:
    stranger = Client()
    for address in ("/account/login/", f"/a/{clinic.token}/", "/a/nonsense/", "/account/login/nothing/"):
        check(address, stranger.get(address).content.decode())
    check("missing answers", stranger.post(f"/a/{clinic.token}/", {}).content.decode())
    check("thanks", stranger.post(f"/a/{clinic.token}/", visits.all_answers(q9=2)).content.decode())


def test_the_account_pages_are_as_clean() -> None:
    nurse = cast.person("nurse", "nurse", password=cast.PASSWORD)
    client = Client()
    client.post("/account/login/", {"login": nurse.username, "password": cast.PASSWORD})
    check("reauthenticate", client.get("/account/reauthenticate/").content.decode())
    client.post("/account/reauthenticate/", {"password": cast.PASSWORD, "next": "/"})
    for path in ("", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "logout/"):
        check(path, client.get(f"/account/{path}").content.decode())


def test_the_policy_that_pages_are_sent_with_allows_no_inline_script_and_no_style() -> None:
    policy = Client().get("/account/login/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"] == ["'none'"]


def test_no_template_holds_what_the_policy_forbids_even_where_no_test_goes() -> None:
    folder = Path(daybreak.web.__file__).parent / "templates"
    for template in sorted(folder.rglob("*.html")):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=", text), template
        assert not re.search(r"<[^>]*\son[a-z]+=", text), template
        assert not re.search(r"hx-on|<style|javascript:", text), template
        for script in re.findall(r"<script[^>]*>", text):
            assert " src=" in script, template
