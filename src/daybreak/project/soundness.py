"""What would be unwise although it works: Django's own deployment checks, and the files that pages need."""

from pathlib import Path

from django.core import checks

import daybreak.web

# Frames are forbidden by our own headers; HTTPS is ended by a proxy in front of the server; and HSTS for other names of
# the clinic's domain is not ours to ask.
_ANSWERED = {"security.W002", "security.W005", "security.W008", "security.W021"}
_ON_THIS_MACHINE = {"security.W004", "security.W012", "security.W016"}
PAGES_FILES = ("app.js", "app.css")


def warnings() -> list[str]:
    """One sentence for each thing to put right."""
    return [*_missing_files(), *_from_django(), *_closed_notes()]


def _missing_files() -> list[str]:
    dist = Path(daybreak.web.__file__).parent / "static/dist"
    missing = [name for name in PAGES_FILES if not (dist / name).is_file()]
    return [f"The pages' files {', '.join(missing)} are missing. Install Daybreak again."] if missing else []


def _from_django() -> list[str]:
    from django.conf import settings

    passed_over = _ANSWERED | (set() if settings.SESSION_COOKIE_SECURE else _ON_THIS_MACHINE)
    found = checks.run_checks(include_deployment_checks=True)
    return [f"{message.msg} ({message.id})" for message in found if message.id not in passed_over]


def _closed_notes() -> list[str]:
    """What keeps psychotherapy notes from being opened; the clinic can be served all the same."""
    from daybreak.clinic.entry import Conflict
    from daybreak.clinic.notes import actions

    try:
        whole = actions.health().is_whole
        return [] if whole else ["Some psychotherapy notes do not open: `daybreak notes keys check` says which."]
    except Conflict as problem:
        return [str(problem)]
