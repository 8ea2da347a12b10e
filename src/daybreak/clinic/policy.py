"""Which rules of care are in force in this clinic now."""

from daybreak.care.rules import Policy
from daybreak.clinic.rulebook import queries


def current() -> Policy:
    """The rules in force. Every act that asks a rule asks it here, so that it is asked of one version."""
    return queries.in_force()
