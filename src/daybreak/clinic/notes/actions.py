"""Everything that is written as a note, and every opening of one: the one way in.

Rules of this house:

- A draft is its writer's alone and lives on the server; two pages that disagree become two drafts, and nothing is lost.
- A signed note is never changed: it is added to, or amended by one that takes its place and says why.
- The words of a psychotherapy note, draft or signed, reach the database under seal only. Its key is outside.
- A key that is wrong or lost is said plainly; nothing that does not open is ever overwritten.
- Opening a note is logged before a word is shown.
"""

from daybreak.clinic.notes.drafts import Saved, discard_draft, save_draft, start_draft
from daybreak.clinic.notes.drafts import read as read_draft
from daybreak.clinic.notes.reading import OpenNote, is_as_signed, permit_psychotherapy, read_note, read_psychotherapy
from daybreak.clinic.notes.rotating import Health, Rotation, health, make_keys, make_keys_at_set_up, rotate_keys
from daybreak.clinic.notes.signing import sign_note

__all__ = [
    "Health",
    "OpenNote",
    "Rotation",
    "Saved",
    "discard_draft",
    "health",
    "is_as_signed",
    "make_keys",
    "make_keys_at_set_up",
    "permit_psychotherapy",
    "read_draft",
    "read_note",
    "read_psychotherapy",
    "rotate_keys",
    "save_draft",
    "sign_note",
    "start_draft",
]
