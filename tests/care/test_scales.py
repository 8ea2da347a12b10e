"""Every scale: its range, its bands at their boundaries, what is scored otherwise than as a sum, what is refused."""

from typing import Any

import pytest

from daybreak.care.findings import Refused
from daybreak.care.instrument_files import INSTRUMENTS, LICENSED, WORDED, Wording, worded
from daybreak.care.questionnaires import load, risk_finding, score, subscores, unanswered
from daybreak.care.rules import shipped
from tests.care.test_questionnaires import check_digit


def filled(instrument_id: str, value: int, **changes: int) -> dict[str, int]:
    """Every item answered alike but for the changes, named by their number: ``i9=2``."""
    links = [item.link_id for item in load(instrument_id).items]
    named = {f"{instrument_id}-{name.removeprefix('i').replace('_', '-')}": given for name, given in changes.items()}
    return dict.fromkeys(links, value) | named


TABLE = [
    # scale, answers, sex, total, band
    ("gad7", filled("gad7", 0), "", 0, "minimal"),
    ("gad7", filled("gad7", 0, i1=3, i2=1), "", 4, "minimal"),
    ("gad7", filled("gad7", 0, i1=3, i2=2), "", 5, "mild"),
    ("gad7", filled("gad7", 1, i1=3), "", 9, "mild"),
    ("gad7", filled("gad7", 1, i1=3, i2=2), "", 10, "moderate"),
    ("gad7", filled("gad7", 2), "", 14, "moderate"),
    ("gad7", filled("gad7", 2, i1=3), "", 15, "severe"),
    ("gad7", filled("gad7", 3), "", 21, "severe"),
    ("phq2", filled("phq2", 1), "", 2, "below the screening threshold"),
    ("phq2", filled("phq2", 1, i1=2), "", 3, "at or above the screening threshold"),
    # WHO-5: times four, and higher is better
    ("who5", filled("who5", 0), "", 0, "very low: asks for an assessment of depression"),
    ("who5", filled("who5", 1, i1=3), "", 28, "very low: asks for an assessment of depression"),
    ("who5", filled("who5", 1, i1=4), "", 32, "low"),
    ("who5", filled("who5", 2, i1=4), "", 48, "low"),
    ("who5", filled("who5", 2, i1=5), "", 52, "not low"),
    ("who5", filled("who5", 5), "", 100, "not low"),
    ("pcl5", filled("pcl5", 1, **{f"i{number}": 2 for number in range(1, 11)}), "", 30, "below the screening range"),
    ("pcl5", filled("pcl5", 1, **{f"i{n}": 2 for n in range(1, 12)}), "", 31, "within the screening range of 31 to 33"),
    ("pcl5", filled("pcl5", 1, **{f"i{n}": 2 for n in range(1, 14)}), "", 33, "at or above the screening threshold"),
    ("pcl5", filled("pcl5", 4), "", 80, "at or above the screening threshold"),
    # AUDIT-C: 4 for men, 3 for women, and the more careful threshold where the sex is not known
    ("auditc", filled("auditc", 1), "male", 3, "below the screening threshold"),
    ("auditc", filled("auditc", 1), "female", 3, "at or above the screening threshold"),
    ("auditc", filled("auditc", 1), "", 3, "at or above the screening threshold"),
    ("auditc", filled("auditc", 1), "unknown", 3, "at or above the screening threshold"),
    ("auditc", filled("auditc", 1, i1=2), "male", 4, "at or above the screening threshold"),
    ("auditc", filled("auditc", 1, i3=0), "female", 2, "below the screening threshold"),
    ("auditc", filled("auditc", 4), "male", 12, "at or above the screening threshold"),
    ("auditc", {"auditc-1": 0}, "female", 0, "below the screening threshold"),
    ("csqvr", filled("csqvr", 1), "", 6, "no symptom"),
    ("csqvr", filled("csqvr", 1, i4=2), "", 7, "symptoms present"),
    ("csqvr", filled("csqvr", 7), "", 42, "symptoms present"),
    ("moaas", {"moaas-1": 5}, "", 5, "awake"),
    ("moaas", {"moaas-1": 0}, "", 0, "unresponsive"),
    ("madrs", filled("madrs", 0, i1=6), "", 6, "no symptoms"),
    ("madrs", filled("madrs", 0, i1=6, i2=1), "", 7, "mild"),
    ("madrs", filled("madrs", 2), "", 20, "moderate"),
    ("madrs", filled("madrs", 3, i1=6, i2=5), "", 35, "severe"),
    ("madrs", filled("madrs", 6), "", 60, "severe"),
    # QIDS-SR16: of sleep (1-4), appetite and weight (6-9) and pace (15, 16) only the worst counts
    ("qids", filled("qids", 3), "", 27, "very severe"),
    ("qids", filled("qids", 0, i1=3, i2=3, i3=3, i4=3), "", 3, "none"),
    ("qids", filled("qids", 0, i1=2, i4=3, i6=1, i9=2, i15=1), "", 6, "mild"),
    ("qids", filled("qids", 0, i6=2, i7=2, i15=3, i16=1), "", 5, "none"),
    ("qids", filled("qids", 1, i5=3), "", 11, "moderate"),
    ("qids", filled("qids", 1, i5=3, i10=3, i11=3, i12=2), "", 16, "severe"),
    ("qids", filled("qids", 2, i5=3, i10=3, i11=3), "", 21, "very severe"),
    ("cadss", filled("cadss", 0, i1=4), "", 4, "at most 4"),
    ("cadss", filled("cadss", 0, i1=4, i23=1), "", 5, "above 4, counted as dissociation in trials"),
    ("cadss", filled("cadss", 4), "", 92, "above 4, counted as dissociation in trials"),
    # SHAPS: either kind of disagreement is one point
    ("shaps", filled("shaps", 0, i1=1, i2=1), "", 0, "below the threshold"),
    ("shaps", filled("shaps", 1, i1=2, i2=3), "", 2, "below the threshold"),
    ("shaps", filled("shaps", 0, i1=2, i2=3, i3=2), "", 3, "anhedonia"),
    ("shaps", filled("shaps", 3), "", 14, "anhedonia"),
    ("icsi", filled("icsi", 0, i2=5), "", 5, "few bladder symptoms"),
    ("icsi", filled("icsi", 5), "", 20, "bladder symptoms to be assessed"),
    # C-SSRS: the gravest question answered yes decides, however few or many others
    ("cssrs", {"cssrs-1": 0, "cssrs-2": 0, "cssrs-6": 0}, "", 0, "nothing told"),
    ("cssrs", {"cssrs-1": 1, "cssrs-2": 0, "cssrs-6": 0}, "", 1, "low"),
    ("cssrs", filled("cssrs", 0, i2=1, i3=1, i6=0) | {}, "", 2, "moderate"),
    ("cssrs", filled("cssrs", 0, i2=1, i4=1), "", 3, "high"),
    ("cssrs", {"cssrs-1": 0, "cssrs-2": 0, "cssrs-6": 1, "cssrs-6-recent": 0}, "", 2, "moderate"),
    ("cssrs", {"cssrs-1": 0, "cssrs-2": 0, "cssrs-6": 1, "cssrs-6-recent": 1}, "", 3, "high"),
]


@pytest.mark.parametrize(("scale", "answers", "sex", "total", "band"), TABLE)
def test_totals_and_bands(scale: str, answers: dict[str, int], sex: str, total: int, band: str) -> None:
    instrument = load(scale)
    asked = {item.link_id for item in instrument.asked(answers)}
    scored = score(instrument, {link: value for link, value in answers.items() if link in asked}, sex)
    assert (scored.total, scored.band) == (total, band)


@pytest.mark.parametrize(
    ("scale", "low", "high"),
    [
        ("phq9", 0, 27), ("gad7", 0, 21), ("phq2", 0, 6), ("who5", 0, 100), ("pcl5", 0, 80), ("auditc", 0, 12),
        ("csqvr", 6, 42), ("moaas", 0, 5), ("madrs", 0, 60), ("qids", 0, 27), ("cadss", 0, 92), ("shaps", 0, 14),
        ("cssrs", 0, 3), ("icsi", 0, 20),
    ],
)  # fmt: skip
def test_ranges(scale: str, low: int, high: int) -> None:
    assert (load(scale).lowest_total, load(scale).highest_total) == (low, high)


@pytest.mark.parametrize("scale", INSTRUMENTS)
@pytest.mark.parametrize("sex", ["", "male", "female"])
def test_every_total_has_one_word_and_what_lies_beyond_has_none(scale: str, sex: str) -> None:
    instrument = load(scale)
    words = [instrument.band(total, sex) for total in range(instrument.lowest_total, instrument.highest_total + 1)]
    assert all(words)
    for beyond in (instrument.lowest_total - 1, instrument.highest_total + 1):
        with pytest.raises(ValueError, match="is not a total of"):
            instrument.band(beyond, sex)


@pytest.mark.parametrize("scale", INSTRUMENTS)
def test_a_missing_answer_is_refused_in_every_scale_and_never_counts_as_zero(scale: str) -> None:
    instrument = load(scale)
    whole = {item.link_id: max(answer.value for answer in item.answers) for item in instrument.items}
    for link_id in whole:
        partial: dict[str, Any] = {link: value for link, value in whole.items() if link != link_id}
        asked = {item.link_id for item in instrument.asked(partial)}
        partial = {link: value for link, value in partial.items() if link in asked}
        assert link_id in unanswered(instrument, partial)
        with pytest.raises(Refused, match="nothing is scored as zero"):
            score(instrument, partial)


def test_what_is_not_asked_is_not_missing() -> None:
    assert unanswered(load("auditc"), {"auditc-1": 0}) == ()
    assert unanswered(load("auditc"), {"auditc-1": 1}) == ("auditc-2", "auditc-3")
    assert unanswered(load("cssrs"), {"cssrs-1": 0, "cssrs-2": 1}) == ("cssrs-3", "cssrs-4", "cssrs-5", "cssrs-6")


def test_the_clusters_of_the_pcl5_are_told_beside_the_total() -> None:
    told = subscores(load("pcl5"), filled("pcl5", 1, i1=4, i6=3, i20=0))
    assert told == {"b": 8, "c": 4, "d": 7, "e": 5}
    assert sum(told.values()) == 24


@pytest.mark.parametrize(
    ("scale", "answers", "found"),
    [
        ("qids", filled("qids", 0, i12=1), "QIDS-SR16 item 12, thoughts of death or suicide, was answered 1."),
        ("madrs", filled("madrs", 0, i10=2), "MADRS item 10, suicidal thoughts, was answered 2."),
        (
            "cssrs",
            {"cssrs-1": 1, "cssrs-2": 0, "cssrs-6": 0},
            "C-SSRS, suicidal ideation or behaviour, comes to “low”.",
        ),
        ("gad7", filled("gad7", 3), None),
        ("qids", filled("qids", 3, i12=0), None),
    ],
)
def test_what_tells_of_suicidal_thoughts_is_found_in_every_scale_that_asks(
    scale: str, answers: dict[str, int], found: str | None
) -> None:
    finding = risk_finding(load(scale), score(load(scale), answers), shipped())
    assert (finding.what if finding else None) == found


@pytest.mark.parametrize("scale", INSTRUMENTS)
def test_loinc_codes_have_their_right_check_digit(scale: str) -> None:
    instrument = load(scale)
    codes = [instrument.loinc, instrument.total_loinc, *(item.loinc for item in instrument.items)]
    wrong = [code for code in codes if code and check_digit(code.split("-")[0]) != code.split("-")[1]]
    assert wrong == []


def test_what_may_be_shipped_has_its_words_and_what_is_licensed_has_none() -> None:
    assert [name for name in WORDED if not load(name).is_worded] == []
    for name in LICENSED:
        instrument = load(name)
        assert instrument.is_licensed
        assert [item.text for item in instrument.items if item.text] == []
        assert [answer.text for item in instrument.items for answer in item.answers if answer.text] == []


@pytest.mark.parametrize("name", WORDED)
def test_every_scale_names_its_authors_and_its_source(name: str) -> None:
    instrument = load(name)
    assert len(instrument.attribution) > 30
    assert instrument.source
    assert instrument.minutes >= 1


@pytest.mark.parametrize(
    ("name", "language"), [("phq9", "de"), ("gad7", "de"), ("phq2", "de"), ("who5", "de"), ("pcl5", "en")]
)
def test_german_where_it_is_known_exactly_and_english_that_says_so_elsewhere(name: str, language: str) -> None:
    german, english = load(name, "de"), load(name)
    assert german.language == language
    assert [item.link_id for item in german.items] == [item.link_id for item in english.items]
    same = [item.text for item, other in zip(german.items, english.items, strict=True) if item.text == other.text]
    assert len(same) == (0 if language == "de" else len(english.items))


def test_words_that_do_not_fit_are_named() -> None:
    half = Wording("en", items={"icsi-1": "a", "icsi-9": "b"}, answers={"icsi-1": {0: "no", 7: "seven"}})
    with pytest.raises(ValueError, match="These questions have no words") as problem:
        worded(load("icsi"), half)
    said = str(problem.value)
    assert "These questions have no words: icsi-2, icsi-3, icsi-4." in said
    assert "ICSI has no such questions: icsi-9." in said
    assert "ICSI has no such answers: icsi-1=7." in said
