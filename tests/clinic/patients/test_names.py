"""Names are folded and compared as people type and mistype them."""

import pytest

from daybreak.clinic.patients import names


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz Ørsted", "lukasz orsted"),
        ("Þóra Æsa", "thora aesa"),
        ("José  María", "jose maria"),
        ("O’Brien", "obrien"),
        ("O'BRIEN", "obrien"),
        ("Groß", "gross"),
        ("Müller-Lüdenscheidt", "muller-ludenscheidt"),
        ("İpek", "ipek"),
        ("Nguyễn Thị", "nguyen thi"),
        ("Ελένη", "ελενη"),
    ],
)
def test_case_accents_and_apostrophes_are_folded(text, folded):
    assert names.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anne-Marie  Smith", ["anne", "marie", "smith"]),
        ("DB-000123", ["db", "000123"]),
        ("1985-03-14", ["19850314"]),
        ("smith 1985-03", ["smith", "198503"]),
        ("  ", []),
        ("%_*", []),
    ],
)
def test_text_is_parted_into_the_words_that_are_sought(text, words):
    assert names.words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada", "Lovelace"), ("ADA", "LOVELACE")),
        (("Ada", "Lovelace"), ("Lovelace", "Ada")),
        (("Ada", "Lovelace"), ("Ada Maria", "Lovelace")),
        (("José", "García"), ("Jose", "Garcia")),
        (("Anne-Marie", "Berg"), ("Anne Marie", "Berg")),
        (("Katherine", "Meyer"), ("Catherine", "Meyer")),
        (("Ada", "Lovelace"), ("Ada", "Lovelaec")),
    ],
)
def test_one_person_typed_in_two_ways_is_similar(one, other):
    assert names.similar(one, other)
    assert names.similar(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ada", "Lovelace"), ("Grace", "Hopper")),
        (("Ada", "Lovelace"), ("Ada", "Hopper")),
        (("Li", "Wei"), ("Na", "Wei")),
        (("", ""), ("", "")),
    ],
)
def test_two_people_are_not_similar(one, other):
    assert not names.similar(one, other)
