"""A decision as one text: what is sealed when a patient signs, and can be compared with the record years later."""

import hashlib
from collections.abc import Collection

from daybreak.care import touch
from daybreak.care.consents import ConsentText
from daybreak.clinic.consents import queries
from daybreak.clinic.consents.models import Consent


def in_words(
    text: ConsentText, *, agreed: bool, statements: Collection[str], choices: Collection[str], name: str, mask: int
) -> str:
    """The wording, what was ticked, the decision and the name."""
    lines = [text.in_words(), f"Decision: {text.agree if agreed else text.decline}"]
    lines += [f"[x] {line.text}" for line in text.statement if line.id in statements]
    lines += [f"[x] {line.text}" for line in text.chosen(choices)]
    lines += [f"Places: {touch.in_words(mask)}"] if mask else []
    return "\n\n".join([*lines, f"Name: {name}"])


def sealed(content: str) -> str:
    """Its SHA-256."""
    return hashlib.sha256(content.encode()).hexdigest()


def is_whole(consent: Consent) -> bool:
    """Whether the decision in the record still is what was sealed when it was signed."""
    return sealed(sealed_words(consent)) == consent.content_sha256


def sealed_words(consent: Consent) -> str:
    """The decision in the record as the text that was sealed."""
    return in_words(
        consent.document.wording,
        agreed=consent.agreed,
        statements=consent.statements,
        choices=consent.choices,
        name=consent.typed_name,
        mask=queries.marked_by(consent),
    )
