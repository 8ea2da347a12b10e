"""The pages of integration and of notes: who opens which, what is said and kept when something is wrong."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daybreak.care import roles
from daybreak.clinic import clock
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.notes.models import Draft, ProgressNote, PsychotherapyNote
from daybreak.clinic.people import actions as people
from tests.clinic import cast
from tests.clinic.integration.scenes import after, make_rounds, window
from tests.clinic.notes import scenes
from tests.clinic.notes.scenes import OPEN, SECRET
from tests.web import visits
from tests.web.test_markup import check

pytestmark = pytest.mark.django_db
WHO = (*roles.ROLES, "outsider")


@pytest.fixture
def therapist() -> Client:
    """The therapist, who can sign."""
    people.set_password(by=cast.director(), person=cast.therapist(), password=cast.PASSWORD)
    return visits.signed_in(cast.therapist())


def begun(client: Client, course: Any, kind: str = "progress") -> Draft:
    visits.send(client, "note-new", course.public_id, fields={"kind": kind}, at=f"/courses/{course.public_id}/notes/")
    return Draft.objects.latest("pk")


def typed(client: Client, row: Draft, name: str = "note-draft", **fields: Any) -> Any:
    page = client.get(reverse("web:note-draft", args=[row.public_id])) if row.version == 0 else None
    tab = fields.pop("tab", page.context["tab"] if page else uuid4())
    given = {"version": row.version, "tab": str(tab), "draft": str(row.public_id), **fields}
    at = reverse("web:notes", args=[row.course.public_id])
    return visits.send(client, name, row.public_id, fields=given, at=at)


@pytest.mark.parametrize("who", WHO)
def test_each_role_opens_what_it_may_and_the_rest_is_refused_with_the_sentence_of_the_rule(who: str) -> None:
    row, author = window(), cast.person("author", "therapist")
    course, private, progress = row.course, scenes.private(row.course, author), scenes.progress(row.course, author)
    held = [] if who == "outsider" else [who]
    client = visits.signed_in(cast.everyone()[who])
    for name, act, of in (
        ("integrations", "integration.read", []),
        ("integration", "integration.read", [row.public_id]),
        ("notes", "note.read", [course.public_id]),
        ("note", "note.read", [progress.public_id]),
    ):
        answer = client.get(reverse(f"web:{name}", args=of))
        assert answer.status_code == (200 if roles.may(held, act) else 403), name
        if answer.status_code == 403:
            assert roles.act(act).doing in visits.words(answer)
        check(name, answer.content.decode())
    assert client.get(reverse("web:psychotherapy", args=[private.public_id])).status_code == 403


@pytest.mark.parametrize("who", WHO)
def test_who_may_not_do_a_thing_is_refused_when_it_is_posted(who: str) -> None:
    row = window()
    held = [] if who == "outsider" else [who]
    client = visits.signed_in(cast.everyone()[who])
    client.get("/")
    token = client.cookies["daybreak-csrf"].value
    for name, act in (
        ("integration-book", "integration.book"),
        ("integration-hand-on", "integration.book"),
        ("integration-hold", "integration.hold"),
        ("integration-let-go", "integration.hold"),
    ):
        answer = client.post(reverse(f"web:{name}", args=[row.public_id]), {"csrfmiddlewaretoken": token})
        assert answer.status_code == (422 if roles.may(held, act) else 403), name
    answer = client.post(
        reverse("web:note-new", args=[row.course.public_id]), {"csrfmiddlewaretoken": token, "kind": "progress"}
    )
    assert answer.status_code == (302 if roles.may(held, "note.write") else 403)


@pytest.mark.parametrize("who", ["nurse", "coordinator", "prescriber", "medical_director"])
def test_no_page_of_the_chart_shows_a_word_of_a_psychotherapy_note_and_only_some_that_one_exists(who: str) -> None:
    row = window()
    scenes.private(row.course, cast.person("author", "therapist"))
    client = visits.signed_in(cast.everyone()[who])
    pages = [
        reverse("web:chart", args=[row.course.patient.public_id]),
        reverse("web:course", args=[row.course.public_id]),
        reverse("web:notes", args=[row.course.public_id]),
        reverse("web:integration", args=[row.public_id]),
        "/",
    ]
    said = [visits.words(client.get(page)) for page in pages]
    assert [word for text in said for word in SECRET.split() if f" {word} " in text and len(word) > 5] == []
    exists = any("A psychotherapy note exists." in text for text in said)
    assert exists is roles.may([who], "psychotherapy.know")


def test_a_patient_search_never_finds_words_of_notes(therapist: Client) -> None:
    scenes.private()
    scenes.progress()
    for word in ("heron", "slept"):
        found = visits.send(therapist, "patients", fields={"text": word, "q": word})
        assert "Ada Example" not in visits.words(found)


def test_a_note_is_written_saved_while_it_is_typed_and_signed(therapist: Client) -> None:
    course = scenes.course()
    row = begun(therapist, course)
    tab = uuid4()
    answer = typed(therapist, row, "note-save", text="Half a sent", tab=tab)
    assert (answer.status_code, "Saved" in visits.words(answer)) == (200, True)
    row.refresh_from_db()
    answer = typed(
        therapist, row, text=OPEN, occasion="contact", themes=["fear"], signing_password=cast.PASSWORD, sign="yes"
    )
    note = ProgressNote.objects.get()
    assert answer["Location"] == reverse("web:note", args=[note.public_id])
    page = therapist.get(answer["Location"])
    assert OPEN in visits.words(page)
    check("note", page.content.decode())
    assert Draft.objects.count() == 0


def test_going_back_to_a_signed_draft_leads_to_its_note(therapist: Client) -> None:
    row = begun(therapist, scenes.course())
    fields = {"text": OPEN, "occasion": "contact", "signing_password": cast.PASSWORD}
    first = typed(therapist, row, **fields)
    again = therapist.get(reverse("web:note-draft", args=[row.public_id]))
    assert again["Location"] == first["Location"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "The note is empty. Write it before you sign."),
        ({"text": OPEN, "signing_password": ""}, "Type your passphrase to sign."),
        ({"text": OPEN, "signing_password": "wrong one"}, "This is not your passphrase."),
        ({"text": OPEN, "at": "tomorrow"}, "This is not a moment."),
        ({"text": OPEN, "themes": ["weather"]}, "This page does not offer that."),
        ({"text": OPEN, "homework": "x" * 301}, "a line is too long"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    therapist: Client, fields: dict[str, Any], sentence: str
) -> None:
    row = begun(therapist, scenes.course())
    given = {"occasion": "contact", "commitments": "Rest & <sing>", "signing_password": cast.PASSWORD} | fields
    answer = typed(therapist, row, **given)
    assert answer.status_code == 422
    assert sentence in visits.words(answer)
    assert "Rest &amp; &lt;sing&gt;" in answer.content.decode()
    assert cast.PASSWORD not in answer.content.decode()
    check("draft", answer.content.decode())
    assert (ProgressNote.objects.count(), Draft.objects.count()) == (0, 1)


def test_two_tabs_that_disagree_are_told_and_both_are_kept(therapist: Client) -> None:
    row = begun(therapist, scenes.course())
    one, other = uuid4(), uuid4()
    typed(therapist, row, "note-save", text="from one", tab=one)
    answer = typed(therapist, row, "note-save", text="from the other", tab=other)
    assert "This draft was changed on another page" in visits.words(answer)
    fork = re.search(r'name="draft" value="([^"]+)"', answer.content.decode())
    assert fork is not None
    assert fork[1] != str(row.public_id)
    assert sorted(draft.content["text"] for draft in Draft.objects.all()) == ["from one", "from the other"]
    assert answer.status_code == 200


def test_a_tab_that_is_behind_signs_nothing_and_loses_nothing(therapist: Client) -> None:
    row = begun(therapist, scenes.course())
    typed(therapist, row, "note-save", text="from one", tab=uuid4())
    answer = typed(therapist, row, text="from the other", tab=uuid4(), signing_password=cast.PASSWORD)
    assert (answer.status_code, ProgressNote.objects.count(), Draft.objects.count()) == (409, 0, 2)
    check("conflict", answer.content.decode())


def test_the_passphrase_never_becomes_part_of_a_draft(therapist: Client) -> None:
    row = begun(therapist, scenes.course())
    typed(therapist, row, "note-save", text="Half", signing_password=cast.PASSWORD)
    row.refresh_from_db()
    assert "signing_password" not in row.content


def test_a_psychotherapy_note_is_written_signed_and_opened_by_its_author(therapist: Client) -> None:
    row = begun(therapist, scenes.course(), "psychotherapy")
    page = therapist.get(reverse("web:note-draft", args=[row.public_id]))
    assert "Only you can open it." in visits.words(page)
    check("private draft", page.content.decode())
    answer = typed(therapist, row, text=SECRET, signing_password=cast.PASSWORD)
    opened = therapist.get(answer["Location"])
    assert SECRET in visits.words(opened)
    assert AuditEvent.objects.filter(act="psychotherapy.read").count() == 1
    assert PsychotherapyNote.objects.count() == 1
    check("private", opened.content.decode())


def test_a_lost_key_is_said_on_the_page_and_nothing_is_lost(therapist: Client, settings: Any) -> None:
    note = scenes.private()
    settings.NOTES_KEY_FILE.unlink()
    answer = therapist.get(reverse("web:psychotherapy", args=[note.public_id]))
    assert answer.status_code == 409
    assert "so none can be read or written" in visits.words(answer)


def test_anothers_draft_is_not_there(therapist: Client) -> None:
    row = scenes.draft(by=cast.nurse(), text="hers")
    assert therapist.get(reverse("web:note-draft", args=[row.public_id])).status_code == 404
    assert typed(therapist, row, "note-save", text="mine now").status_code == 404
    row.refresh_from_db()
    assert row.content == {"text": "hers"}


def test_thrown_away_is_thrown_away(therapist: Client) -> None:
    row = begun(therapist, scenes.course())
    answer = typed(therapist, row, "note-discard")
    assert (answer.status_code, Draft.objects.count()) == (302, 0)


def test_an_integration_is_booked_told_of_and_held_on_its_page() -> None:
    row = window()
    client = visits.signed_in(cast.therapist())
    with clock.at(after(2)):
        answer = visits.send(client, "integration-book", row.public_id, at=f"/integration/{row.public_id}/")
        assert "Begins is missing. Fill it in." in visits.words(answer)
        late = {"at": "2026-03-07T10:00"}
        answer = visits.send(
            client, "integration-book", row.public_id, fields=late, at=f"/integration/{row.public_id}/"
        )
        assert "The window closes Thu 5 Mar, 09:10, before this time." in visits.words(answer)
        good = {"at": "2026-03-04T10:00"}
        answer = visits.send(
            client, "integration-book", row.public_id, fields=good, at=f"/integration/{row.public_id}/"
        )
        assert answer.status_code == 302
    make_rounds(after(60))
    assert Alert.objects.filter(kind="integration_closing").count() == 1
    with clock.at(after(61)):
        page = client.get(f"/integration/{row.public_id}/")
        check("window", page.content.decode())
        held = {"at": "2026-03-04T10:05"}
        visits.send(client, "integration-hold", row.public_id, fields=held, at=f"/integration/{row.public_id}/")
        assert "held" in visits.words(client.get("/integration/"))
    row.refresh_from_db()
    assert row.held_by == cast.therapist()


def test_a_window_leads_to_the_draft_that_was_begun_for_it(therapist: Client) -> None:
    row = window()
    where = f"/integration/{row.public_id}/"
    fields = {"kind": "progress", "window": str(row.public_id)}
    answers = [visits.send(therapist, "note-new", row.course.public_id, fields=fields, at=where) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert "Go on with your draft" in visits.words(therapist.get(where))
