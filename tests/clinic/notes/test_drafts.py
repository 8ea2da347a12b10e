"""What is being written is kept as it was typed, for its writer alone; two pages that disagree lose nothing."""

from uuid import uuid4

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.integration import queries as integration
from daybreak.clinic.notes import actions, queries
from daybreak.clinic.notes.models import Draft, Words
from tests.clinic import cast, scenes
from tests.clinic.integration.scenes import window
from tests.clinic.notes.scenes import SECRET, course, draft, private, progress

pytestmark = pytest.mark.django_db

ONE, OTHER = uuid4(), uuid4()


def save(row: Draft, words: Words, version: int, tab: object) -> actions.Saved:
    return actions.save_draft(by=cast.therapist(), draft=row, words=words, version=version, tab=tab)


@pytest.mark.parametrize("kind", ["progress", "psychotherapy"])
def test_a_draft_is_kept_as_it_was_typed_however_often_it_is_saved(kind: str) -> None:
    row = actions.start_draft(by=cast.therapist(), course=course(), kind=kind)
    for version, words in enumerate(({"text": "Half a"}, {"text": "Half a sentence", "at": "not a day"})):
        saved = save(row, words, version, ONE)
        assert (saved.draft.version, saved.other) == (version + 1, None)
        assert actions.read_draft(queries.draft(cast.therapist(), row.public_id)) == words


@pytest.mark.parametrize("kind", ["progress", "psychotherapy"])
def test_two_pages_that_disagree_become_two_drafts_and_go_on_apart(kind: str) -> None:
    row = actions.start_draft(by=cast.therapist(), course=course(), kind=kind)
    save(row, {"text": "from one"}, 0, ONE)
    fork = save(row, {"text": "from the other"}, 0, OTHER)
    assert fork.other == row
    again = save(row, {"text": "from the other, and on"}, 0, OTHER)
    assert again.draft == fork.draft
    save(row, {"text": "from one, and on"}, 1, ONE)
    kept = {actions.read_draft(found)["text"] for found in queries.drafts_of(cast.therapist())}
    assert kept == {"from one, and on", "from the other, and on"}


def test_two_pages_that_say_the_same_stay_one() -> None:
    row = draft(text="the same")
    assert save(row, {"text": "the same"}, 0, OTHER).other is None
    assert Draft.objects.count() == 1


def test_an_answer_that_was_lost_on_the_way_makes_no_second_draft_of_the_same_page() -> None:
    row = actions.start_draft(by=cast.therapist(), course=course(), kind="progress")
    save(row, {"text": "typed"}, 0, ONE)
    assert save(row, {"text": "typed on"}, 0, ONE).other is None
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("kind", ["progress", "psychotherapy"])
def test_a_draft_is_nobody_elses(kind: str) -> None:
    row = draft(kind=kind, text=SECRET)
    other = cast.person("second", "therapist", "medical_director")
    for attempt in (
        lambda: queries.draft(other, row.public_id),
        lambda: actions.save_draft(by=other, draft=row, words={"text": ""}, version=1, tab=OTHER),
        lambda: actions.discard_draft(by=other, draft=row),
        lambda: actions.sign_note(by=other, draft=row, proof=cast.proof(other)),
    ):
        with pytest.raises(Absent):
            attempt()
    assert actions.read_draft(queries.draft(cast.therapist(), row.public_id))["text"] == SECRET


def test_a_draft_thrown_away_is_gone_and_throwing_it_away_again_does_nothing() -> None:
    row = draft(text="wrong patient")
    actions.discard_draft(by=cast.therapist(), draft=row)
    actions.discard_draft(by=cast.therapist(), draft=row)
    assert Draft.objects.count() == 0


def test_pressing_twice_begins_one_draft() -> None:
    key, of = uuid4(), course()
    begun = [actions.start_draft(by=cast.therapist(), course=of, kind="progress", client_id=key) for _ in range(2)]
    assert begun[0] == begun[1]


def test_words_without_end_are_refused_before_they_reach_the_database() -> None:
    with pytest.raises(Invalid, match="too long"):
        draft(text="x" * 300_000)


def test_an_unknown_kind_of_note_is_refused_with_a_sentence() -> None:
    with pytest.raises(Invalid, match="Choose a progress note"):
        actions.start_draft(by=cast.therapist(), course=course(), kind="diary")


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        *[("coordinator", "progress"), ("auditor", "progress"), ("researcher", "progress"), ("outsider", "progress")],
        *[(role, "psychotherapy") for role in ("prescriber", "nurse", "coordinator", "medical_director", "auditor")],
    ],
)
def test_who_may_not_write_a_note_cannot_begin_one(role: str, kind: str) -> None:
    of = course()
    with pytest.raises(Refused):
        actions.start_draft(by=cast.everyone()[role], course=of, kind=kind)


def test_a_closed_course_takes_addenda_and_no_new_notes() -> None:
    from daybreak.clinic.courses import actions as courses

    note = progress()
    closed = courses.move(by=cast.prescriber(), course=note.course, to="closed")
    with pytest.raises(Conflict, match="This course is closed"):
        actions.start_draft(by=cast.therapist(), course=closed, kind="progress")
    assert actions.start_draft(by=cast.therapist(), course=closed, kind="progress", about=note.public_id)


def test_an_amendment_begins_with_the_words_of_its_note() -> None:
    note = progress(themes=["grief", "body"], homework="Walk at dawn\nWrite to my sister", commitments="Rest")
    row = actions.start_draft(
        by=cast.therapist(), course=note.course, kind="progress", about=note.public_id, amends=True
    )
    words = actions.read_draft(row)
    assert (words["text"], words["themes"]) == (note.text, ["grief", "body"])
    assert words["homework"] == "Walk at dawn\nWrite to my sister"


def test_only_who_wrote_a_note_amends_it() -> None:
    note = progress()
    with pytest.raises(Conflict, match="Write an addendum instead"):
        actions.start_draft(by=cast.nurse(), course=note.course, kind="progress", about=note.public_id, amends=True)


def test_nobody_adds_to_the_psychotherapy_note_of_another() -> None:
    note, other = private(), cast.person("second", "therapist")
    with pytest.raises(Conflict, match="written by its author"):
        actions.start_draft(by=other, course=note.course, kind="psychotherapy", about=note.public_id)


def test_a_note_is_not_added_to_from_another_course() -> None:
    note = progress()
    with pytest.raises(Conflict, match="another course"):
        actions.start_draft(
            by=cast.therapist(), course=scenes.course(phase="preparation"), kind="progress", about=note.public_id
        )


def test_an_integration_note_begins_as_one() -> None:
    row = window()
    begun = actions.start_draft(by=cast.therapist(), course=row.course, kind="progress", window=row)
    assert actions.read_draft(begun)["occasion"] == "integration"
    assert integration.of_dose(row.injection) == row
