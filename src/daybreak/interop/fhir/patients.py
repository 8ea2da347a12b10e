"""Who a FHIR Patient is: name, birth date, gender, contacts, and the identifiers to know them by again."""

from datetime import date
from typing import Any

from daybreak.clinic.imports.statements import ForeignPatient, Identity, fingerprint
from daybreak.clinic.patients.names import fold
from daybreak.interop.fhir.directory import is_global, plain
from daybreak.interop.fhir.reading import Resource
from daybreak.interop.fhir.validation import Unclear

ADDRESS_SYSTEM = "urn:ietf:rfc:3986"
"""The system of identifiers that are addresses, as FHIR names it."""
_GENDERS = ("female", "male", "other", "unknown")
_NOT_KEPT = {"SS", "DL", "PPN"}
"""HL7 v2-0203: social security, driving licence and passport numbers are not needed here, so they are not kept."""
_NAME_USES = ("official", "usual", None)
_LONGEST = 200


def foreign_patient(resource: Resource, patient: Any) -> ForeignPatient:
    """The patient in the record's words. Raises Unclear."""
    _refuse_unfit(patient)
    identity = _identity(patient)
    identifiers = _identifiers(resource, patient)
    return ForeignPatient(
        origin=resource.origin,
        ref=str(resource.origin.entry),
        identity=identity,
        identifiers=identifiers,
        key=_key(resource, identity, identifiers),
    )


def _refuse_unfit(patient: Any) -> None:
    if patient.deceasedBoolean or patient.deceasedDateTime:
        raise Unclear("The patient is said to have died.")
    if patient.active is False:
        raise Unclear("The record is marked as no longer active; it may have been merged into another.")
    if any(link.type == "replaced-by" for link in patient.link or ()):
        raise Unclear("The record was replaced by another: import that one.")


def _identity(patient: Any) -> Identity:
    given, family = _name(patient)
    if type(patient.birthDate) is not date:
        raise Unclear("The birth date is missing or not given to the day, so the patient cannot be told from others.")
    sex = patient.gender or "unknown"
    if sex not in _GENDERS:
        raise Unclear(f'The administrative gender "{sex}" is not one of {", ".join(_GENDERS)}.')
    phone, email = (_contact(patient, system) for system in ("phone", "email"))
    return Identity(given, family, patient.birthDate, sex, phone, email, _address(patient))


def _name(patient: Any) -> tuple[str, str]:
    for use in _NAME_USES:
        for name in patient.name or ():
            if name.use == use and name.family and name.given:
                return " ".join(part for part in name.given if part), name.family
    raise Unclear("It has no official or usual name with a given and a family part.")


def _contact(patient: Any, system: str) -> str:
    points = [point for point in patient.telecom or () if point.system == system and point.value and point.use != "old"]
    ranked = sorted(points, key=lambda point: (point.rank or 99, point.use != "mobile"))
    return str(ranked[0].value) if ranked else ""


def _address(patient: Any) -> str:
    """Where the patient lives, on one line: the home first, never one that is old or for bills alone."""
    told = [one for one in patient.address or () if one.use not in ("old", "billing")]
    for one in sorted(told, key=lambda one: one.use != "home"):
        town = " ".join(part for part in (one.postalCode, one.city) if part)
        parts = [*(one.line or ()), town, one.district, one.state, one.country]
        if line := one.text or ", ".join(part for part in parts if part):
            return " ".join(line.split())[:300]
    return ""


def _key(resource: Resource, identity: Identity, identifiers: tuple[tuple[str, str], ...]) -> str:
    """The address, else an identifier; a bare local id means a patient only together with name and birth date."""
    address = plain(resource.full_url)
    if is_global(address):
        return address
    if identifiers:
        return " ".join(identifiers[0])
    name = fold(f"{identity.given_name} {identity.family_name}")
    return f"{resource.id or address or fingerprint(identity)} {name} {identity.birth_date}"


def _identifiers(resource: Resource, patient: Any) -> tuple[tuple[str, str], ...]:
    found = set()
    for identifier in patient.identifier or ():
        kinds = {coding.code for coding in (identifier.type.coding if identifier.type else None) or ()}
        if identifier.system and identifier.value and identifier.use != "temp" and not kinds & _NOT_KEPT:
            found.add((str(identifier.system), str(identifier.value)))
    address = plain(resource.full_url)
    if is_global(address):
        found.add((ADDRESS_SYSTEM, address))
    if any(len(part) > _LONGEST for pair in found for part in pair):
        raise Unclear(f"One of its identifiers is longer than {_LONGEST} characters.")
    return tuple(sorted(found))
