"""What the reference page says of the checklist before a dose, of the texts of consent and of the body map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from daybreak.care import checklist, touch
from daybreak.care.consents import ConsentKind, shipped

Table = Callable[[tuple[str, ...], Iterable[tuple[str, ...]]], str]


def parts(table: Table) -> Iterator[str]:
    """The chapters, as Markdown."""
    yield "## Before a dose"
    yield "No dosing session opens and no dose is charted while one of these is missing."
    rows = ((f"{item.label}<br>`{item.id}`", item.owner.label, item.why) for item in checklist.items())
    yield table(("Item", "Whose work", "Why"), rows)
    yield "## Texts of consent"
    yield "Shipped as drafts; none is in force before the medical director has signed it; every version is kept."
    texts = (shipped(kind) for kind in ConsentKind)
    yield table(
        ("Text", "Needed for a dose", "Source"),
        ((text.title, "agreed" if text.required else "decided, either way", text.source) for text in texts),
    )
    yield f"Places that can be marked for touch: {touch.in_words(touch.mask_of(r.id for r in touch.regions()))}."
