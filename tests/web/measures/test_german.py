"""Nothing that a patient reads is left in English: every page by link in both languages, compared word for word."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from daybreak.care.cognition import TASKS
from daybreak.clinic import clock
from daybreak.clinic.measures import actions
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db
SAID = {"alt", "aria-label", "placeholder", "title", "value"}
NAMES = {"Deutsch", "English", "Symbol"}
"""The languages by their own names."""


class Read(HTMLParser):
    """Everything a page says, aloud or on the screen, outside what is marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        kept = {name: value for name, value in attrs if value}
        spoken = [value for name, value in kept.items() if name in SAID or name.startswith("data-word-")]
        if kept.get("type") not in ("hidden", "radio"):
            self.said |= {value for value in spoken if tag != "button" or not value.isdigit()}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.add(" ".join(data.split()))


def read(link: str, language: str, **fields: Any) -> set[str]:
    client = Client(enforce_csrf_checks=True)
    address = f"{link}?lang={language}"
    answer = client.post(address, fields) if fields else client.get(address)
    assert f'<html lang="{language}">' in answer.content.decode()
    reader = Read()
    reader.feed(answer.content.decode())
    return {words for words in reader.said if re.search(r"[A-Za-z]{2}", words)}


def link(instrument: str = "phq9") -> str:
    _, token = actions.invite(
        by=cast.nurse(), patient=cast.patient(), instrument=instrument, valid_for=timedelta(hours=2)
    )
    return f"/a/{token}/"


def left_in_english(english: set[str], german: set[str]) -> set[str]:
    return {words for words in english & german if words not in NAMES and words != settings.DAYBREAK.clinic_name}


@pytest.mark.parametrize("instrument", ["phq9", "gad7", "phq2", "who5", *TASKS])
def test_the_questions_and_the_tasks(instrument: str) -> None:
    asked = link(instrument)
    assert left_in_english(read(asked, "en"), read(asked, "de")) == set()


def test_what_is_said_of_missing_answers_and_after_sending() -> None:
    asked = link()
    partly = {"phq9-1": "2"}
    assert left_in_english(read(asked, "en", **partly), read(asked, "de", **partly)) == set()
    told = [read(link(), language, **visits.all_answers(q9=2)) for language in ("en", "de")]
    assert left_in_english(*told) == set()


def test_links_that_do_not_work() -> None:
    broken = "/a/nonsense/"
    assert left_in_english(read(broken, "en"), read(broken, "de")) == set()
    asked = link()
    with clock.at(clock.now() + timedelta(hours=3)):
        assert left_in_english(read(asked, "en"), read(asked, "de")) == set()
    read(asked, "de", **visits.all_answers())
    assert left_in_english(read(asked, "en"), read(asked, "de")) == set()


def test_a_questionnaire_without_german_words_says_so_and_is_marked_as_english() -> None:
    asked = link("pcl5")
    german = read(asked, "de")
    assert "Diesen Fragebogen gibt es nur auf Englisch." in german
    page = Client().get(f"{asked}?lang=de").content.decode()
    assert page.count('<legend lang="en">') == 20
    english_parts = left_in_english(read(asked, "en"), german)
    assert not [words for words in english_parts if words.startswith(("How have", "Send", "Your answers"))]


def test_the_language_agreed_with_the_patient_comes_before_the_browsers() -> None:
    patient = cast.patient()
    actions.set_reach(by=cast.nurse(), patient=patient, way="none", language="de")
    _, token = actions.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(hours=2))
    page = Client().get(f"/a/{token}/", headers={"Accept-Language": "en-GB,en"})
    assert "Wie geht es Ihnen?" in page.content.decode()
    _, token = actions.invite(by=cast.nurse(), patient=cast.patient(), valid_for=timedelta(hours=2))
    page = Client().get(f"/a/{token}/", headers={"Accept-Language": "de-AT,de;q=0.9"})
    assert "Wie geht es Ihnen?" in page.content.decode()


def test_the_pages_of_staff_stay_english() -> None:
    nurse = visits.signed_in(cast.nurse())
    page = nurse.get(f"/patients/{cast.patient().public_id}/measures/", headers={"Accept-Language": "de"})
    assert "What was answered" in visits.words(page)
