"""Reads a file as FHIR JSON: a Bundle's entries, or one resource; an unreadable file is refused with a sentence."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from daybreak.clinic.imports.origin import Origin

LARGEST_BYTES = 200 * 1024 * 1024
_DEEPEST = 100
_BUNDLES = ("collection", "transaction", "batch", "document", "searchset")


class Unusable(Exception):  # noqa: N818 - the word people see
    """Nothing of the file can be taken in; the text is a sentence that says why."""


@dataclass(frozen=True)
class Resource:
    """One resource as it stands in the file, not yet judged."""

    origin: Origin
    full_url: str
    body: Mapping[str, Any]
    problem: str = ""
    """Why the entry is no resource to be taken in; empty when it may be one."""

    @property
    def type(self) -> str:
        """The resource type, "" where it is not said."""
        return _text(self.body.get("resourceType"))

    @property
    def id(self) -> str:
        """The id in its own system, or ""."""
        return _text(self.body.get("id"))


def read(content: bytes) -> tuple[Resource, ...]:
    """The resources of a file in their order. Raises Unusable."""
    document = _parsed(content)
    if document.get("resourceType") != "Bundle":
        return (_resource(1, {"resource": document}),)
    kind = document.get("type")
    if kind not in _BUNDLES:
        raise Unusable(f'A Bundle of type "{kind}" is not taken in: its type must be one of {", ".join(_BUNDLES)}.')
    entries = document.get("entry")
    if not isinstance(entries, list) or not entries:
        raise Unusable("The Bundle has no entries, so there is nothing to take in.")
    return tuple(_resource(number, entry) for number, entry in enumerate(entries, start=1))


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST_BYTES:
        raise Unusable(f"The file is larger than {LARGEST_BYTES // 1024**2} MB: please export it in parts.")
    try:
        document = json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError:
        raise Unusable("The file is not text in UTF-8: is it really a FHIR file in JSON?") from None
    except json.JSONDecodeError as error:
        raise Unusable(
            f"The file is not complete JSON (line {error.lineno}, column {error.colno}): was it cut off, or is it XML?"
        ) from None
    except RecursionError:
        raise Unusable("The file is nested too deeply to be a FHIR resource.") from None
    except ValueError as error:
        raise Unusable(str(error)) from None
    if not isinstance(document, dict) or not isinstance(document.get("resourceType"), str):
        raise Unusable('The file is JSON, but not FHIR: it does not say its "resourceType".')
    _check(document)
    return document


def _resource(number: int, entry: Any) -> Resource:
    body = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(body, dict):
        request = entry.get("request") if isinstance(entry, dict) else None
        deletes = isinstance(request, dict) and request.get("method") == "DELETE"
        why = "It asks for a deletion; an import deletes nothing." if deletes else "It holds no resource."
        return Resource(Origin(number, "entry"), "", {}, why)
    kind, own_id = _text(body.get("resourceType")), _text(body.get("id"))
    name = f"{kind or 'resource'}/{own_id}" if own_id else kind or "resource"
    problem = "" if kind else "It does not say its resourceType."
    return Resource(Origin(number, name[:120]), _text(entry.get("fullUrl")), body, problem)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise ValueError(f'"{twice[:60]}" stands twice in one object of the file: which one is meant cannot be known.')
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} stands in the file in place of a number: that is not JSON.")


def _check(document: Any) -> None:
    """No nesting beyond reason, and no text that neither database nor screen can hold."""
    level = [document]
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise Unusable("The file is nested too deeply to be a FHIR resource.")


def _inside(value: Any) -> Iterator[Any]:
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Unusable("The file contains text that cannot be written (a zero byte or half a character).")
    elif isinstance(value, dict):
        yield from value
        yield from value.values()
    elif isinstance(value, list):
        yield from value
