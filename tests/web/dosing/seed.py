"""Run inside a clinic before its server starts: someone to watch over, and sign-ins for the test's own HTTP client.

Prints JSON: ``session`` (public id), ``vial``, and for each role of the cast the session cookie's value.
"""

import json
import sys
from typing import Any

from daybreak.project import django


def main(kind: str) -> None:
    """``kind``: "open", or "injected"."""
    django.wake()
    from tests.web.dosing import scene

    session = scene.injected() if kind == "injected" else scene.session()
    shelf = session.injection.entry.vial if kind == "injected" else scene.vial()
    told = {"session": str(session.public_id), "vial": str(shelf.public_id), **_cookies()}
    sys.stdout.write(json.dumps(told))


def _cookies() -> dict[str, str]:
    from tests.clinic import cast

    return {role: signed_in(person) for role, person in cast.everyone().items()}


def signed_in(person: Any) -> str:
    """A sign-in made without the sign-in page; the value of its cookie."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


if __name__ == "__main__":
    main(sys.argv[1])
