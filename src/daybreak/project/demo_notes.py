"""How doses are worked through in the synthetic clinic: an integration note after each, one of them private as well."""

from datetime import datetime, timedelta
from typing import NamedTuple

from daybreak.clinic import clock
from daybreak.clinic.courses import queries as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.integration import queries as integration
from daybreak.clinic.notes import actions as notes
from daybreak.clinic.notes import queries as written
from daybreak.clinic.notes.models import Draft, Words
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures.proof import PASSPHRASE, Proof
from daybreak.project.demo_story import Step, Story

AFTER = timedelta(hours=27, minutes=40)


class Told(NamedTuple):
    """What one integration brought."""

    text: str
    themes: tuple[str, ...]
    revisited: str
    commitments: str
    homework: str
    became: str


_TOLD = (
    Told(
        "First dose well tolerated. Describes a wide grey field and, for the first time in months, no hurry in it.\n\n"
        "Slept seven hours. Ate breakfast with the family. Mood lighter in the evening, flat again this morning.",
        ("fear", "letting_go"),
        "The intention feels closer than before; there is fear in it that was not named then.",
        "Says no to the extra shift this week.",
        "Ten minutes outside before nine\nWrite down one thing that was not hard",
        "partly",
    ),
    Told(
        "The second session was sadder and clearer. Wept for the first time since spring, and was relieved by it.\n\n"
        "Appetite returning. No thoughts of death since the last meeting, asked about openly.",
        ("grief", "family"),
        "The sadness belongs to it. The wish is now less to be rid of something than to be with someone.",
        "Tells the sister about the treatment.",
        "Ring the sister on Sunday\nTen minutes outside before nine, on four days",
        "done",
    ),
    Told(
        "Much of the session was spent in the body: warmth in the hands, weight in the chest that came and went.\n\n"
        "Energy better. Has taken up drawing for half an hour on two evenings.",
        ("body", "meaning"),
        "Finds the words of the preparation almost too small for it by now, and wants to keep them all the same.",
        "Keeps two evenings a week free.",
        "Draw on two evenings",
        "done",
    ),
    Told(
        "A difficult passage in the middle: felt shut in, and asked for a hand, which helped at once as agreed.\n\n"
        "Spoke about how help is asked for at home. Left calm.",
        ("difficult", "closeness"),
        "Asking for the hand was the intention, done rather than thought.",
        "Asks for help once before it is urgent.",
        "Ask for help once, with something small",
        "done",
    ),
)
_PRIVATE = (
    "While she spoke of her father I found myself wanting to hurry her past it. Take this to supervision: it is my own "
    "hurry, and she slows down when I sit back."
)


def worked_through(story: Story, injected: datetime) -> None:
    """The day after a dose the therapist meets the patient, and signs the integration note."""
    story.steps.append(Step(injected + AFTER, lambda: _write(story)))


def _write(story: Story) -> None:
    leila, course = story.staff["leila"], _course(story)
    window = integration.of_course(course)[0].row
    told = _TOLD[(window.number - 1) % len(_TOLD)]
    homework = written.open_homework(course)
    draft = notes.start_draft(by=leila, course=course, kind="progress", window=window)
    words: Words = {
        **notes.read_draft(draft),
        "text": told.text,
        "themes": list(told.themes),
        "revisited": told.revisited,
        "commitments": told.commitments,
        "homework": told.homework,
        **{f"review-{one.id}": told.became for one in homework},
    }
    _sign(leila, draft, words)
    if window.number == len(_TOLD) - 1:
        notes.make_keys_at_set_up()
        private = notes.start_draft(by=leila, course=course, kind="psychotherapy")
        _sign(leila, private, {**notes.read_draft(private), "text": _PRIVATE})


def _sign(by: Person, draft: Draft, words: Words) -> None:
    saved = notes.save_draft(by=by, draft=draft, words=words, version=draft.version, tab=draft.public_id)
    notes.sign_note(by=by, draft=saved.draft, proof=Proof(by.pk, clock.now(), PASSPHRASE))


def _course(story: Story) -> Course:
    course = courses.current(story.patient) if story.patient else None
    if course is None:
        raise LookupError(f"{story.someone.mrn} has no open course at this point of the story.")
    return course
