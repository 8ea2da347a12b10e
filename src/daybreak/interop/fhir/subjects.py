"""Whom a resource is about: a Patient of the file, or one known here by an identifier or address."""

from typing import Any

from daybreak.interop.fhir.directory import Directory, is_global, plain
from daybreak.interop.fhir.patients import ADDRESS_SYSTEM
from daybreak.interop.fhir.reading import Resource
from daybreak.interop.fhir.validation import Unclear

_ELEMENTS = {"AllergyIntolerance": "patient"}


class Subjects:
    """Resolves the patients of one file. ``known``: reference → (system, value) of patients who are not in it."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self.known: dict[str, tuple[str, str]] = {}

    def ref(self, resource: Resource, model: Any) -> str:
        """How facts point at the patient (see ForeignPatient.ref). Raises Unclear when that is nobody certain."""
        element = _ELEMENTS.get(resource.type, "subject")
        reference = getattr(model, element)
        if reference is None:
            raise Unclear("It does not say about which patient it is.")
        patient = self._directory.find(reference, resource, "Patient")
        if patient is not None:
            return str(patient.origin.entry)
        return self._elsewhere(reference)

    def _elsewhere(self, reference: Any) -> str:
        identifier, address = reference.identifier, plain(reference.reference or "")
        if is_global(address):
            known = (ADDRESS_SYSTEM, address)
        elif identifier is not None and identifier.system and identifier.value:
            known = (str(identifier.system), str(identifier.value))
        else:
            raise Unclear(f"The patient it is about ({address or 'without reference'}) is not in the file.")
        ref = f"known {known[0]}|{known[1]}"
        self.known[ref] = known
        return ref
