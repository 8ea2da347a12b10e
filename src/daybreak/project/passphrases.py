"""Passphrases made for people, who change them later."""

import secrets

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_GROUPS = 4


def new_passphrase() -> str:
    """Four groups that can be said and typed, with 49 bits of chance: ``tavo-meru-siko-lane``."""
    return "-".join(_syllable() + _syllable() for _ in range(_GROUPS))


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)
