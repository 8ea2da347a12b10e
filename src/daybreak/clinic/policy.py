"""Which rules of care are in force in this clinic now."""

from collections.abc import Iterable

from daybreak.care.findings import Finding
from daybreak.care.rules import Policy
from daybreak.clinic.rulebook import queries


def current() -> Policy:
    """The rules in force. Every act that asks a rule asks it here, so that it is asked of one version."""
    return queries.in_force()


def kept(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as the record keeps them, each with the version of the rules that made it."""
    version = current().version
    return [{**finding.as_dict(), "policy": version} for finding in findings]
