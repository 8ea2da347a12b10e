"""The rules of care in force here, each with its value, reason, source and certainty; and who may do what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybreak.care import roles, rules
from daybreak.care.amounts import plain
from daybreak.care.rules import Policy, Rule
from daybreak.clinic import policy
from daybreak.clinic.people import queries as people
from daybreak.web.access import StaffRequest, requires


@dataclass(frozen=True)
class Chapter:
    """The rules of one file of the policy."""

    id: str
    title: str
    rules: tuple[tuple[Rule, str, str], ...]


@require_safe
@requires("policy.read")
def rules_page(request: StaffRequest) -> HttpResponse:
    """Every rule, and the table of roles."""
    in_force = policy.current()
    page = {
        "policy_version": in_force.version,
        "chapters": list(_chapters(in_force)),
        "may_sign": people.may(request.user, "policy.sign"),
        "roles": list(roles.Role),
        "acts": [(act, [role in act.roles for role in roles.Role]) for act in roles.acts().values()],
    }
    return render(request, "web/policy/rules.html", page)


def _chapters(in_force: Policy) -> Iterator[Chapter]:
    for chapter in rules.CHAPTERS:
        held = tuple(
            (rule, in_words(rule.value), bounds(rule)) for rule in in_force.values() if rule.chapter == chapter
        )
        yield Chapter(chapter, rules.chapter_title(chapter), held)


def in_words(value: object) -> str:
    """A rule's value as a person reads it: numbers without empty zeros, lists with commas."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return ", ".join(in_words(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {in_words(part)}" for name, part in value.items())
    return str(value)


def bounds(rule: Rule) -> str:
    """Between which values a clinic may set its own."""
    if rule.choices:
        return f"one of {', '.join(rule.choices)}"
    if rule.minimum is None or rule.maximum is None:
        return ""
    return f"{in_words(rule.minimum)} to {in_words(rule.maximum)}"
