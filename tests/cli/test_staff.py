"""`daybreak staff`."""

import re

from tests.servers import Clinic


def _add(clinic: Clinic, *more: str, said: str = "") -> tuple[int, str, str]:
    done = clinic.daybreak("staff", "add", "--username", "dora", "--name", "Dora Director", *more, said=said)
    return done.returncode, done.stdout, done.stderr


def test_the_first_person_is_let_in_with_a_made_passphrase_and_listed(empty_clinic: Clinic):
    code, said, _ = _add(empty_clinic, "--generate")
    assert code == 0
    assert re.fullmatch(r"Dora Director can sign in as dora\.\nPassphrase, shown this once: (\w{4}-){3}\w{4}\n", said)
    assert "medical director" in empty_clinic.daybreak("staff", "list").stdout


def test_only_the_first_person_comes_this_way(empty_clinic: Clinic):
    _add(empty_clinic, "--generate")
    assert _add(empty_clinic, "--generate") == (
        1,
        "",
        "There is staff already: a medical director adds the others, on the staff page.\n",
    )


def test_the_first_person_must_be_able_to_add_the_others(empty_clinic: Clinic):
    assert _add(empty_clinic, "--generate", "--role", "nurse") == (
        1,
        "",
        "The first person must be a medical director, who can then add the others.\n",
    )


def test_a_typed_passphrase_that_is_too_short_is_refused(empty_clinic: Clinic):
    code, _, complaint = _add(empty_clinic, said="short\nshort\n")
    assert code == 1
    assert "too short" in complaint.splitlines()[-1]
