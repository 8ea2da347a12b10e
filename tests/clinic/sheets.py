"""Filled-in PHQ-9 sheets."""

from daybreak.care.questionnaires import load

ITEMS = tuple(item.link_id for item in load("phq9").items)


def all_answered(value: int, **changes: int) -> dict[str, int]:
    """Every item answered ``value``; ``item9=2`` changes the ninth."""
    answers = dict.fromkeys(ITEMS, value)
    return answers | {ITEMS[int(name.removeprefix("item")) - 1]: changed for name, changed in changes.items()}


def adding_up_to(total: int) -> dict[str, int]:
    """A sheet with this total and the last item at 0, for totals up to 24."""
    answers = dict.fromkeys(ITEMS, 0)
    for place in range(total):
        answers[ITEMS[place % 8]] += 1
    return answers
