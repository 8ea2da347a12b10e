"""A clinic's licensed wording: checked against the structure, signed, kept in the database, shown from then on."""

from typing import Any

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.measures import actions, instruments, queries
from daybreak.clinic.measures.models import ASKS, InstrumentText
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.signatures.proof import Proof
from tests.clinic import cast

pytestmark = pytest.mark.django_db
# Words of our own in the shape of the scale: the real ones are licensed.
FILE = """
instrument = "icsi"
language = "en"
licence = "Licensed to the Harbour clinic by its owner on 1 March 2026, number 17, for clinical use"
source = "The licensed form, edition of 1997"
recall = "Over the last month:"

[items]
icsi-1 = "First made-up question"
icsi-2 = "Second made-up question"
icsi-3 = "Third made-up question"
icsi-4 = "Fourth made-up question"

[answers.all]
0 = "never"
1 = "seldom"
2 = "sometimes"
3 = "often"
4 = "mostly"
5 = "always"

[answers.icsi-2]
0 = "none"
1 = "one"
2 = "two"
3 = "three"
4 = "four"
5 = "five"
"""


def imported(text: str = FILE, **changes: Any) -> InstrumentText:
    director = cast.director()
    wish: dict[str, Any] = {"by": director, "proof": Proof(director.pk, clock.now(), "passphrase")}
    return actions.import_wording(content=text.encode(), **(wish | changes))


def test_before_the_import_nothing_can_be_asked_and_after_it_the_words_are_there() -> None:
    patient = cast.patient()
    answers = {f"icsi-{number}": 2 for number in range(1, 5)}
    with pytest.raises(Conflict, match="wording of ICSI is licensed"):
        actions.record_in_clinic(by=cast.nurse(), patient=patient, instrument="icsi", answers=answers)
    imported()
    scale = instruments.load("icsi")
    assert [item.text for item in scale.items][:2] == ["First made-up question", "Second made-up question"]
    assert [answer.text for answer in scale.items[1].answers][:2] == ["none", "one"]
    assert [answer.text for answer in scale.items[0].answers][:2] == ["never", "seldom"]
    actions.record_in_clinic(by=cast.nurse(), patient=patient, instrument="icsi", answers=answers)
    latest = queries.latest(patient, "icsi")
    assert latest is not None
    assert latest.total == 8


def test_the_import_is_signed_with_its_licence_and_the_latest_is_shown() -> None:
    row = imported()
    signature = Signature.objects.get(subject_id=str(row.public_id))
    assert signature.meaning == "This clinic is licensed to use this wording"
    assert row.licence.startswith("Licensed to the Harbour clinic")
    imported(FILE.replace("First", "Newer"))
    assert instruments.load("icsi").items[0].text == "Newer made-up question"
    assert InstrumentText.objects.count() == 2


WRONG = [
    ("language", 'language = "en"', 'language = "tlh"', "language"),
    ("a scale that is shipped", 'instrument = "icsi"', 'instrument = "phq9"', "instrument"),
    (
        "no licence",
        "Licensed to the Harbour clinic by its owner on 1 March 2026, number 17, for clinical use",
        "",
        "licence",
    ),
    ("no source", "The licensed form, edition of 1997", "", "source"),
    ("a question too few", 'icsi-4 = "Fourth made-up question"', "", "items"),
    ("a question too many", "icsi-4 =", 'icsi-5 = "more"\nicsi-4 =', "items"),
    ("an answer too few", '5 = "always"', "", "items"),
    ("an answer that is no number", '5 = "always"', 'five = "always"', "answers"),
    ("no TOML", "[items]", "[items", "file"),
]


@pytest.mark.parametrize(("case", "old", "new", "field"), WRONG, ids=[case[0] for case in WRONG])
def test_a_file_that_does_not_fit_is_refused_with_a_sentence(case: str, old: str, new: str, field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        imported(FILE.replace(old, new))
    assert field in invalid.value.errors, case
    assert InstrumentText.objects.count() == 0


def test_only_the_medical_director_imports_and_only_with_a_fresh_proof() -> None:
    with pytest.raises(Refused):
        imported(by=cast.nurse())
    with pytest.raises(Invalid) as invalid:
        imported(proof=None)
    assert list(invalid.value.errors) == ["signing_password"]


def test_the_database_knows_which_scales_ask_about_suicidal_thoughts() -> None:
    from daybreak.care.questionnaires import INSTRUMENTS, load

    assert set(ASKS) == {name for name in INSTRUMENTS if load(name).asks_about_risk}
