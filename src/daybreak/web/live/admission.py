"""Whether a screen may go on watching: its sign-in may end, its person may leave, while the stream stays open."""

from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from daybreak.clinic.people import queries as people


@dataclass(frozen=True)
class Admission:
    """The sign-in under which a stream was opened, and the act it needs."""

    session_key: str
    act: str

    def holds(self) -> bool:
        """Read afresh: the sign-in is not over, its person is active, and still may do the act."""
        asked = HttpRequest()
        asked.session = import_module(settings.SESSION_ENGINE).SessionStore(self.session_key)
        person = get_user(asked)
        return person.is_authenticated and people.may(person, self.act)
