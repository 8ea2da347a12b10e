"""One look at a design, from the form or from its text: what it says, what is wrong with it, and what happens when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from daybreak.clinic.forecasts import trials as model
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.picture import picture
from daybreak.clinic.trials.problems import problems
from daybreak.web.trials.reading import Unshowable, typed_of
from daybreak.web.trials.sheet import Sheet, sheet
from daybreak.web.trials.typed import Typed
from daybreak.web.trials.writing import content_of, place_in_form


@dataclass(frozen=True)
class Look:
    """``found`` are the sentences by place: places of the form when ``typed``, of the file when not."""

    text: str
    found: Mapping[str, str]
    picture: Mapping[str, Any]
    typed: Typed | None = None
    text_only: str = ""
    """Why the form cannot show this text; empty when it can."""

    @property
    def sheet(self) -> Sheet:
        """The form laid out. Only of a look with a form."""
        assert self.typed is not None
        return sheet(self.typed, self.found, [arm["said"] for arm in self.picture["arms"]])

    @property
    def as_dict(self) -> dict[str, Any]:
        """What the page is told while one types."""
        return {"errors": dict(self.found), "picture": self.picture, "text": self.text, "ready": not self.found}

    @property
    def listed(self) -> list[tuple[str, str]]:
        """What is wrong in the text, each with its place in words."""
        return [(_words(place), sentence) for place, sentence in self.found.items()]


def at_form(typed: Typed) -> Look:
    """A look at a form."""
    content, wrong = content_of(typed)
    found = dict(wrong)
    for place, sentence in problems(content).items():
        shown_at = place_in_form(place, typed)
        if not any(known == shown_at or known.startswith(f"{shown_at}.") for known in wrong):
            found.setdefault(shown_at, sentence)
    return Look(texts.written(content), found, picture(content, problems(content)), typed)


def at_text(text: str) -> Look:
    """A look at a text. Whatever it is, there is an answer."""
    try:
        content = texts.read(text)
    except texts.Unreadable as problem:
        return Look(text, {"": str(problem)}, picture(None, {}), text_only="The text cannot be read yet.")
    found = problems(content)
    drawn = picture(content, found)
    try:
        typed = typed_of(content)
    except Unshowable as reason:
        return Look(text, found, drawn, text_only=str(reason))
    again, _ = content_of(typed)
    if not found and not (not problems(again) and model.same(content, again)):
        return Look(text, found, drawn, text_only="The form would change its meaning.")
    return Look(text, found, drawn, typed)


def _words(place: str) -> str:
    """ "arms.0.doses.1.route" is "arm 1, dose 2, route"."""
    parts = place.split(".") if place else []
    said: list[str] = []
    for before, part in zip(["", *parts], parts, strict=False):
        if part.isdigit():
            said[-1] = f"{before.removesuffix('s')} {int(part) + 1}"
        else:
            said.append(part.replace("_", " "))
    return ", ".join(said)
