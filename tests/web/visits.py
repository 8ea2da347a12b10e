"""How the tests of pages visit them: signed in as someone of the cast, sending forms as a browser does."""

import re
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from daybreak.clinic.people.models import Person


def signed_in(person: Person) -> Client:
    """A browser in which ``person`` is signed in; it checks CSRF as a real one is checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def words(answer: Any) -> str:
    """The words of a page, without its tags."""
    text = re.sub(r"<script.*?</script>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("&#x27;", "'").replace("&quot;", '"')


def send(client: Client, name: str, *args: Any, fields: dict[str, Any] | None = None, at: str = "", **more: Any) -> Any:
    """Open the page of a form and send it, with its token and a key; ``at`` is the page that holds the token."""
    address = reverse(f"web:{name}", args=args)
    page = client.get(at or address)
    token = str(page.context["csrf_token"])
    given = {"csrfmiddlewaretoken": token, "client_id": str(uuid.uuid4())}
    return client.post(address, given | (fields or {}), **more)


def all_answers(**changes: int) -> dict[str, str]:
    """Every item of the PHQ-9 answered with 1, but for the changes: ``all_answers(q9=2)``."""
    given = {f"q{number}": 1 for number in range(1, 9)} | {"q9": 0} | changes
    return {name.replace("q", "phq9-"): str(value) for name, value in given.items()}


def addresses(answer: Any) -> list[str]:
    """Where the links of a page lead, within the clinic."""
    found = re.findall(r'<a [^>]*href="(/[^"#]*)', answer.content.decode())
    return [address.replace("&amp;", "&") for address in dict.fromkeys(found) if not address.startswith("/static/")]
