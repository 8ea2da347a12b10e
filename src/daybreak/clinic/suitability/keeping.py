"""Keeps a verdict with everything it was made from, once for each change of it."""

import hashlib
import json
from typing import Any

from daybreak.care.suitability.screening import Found
from daybreak.care.suitability.verdict import Verdict
from daybreak.clinic import policy
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.suitability import basis, queries
from daybreak.clinic.suitability.models import Assessment


def keep(by: Person | None, course: Course) -> Verdict:
    """The verdict as it stands now, kept unless it is as it was. Inside the transaction of what changed it."""
    on = basis.of(course, policy.current())
    now = queries.from_basis(course, on)
    told = _told(now, on.as_dict(), {name: one.value for name, one in queries.settled(course).items()})
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    before = queries.kept(course)
    if before is None or before.digest != digest:
        row = Assessment.objects.create(course=course, recorded_by=by, digest=digest, **told)
        detail = {"standing": row.standing, "policy": row.policy_version, "gaps": len(row.gaps), "sha256": digest}
        detail |= {"rules": sorted({one["rule"] for one in row.findings})}
        audit.append(by=by, act="suitability.assess", subject=row, patient=course.patient, detail=detail)
    return now


def _told(now: Verdict, inputs: dict[str, Any], settled: dict[str, str]) -> dict[str, Any]:
    screening = now.screening
    return {
        "standing": now.standing.value,
        "headset_allowed": screening.headset_allowed,
        "policy_version": screening.policy_version,
        "inputs": inputs,
        "findings": [_finding(one) for one in screening.found],
        "gaps": [one.question.id for one in (*screening.gaps, *screening.headset_gaps)],
        "settled": settled,
    }


def _finding(one: Found) -> dict[str, str]:
    return {**one.finding.as_dict(), "criterion": one.criterion, "basis": one.basis}
