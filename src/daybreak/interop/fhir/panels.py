"""Observations that belong together: a panel takes in its members, which are then no statements of their own."""

from collections.abc import Mapping
from typing import Any

from daybreak.clinic.imports.statements import Measurement, PressureReading, Scale
from daybreak.interop.fhir import scales
from daybreak.interop.fhir.directory import Directory
from daybreak.interop.fhir.observations import Kind, kind_of, measurement, pressure, refuse_unfinished
from daybreak.interop.fhir.reading import Resource
from daybreak.interop.fhir.subjects import Subjects
from daybreak.interop.fhir.validation import Unclear

_RANK = {Kind.PRESSURE: 0, Kind.PHQ9_PANEL: 1, Kind.PHQ9_TOTAL: 2}
_LAST = 3


def rank(observation: Any) -> int:
    """Panels before totals before all else, so that members are claimed before they are looked at themselves."""
    try:
        return _RANK.get(kind_of(observation.code), _LAST)
    except Unclear:
        return _LAST


class Panels:
    """What the Observations of one file say. ``claimed``: entry of a member → entry of its panel."""

    def __init__(self, directory: Directory, subjects: Subjects, models: Mapping[int, Any]) -> None:
        self._directory = directory
        self._subjects = subjects
        self._models = models
        self.claimed: dict[int, int] = {}

    def said(self, resource: Resource, observation: Any) -> Measurement | PressureReading | Scale | None:
        """What it says, or None when it was entered in error. Raises Unclear."""
        if observation.status == "entered-in-error":
            return None
        kind = kind_of(observation.code)
        refuse_unfinished(observation)
        if kind is Kind.PHQ9_ITEM:
            raise Unclear("A single question of the PHQ-9 says nothing alone: it is taken in with its panel only.")
        if kind not in _RANK:
            return measurement(kind, observation)
        members = self._members(resource, observation)
        models = [self._models[member.origin.entry] for member in members]
        said = pressure(observation, models) if kind is Kind.PRESSURE else scales.from_observation(observation, models)
        # Only now: members of a panel that is not understood still speak for themselves.
        self.claimed.update({member.origin.entry: resource.origin.entry for member in members})
        return said

    def _members(self, resource: Resource, observation: Any) -> list[Resource]:
        """The Observations of the file that the panel points at, all of the same patient."""
        found = []
        for reference in [*(observation.hasMember or ()), *(observation.derivedFrom or ())]:
            member = self._directory.find(reference, resource, "Observation")
            if member is None and reference in (observation.hasMember or ()):
                raise Unclear("Some of its members are not in the file.")
            if member is not None:
                self._check(member, resource, observation)
                found.append(member)
        return found

    def _check(self, member: Resource, resource: Resource, observation: Any) -> None:
        model = self._models.get(member.origin.entry)
        if model is None:
            raise Unclear(f"Its member {member.origin.name} is not understood.")
        refuse_unfinished(model)
        if self._subjects.ref(member, model) != self._subjects.ref(resource, observation):
            raise Unclear(f"Its member {member.origin.name} is about another patient.")
