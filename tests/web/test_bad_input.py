"""Bad input in every form that a page shows: a sentence beside the field or at its head, and what was typed is kept."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import pytest
from django.test import Client

from daybreak.care import roles
from tests.clinic import cast
from tests.web import every_page, visits
from tests.web.every_page import Clinic, Page

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

TYPED = {
    "text": "12,3,4 \N{FACE WITH TEARS OF JOY} <b>",
    "number": "twelve",
    "date": "30 February",
    "time": "25:99",
    "datetime-local": "soon",
    "email": "not an address",
    "textarea": "Two lines,\nand <i>a tag</i>",
}
LEFT_ALONE = re.compile(r"logout|/language|/withdraw|/revoke|/lock|/stop")
"""Forms of one button, where nothing is typed."""


@dataclass
class Form:
    """A form as a browser sees it: where it goes, and its fields by name with their kind."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, str]:
        """What nobody should type, in every field that takes typing."""
        return {name: TYPED[kind] for name, kind in self.fields.items() if kind in TYPED}


class Forms(HTMLParser):
    """Every form of a page that is sent by POST."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address, self.found, self.form = address, list[Form](), None
        self.feed(text)

    form: Form | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(given.get("action") or self.address)
            self.found.append(self.form)
        if self.form is None or not given.get("name"):
            return
        if tag == "input" and given.get("type") == "hidden":
            self.form.hidden[given["name"]] = given.get("value", "")
        elif tag in {"input", "textarea"}:
            self.form.fields[given["name"]] = "textarea" if tag == "textarea" else given.get("type", "text")

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None


def reader_of(page: Page) -> str:
    """The first role that may open the page; the therapist whose row it is, where it is someone's own."""
    allowed = [who for who in roles.ROLES if page.needed(who) is None or roles.may([who], str(page.needed(who)))]
    return "therapist" if page.anothers else allowed[0]


SENTENCE = re.compile(r'class="(?:error|[^"]*finding[^"]*|[^"]*notice[^"]*)"[^>]*>[^<]*\w')
"""What a refusal is shown in: beside the field, or at the head of the form."""


def amiss(client: Client, form: Form) -> str:
    """What is wrong with the answer to bad input; empty when it is as it should be."""
    typed = form.typed
    answer = client.post(form.action, form.hidden | typed)
    if answer.status_code >= 500:
        return f"answers {answer.status_code}"
    if answer.status_code not in {200, 422}:
        return ""  # taken, refused to the reader, or someone was first: other tests tell
    text = unescape(answer.content.decode())
    if not SENTENCE.search(text):
        return f"says nothing ({answer.status_code})"
    lost = [name for name, words in typed.items() if f'name="{name}"' in text and words.split("\n")[0] not in text]
    return f"loses what was typed in {', '.join(lost)}" if lost else ""


@pytest.mark.parametrize("page", every_page.OPENED, ids=lambda page: page.name)
def test_bad_input_is_told_beside_its_field_and_kept(page: Page) -> None:
    clinic = Clinic.made()
    client = visits.signed_in(cast.everyone()[reader_of(page)])
    address = page.address(clinic)
    shown = client.get(address)
    if shown.status_code != 200 or not page.whole:
        return
    wrong = []
    for form in Forms(shown.content.decode(), address).found:
        if form.typed and not LEFT_ALONE.search(form.action):
            found = amiss(client, form)
            wrong += [f"{form.action}: {found}"] if found else []
    assert "\n".join(wrong) == ""
