"""Under which name a foreign resource is known again: its address, an identifier, its local id, or what it says."""

from daybreak.clinic.imports.statements import Said, fingerprint
from daybreak.interop.fhir.directory import identifier_name, is_global, plain
from daybreak.interop.fhir.reading import Resource
from daybreak.interop.fhir.validation import Unclear


def key(resource: Resource, said: Said | None) -> tuple[str, bool]:
    """The key, and whether it means the same everywhere. Raises Unclear for an error that nobody can find."""
    address = plain(resource.full_url)
    if is_global(address):
        return address, True
    stated = resource.body.get("identifier")
    identifiers = stated if isinstance(stated, list) else [stated]
    named = [identifier_name(one) for one in identifiers if isinstance(one, dict)]
    if known := sorted(filter(None, named)):
        return known[0], True
    if resource.id or address:
        return resource.id or address, False
    if said is None:
        raise Unclear("It is said to be entered in error, but has no id by which to find what it takes back.")
    return f"content {fingerprint(said)}", False
