"""What a FHIR Condition says: which problem, whether it lasts, since when."""

from datetime import date
from typing import Any

from daybreak.clinic.imports.statements import Problem
from daybreak.clinic.patients.facts import CONDITION_STATUSES
from daybreak.interop.fhir import codes, times
from daybreak.interop.fhir.validation import Unclear

_DOUBTFUL = ("unconfirmed", "provisional", "differential")


def problem(condition: Any) -> Problem | None:
    """The problem, or None when it was entered in error. Raises Unclear."""
    verification = codes.status(condition.verificationStatus)
    if verification == "entered-in-error":
        return None
    if verification == "refuted":
        raise Unclear("The condition was refuted: the patient does not have it.")
    said = codes.text_and_code(condition.code, "condition")
    if verification in _DOUBTFUL:
        said["text"] += f" ({verification})"
    day, in_words = _onset(condition)
    return Problem(**said, clinical_status=_clinical_status(condition), onset=day, onset_text=in_words)


def _clinical_status(condition: Any) -> str:
    stated = codes.status(condition.clinicalStatus)
    if stated and stated not in CONDITION_STATUSES:
        raise Unclear(f'The clinical status "{stated}" is not one of {", ".join(CONDITION_STATUSES)}.')
    ended = any(getattr(condition, f"abatement{kind}") for kind in ("DateTime", "Age", "Period", "Range", "String"))
    return stated or ("resolved" if ended else "unknown")


def _onset(condition: Any) -> tuple[date | None, str]:
    """A day, or words where it is not one day."""
    if (at := condition.onsetDateTime) is not None:
        day = times.day(at)
        return day, "" if day else times.partial(at)
    if (age := condition.onsetAge) is not None:
        return None, f"at {age.value:f} {age.unit or age.code or ''} of age" if age.value is not None else ""
    if (span := condition.onsetPeriod) is not None:
        return times.day(span), f"from {times.partial(span.start) or '…'} to {times.partial(span.end) or '…'}"
    if (ages := condition.onsetRange) is not None:
        ends = [end for end in (ages.low, ages.high) if end is not None and end.value is not None]
        return None, " to ".join(f"{end.value:f} {end.unit or ''}".strip() for end in ends)
    return None, condition.onsetString or ""
