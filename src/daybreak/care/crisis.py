"""What a patient at risk reads where the clinic has not signed its own words: a text a language, without a number."""

from __future__ import annotations

import re
from functools import cache

from daybreak.care.rules import read_toml

_NUMBER = re.compile(r"\+?[0-9(][0-9 ()/.-]{1,38}")


@cache
def languages() -> dict[str, str]:
    """The languages there is a shipped text in: id to name."""
    return {raw["id"]: raw["label"] for raw in read_toml("policy/crisis.toml")["language"]}


def shipped(language: str) -> str:
    """The shipped text in this language, in English where there is none."""
    texts = {raw["id"]: str(raw["text"]) for raw in read_toml("policy/crisis.toml")["language"]}
    return texts.get(language, texts["en"])


def is_a_number(phone: str) -> bool:
    """Whether a telephone could dial it."""
    return bool(_NUMBER.fullmatch(phone))
