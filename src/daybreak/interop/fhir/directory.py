"""Finds what a reference points at among the resources of one file: by address, by type and id, or by identifier."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from daybreak.interop.fhir.reading import Resource
from daybreak.interop.fhir.validation import Unclear

_VERSION = re.compile(r"/_history/[^/]+$")
_RESTFUL = re.compile(r"(?P<base>https?://.+)/(?P<type>[A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})")
_LOCAL_HOST = re.compile(r"localhost|[^.]+|.*\.(local|localhost|internal|test)|[\d.]+|\[.*\]")


class Directory:
    """All resources of a file by each of their names."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._by_name: dict[str, list[Resource]] = defaultdict(list)
        for resource in resources:
            for name in _names(resource):
                self._by_name[name].append(resource)

    def find(self, reference: Any, source: Resource, wanted: str) -> Resource | None:
        """The resource of type ``wanted`` that ``source`` refers to by a FHIR Reference model; None if not in the file.

        Raises Unclear when several different ones could be meant, or the reference says nothing.
        """
        names = _sought(reference, source, wanted)
        if not names:
            raise Unclear(f"Its reference to a {wanted} is empty.")
        for name in names:
            found = [one for one in self._by_name.get(name, ()) if one.type == wanted]
            if any(one.body != found[0].body for one in found[1:]):
                raise Unclear(f"Its reference could mean more than one {wanted} of the file.")
            if found:
                return found[0]
        return None


def plain(reference: str) -> str:
    """The address without the version it may carry."""
    return _VERSION.sub("", reference)


def is_global(address: str) -> bool:
    """Whether this is the address of a resource on a server that is the same for everyone."""
    if _RESTFUL.fullmatch(address) is None:
        return False
    host = urlsplit(address).hostname or ""
    return not _LOCAL_HOST.fullmatch(host)


def identifier_name(identifier: Mapping[str, Any] | Any) -> str:
    """One text for a system and its value; "" unless both are there."""
    get = identifier.get if isinstance(identifier, Mapping) else lambda name: getattr(identifier, name, None)
    system, value = get("system"), get("value")
    return f"identifier {system}|{value}" if system and value else ""


def _names(resource: Resource) -> set[str]:
    names = {plain(resource.full_url), f"{resource.type}/{resource.id}" if resource.id else ""}
    stated = resource.body.get("identifier")
    for one in stated if isinstance(stated, list) else [stated]:
        if isinstance(one, dict):
            names.add(identifier_name(one))
    return names - {""}


def _sought(reference: Any, source: Resource, wanted: str) -> list[str]:
    """The names under which the target may be known, the most certain first."""
    target = plain(reference.reference or "")
    names: list[str] = []
    if target.startswith(f"{wanted}?"):
        query = dict(parse_qsl(urlsplit(target).query))
        names.append(f"identifier {query.get('identifier', '')}")
    elif target:
        base = _RESTFUL.fullmatch(plain(source.full_url))
        relative = "/" in target and ":" not in target
        names += [f"{base['base']}/{target}"] if base and relative else []
        names.append(target)
    if reference.identifier is not None:
        names.append(identifier_name(reference.identifier))
    return [name for name in names if name]
