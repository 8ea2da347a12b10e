"""Interactions as a table: what is taken, which row of the policy speaks, how gravely; and what is never said."""

import re
from datetime import date

import pytest

from daybreak.care import interactions
from daybreak.care.findings import Finding
from daybreak.care.interactions import Taken
from daybreak.care.medicines.catalogue import medicines
from daybreak.care.rules import shipped

TODAY = date(2026, 3, 2)
RULES = shipped()


def found(*taken: Taken) -> tuple[Finding, ...]:
    """What these medicines ask."""
    return interactions.findings(taken, RULES, TODAY)


TABLE = [
    ("Lorazepam 1 mg", "interaction.benzodiazepines", "note"),
    ("zopiclone", "interaction.benzodiazepines", "note"),
    ("Oxycodone", "interaction.depressants", "review"),
    ("Alcohol, two glasses of wine", "interaction.depressants", "review"),
    ("Pregabalin", "interaction.depressants", "review"),
    ("Lamotrigin 200 mg", "interaction.lamotrigine", "note"),
    ("tranylcypromine", "interaction.maoi", "review"),
    ("Lisdexamfetamine", "interaction.stimulants", "review"),
    ("pseudoephedrine", "interaction.stimulants", "review"),
    ("Vasopressin", "interaction.stimulants", "review"),
    ("Theophyllin retard", "interaction.theophylline", "stop"),
    ("aminophylline", "interaction.theophylline", "stop"),
    ("Clarithromycin", "interaction.inhibitors", "review"),
    ("ketoconazole", "interaction.inhibitors", "review"),
    ("Ritonavir", "interaction.inhibitors", "review"),
    ("ticlopidine", "interaction.inhibitors", "review"),
    ("Rifampicin", "interaction.inducers", "note"),
    ("St. John's wort", "interaction.inducers", "note"),
    ("Levothyroxine 75 µg", "interaction.thyroid", "note"),
    ("Cannabis flower", "interaction.cannabis", "note"),
    ("naltrexone", "interaction.naltrexone", "note"),
    ("Zyxoprane", "interaction.unknown", "review"),
]


@pytest.mark.parametrize(("text", "rule", "severity"), TABLE)
def test_what_is_taken_speaks_by_its_row(text: str, rule: str, severity: str) -> None:
    assert [(one.rule, one.severity.value) for one in found(Taken(text))] == [(rule, severity)]


def test_the_table_holds_every_row() -> None:
    tabled = {rule for _, rule, _ in TABLE} | {"interaction.alcohol_today"}
    assert {rule.id for rule in RULES.under("interaction.")} == tabled


@pytest.mark.parametrize(
    ("last", "rules"),
    [
        (TODAY, ["interaction.alcohol_today", "interaction.depressants"]),
        (date(2026, 3, 1), ["interaction.depressants"]),
        (None, ["interaction.depressants"]),
    ],
)
def test_alcohol_on_the_day_is_a_stop_and_on_another_is_weighed(last: date | None, rules: list[str]) -> None:
    assert [one.rule for one in found(Taken("Alcohol", last_taken=last))] == rules


def test_a_medicine_of_two_rows_speaks_by_both() -> None:
    rules = {one.rule for one in found(Taken("Carbamazepine"), Taken("phenobarbital"))}
    assert rules == {"interaction.inducers", "interaction.depressants"}


def test_both_parts_of_a_combination_are_looked_at() -> None:
    assert [one.what for one in found(Taken("codeine/paracetamol"))] == ["Codeine (opioid) is taken."]


@pytest.mark.parametrize("text", ["Sertraline 100 mg", "Amlodipine", "metformin"])
def test_a_known_medicine_without_a_row_is_silent(text: str) -> None:
    assert found(Taken(text)) == ()


@pytest.mark.parametrize("status", ["stopped", "completed", "not-taken", "cancelled"])
def test_what_is_no_longer_taken_is_silent(status: str) -> None:
    assert found(Taken("Theophylline", status=status)) == ()


@pytest.mark.parametrize("status", ["active", "on-hold", "intended", "unknown"])
def test_what_may_be_in_the_body_or_soon_will_be_speaks(status: str) -> None:
    assert [one.rule for one in found(Taken("Theophylline", status=status))] == ["interaction.theophylline"]


def test_the_gravest_comes_first_and_the_dose_is_repeated() -> None:
    taken = (Taken("Diazepam", "5 mg at night", date(2026, 3, 1)), Taken("Oxycodone", "5 mg"), Taken("Theophylline"))
    assert [one.what for one in found(*taken)] == [
        "Theophylline (xanthine) is taken.",
        "Oxycodone (opioid) is taken, 5 mg.",
        "Diazepam (benzodiazepine) is taken, 5 mg at night, last on 2026-03-01.",
    ]


def test_a_decision_need_not_be_made_again_because_another_day_passed() -> None:
    first, second = (found(Taken("Oxycodone", "5 mg", date(2026, 2, day)))[0] for day in (1, 2))
    assert first.what == second.what


def test_what_is_misspelt_is_not_guessed_but_asked() -> None:
    assert [one.what for one in found(Taken("theophyline SR"))] == [
        "“theophyline SR” is not on the list of medicines: its interactions were not checked. Was theophylline meant?"
    ]


NEVER = re.compile(
    r"\b(stop|discontinue|withhold|withdraw|pause|hold|omit|skip|taper|reduce|wean|switch|replace|avoid)\w*\b"
)
"""Words that would advise to change a medicine."""


@pytest.mark.parametrize("name", sorted(medicines()))
def test_no_sentence_advises_to_change_a_medicine(name: str) -> None:
    for one in found(Taken(name, last_taken=TODAY)):
        assert NEVER.findall(f"{one.what} {one.may_do}".casefold()) == []
