"""The fields of the rulebook's form: one for each rule that a clinic may change, by chapter."""

from collections.abc import Mapping
from dataclasses import dataclass

from daybreak.care import rules
from daybreak.care.rules import Policy, Rule
from daybreak.web.rulebook.shown import limits
from daybreak.web.views.rules import in_words


@dataclass(frozen=True)
class Field:
    """One rule's field: what stands in it, what is shipped, its bounds, and what is wrong with it."""

    rule: Rule
    text: str
    shipped: str
    limits: str
    error: str = ""

    @property
    def changed(self) -> bool:
        """Whether the clinic's value, or what was typed, differs from what is shipped."""
        return self.text.strip() != self.shipped


@dataclass(frozen=True)
class Chapter:
    """The fields of one file of the policy."""

    id: str
    title: str
    fields: tuple[Field, ...]


def chapters(
    base: Policy, shipped: Policy, entered: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[Chapter, ...]:
    """Every chapter that has something to change, with what was typed in place of what stands."""
    found = []
    for chapter in rules.CHAPTERS:
        fields = tuple(
            _field(rule, shipped[rule.id], entered.get(rule.id), errors.get(rule.id, ""))
            for rule in base.values()
            if rule.chapter == chapter and not rule.is_fixed
        )
        if fields:
            found.append(Chapter(chapter, rules.chapter_title(chapter), fields))
    return tuple(found)


def changed_fields(entered: Mapping[str, str], base: Policy) -> tuple[Field, ...]:
    """The fields in which something else was typed than the rule's present value. Unknown and fixed rules are left."""
    return tuple(
        _field(rule, rule, entered[rule.id], "")
        for rule in base.values()
        if rule.id in entered and not rule.is_fixed and entered[rule.id].strip() != in_words(rule.value)
    )


def _field(rule: Rule, shipped: Rule, text: str | None, error: str) -> Field:
    return Field(rule, in_words(rule.value) if text is None else text, in_words(shipped.value), limits(rule), error)
