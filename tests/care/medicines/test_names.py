"""A medicine is recognised however it is spelt, and what is not recognised is said to be so."""

import pytest

from daybreak.care.medicines.catalogue import medicines
from daybreak.care.medicines.names import recognise, search


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sertraline", ["sertraline"]),
        ("SERTRALIN 50MG Tabl.", ["sertraline"]),
        ("Lithium carbonate 400 mg", ["lithium"]),
        ("amfetamine", ["amphetamine"]),
        ("Amphetamin", ["amphetamine"]),
        ("codeine/paracetamol 30/500", ["codeine", "paracetamol"]),
        ("St John's Wort", ["st john s wort"]),
        ("Esketamine nasal spray", ["esketamine"]),
        ("Phénobarbital", ["phenobarbital"]),
        ("", []),
        ("50 mg", []),
        ("notasertralineatall", []),
    ],
)
def test_the_medicines_of_a_text(text: str, names: list[str]) -> None:
    assert [one.name for one in recognise(text).medicines] == names


@pytest.mark.parametrize(("text", "perhaps"), [("sertralline", ("sertraline",)), ("qqqqqqq", ())])
def test_what_a_misspelt_name_may_have_meant(text: str, perhaps: tuple[str, ...]) -> None:
    assert recognise(text).perhaps == perhaps


def test_every_known_medicine_is_recognised_as_itself() -> None:
    assert {name: [one.name for one in recognise(name).medicines] for name in medicines()} == {
        name: [name] for name in medicines()
    }


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("lam", ["lamotrigine"]),
        ("AMF", ["amphetamine"]),
        ("carbonate", []),
        ("acid", ["alendronic acid", "folic acid", "acetylsalicylic acid", "valproic acid"]),
        ("", []),
        ("!", []),
    ],
)
def test_what_is_found_as_one_types(typed: str, names: list[str]) -> None:
    assert sorted(one.name for one in search(typed)) == sorted(names)


def test_a_search_gives_few_and_the_best_first() -> None:
    assert len(search("a")) == 8
    assert search("oxy")[0].name == "oxybate"
