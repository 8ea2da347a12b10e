"""What the page of a browser task is told: the task, its length, the words it says, and where its result goes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from daybreak.care import cognition
from daybreak.clinic.measures.models import Invitation


def task_data(invitation: Invitation, token: str) -> dict[str, Any]:
    """The page's own words and the data of its script, which holds nothing about the patient."""
    task = cognition.task(invitation.instrument)
    about = _about()[task.id]
    data = {
        "task": task.id,
        "seconds": task.seconds,
        "invitation": str(invitation.public_id),
        "url": reverse("web:answer-play", args=[token]),
        "after": reverse("web:answer", args=[token]) + "?thanks",
        "words": {**_words(), **about},
    }
    return {"task": task, "about": about, "task_data": data}


def _about() -> dict[str, dict[str, str]]:
    """What each task is, as the patient reads it."""
    return {
        cognition.DIGIT_SYMBOL: {
            "title": _("Symbols and digits"),
            "lede": _("A short task of a minute and a half, after a little practice."),
            "how": _(
                "At the top, each symbol stands over its digit. One symbol appears below: press its digit. "
                "Be quick, and take care."
            ),
            "stay": _("Please stay on this page until it ends. Turn off what may interrupt you."),
        },
        cognition.VIGILANCE: {
            "title": _("Watch for the light"),
            "lede": _("A short task of three minutes, after a little practice."),
            "how": _(
                "Look at the dark circle. Whenever it lights up, press it at once. Do not press before it lights up."
            ),
            "stay": _("Please stay on this page until it ends. Turn off what may interrupt you."),
        },
    }


def _words() -> dict[str, str]:
    """What the script says while it runs."""
    return {
        "loading": _("Getting ready …"),
        "practice_over": _("That was the practice. Now it counts."),
        "start": _("Start"),
        "go_on": _("Begin"),
        "right": _("Right"),
        "wrong": _("Not this one"),
        "early": _("Too early"),
        "left": _("%(seconds)s seconds left"),
        "saving": _("Saving …"),
        "not_saved": _("Not saved yet: there is no connection. Stay here; it is tried again by itself."),
        "press": _("Press when it lights up"),
        "which": _("Which digit belongs to this symbol?"),
        "key": _("Symbols and their digits"),
        "symbol": _("Symbol"),
    }
