"""Passphrases made for people."""

import re

from daybreak.project.passphrases import new_passphrase


def test_a_passphrase_can_be_said_and_none_comes_twice():
    made = [new_passphrase() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert all(re.fullmatch(r"([bdfgklmnprstvz][aeiou]){2}(-([bdfgklmnprstvz][aeiou]){2}){3}", one) for one in made)
