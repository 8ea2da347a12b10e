"""What people do with plans: make and end them, book, move, cancel and mark appointments, keep places and calendars.

Nothing moves by itself: an act that moves more than one appointment takes the digest of the proposal that the person
saw, and does exactly that or nothing. Chairs and people belong to the whole clinic, so that one act at a time is done.
"""

from daybreak.clinic.plans.booking import book, cancel, mark_done, session_abandoned, session_opened
from daybreak.clinic.plans.feeds import make_feed, read_feed, revoke_feed
from daybreak.clinic.plans.flowing import end_plan, make_plan, mark_missed, move
from daybreak.clinic.plans.places import add_place, close_day, open_day, retire_place
from daybreak.clinic.plans.versions import sign_protocol

__all__ = [
    "add_place",
    "book",
    "cancel",
    "close_day",
    "end_plan",
    "make_feed",
    "make_plan",
    "mark_done",
    "mark_missed",
    "move",
    "open_day",
    "read_feed",
    "retire_place",
    "revoke_feed",
    "session_abandoned",
    "session_opened",
    "sign_protocol",
]
