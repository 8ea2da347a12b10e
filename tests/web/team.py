"""The people of a clinic at their browsers, and the patient at a telephone that knows no account."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions.models import DosingSession
from tests.clinic import cast
from tests.web.visits import send, signed_in, words


class Team:
    """A browser for each role, and the patient's telephone, which knows no account."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {
            person.username: cast.with_passphrase(person)
            for person in (
                cast.director(),
                cast.prescriber(),
                cast.nurse(),
                cast.therapist(),
                cast.coordinator(),
                cast.auditor(),
                cast.person("witness", "nurse"),
            )
        }

    def browser(self, who: str) -> Client:
        """A browser in which one of them is signed in."""
        return signed_in(self.people[who])

    def sends(self, who: str, name: str, /, *args: Any, shown_at: str = "", **fields: Any) -> Any:
        """A form sent, and taken: a page that comes back with a sentence instead fails the test with that sentence."""
        answer = send(self.browser(who), name, *args, fields=fields, at=shown_at)
        assert answer.status_code == 302, f"{who} sent {name}: {answer.status_code} {words(answer)[-900:]}"
        return answer

    def sees(self, who: str, name: str, *args: Any) -> str:
        """The words of a page."""
        answer = self.browser(who).get(reverse(f"web:{name}", args=args))
        assert answer.status_code == 200, f"{who} opened {name}: {answer.status_code}"
        return words(answer)

    def at_bedside(self, session: DosingSession, name: str, **body: Any) -> Any:
        """One entry of the nurse's tablet."""
        client = self.browser("nurse")
        page = client.get(reverse("web:session", args=[session.public_id]))
        answer = client.post(
            reverse(f"web:session-{name}", args=[session.public_id]),
            {"client_id": str(uuid4()), **body},
            content_type="application/json",
            headers={"X-CSRFToken": page.context["session_data"]["csrf"]},
        )
        assert answer.status_code == 201, f"{name}: {answer.status_code} {answer.content.decode()[:600]}"
        return answer.json()
