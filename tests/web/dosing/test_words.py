"""What a prediction says in words, and that the charts are given the same minutes."""

from typing import Any

from daybreak.web.dosing import words


def spread(p05: float | None, median: float | None, p95: float | None) -> dict[str, float | None]:
    return {"p05": p05, "median": median, "p95": p95}


PREDICTION: dict[str, Any] = {
    "time_min": [0, 2, 240],
    "milestones": {
        "onset_min": spread(2.5, 4.5, 10.5),
        "peak_min": spread(10.4, 17.6, 30.5),
        "fade_min": spread(25.5, 56.5, None),
        "share_reaching": 0.9,
    },
}


def test_halves_are_rounded_up_as_readers_expect() -> None:
    told = [(moment.verb, moment.about, moment.span) for moment in words.moments(PREDICTION)]
    assert told == [
        ("begins", "about 5 min", "3–11"),
        ("peaks", "about 18 min", "10–31"),
        ("fades", "about 57 min", "26 to beyond 240"),
    ]


def test_the_chart_is_given_the_minutes_of_the_sentence() -> None:
    drawn = words.whole_minutes(PREDICTION)
    assert drawn is not None
    assert drawn["milestones"] == {
        "onset_min": spread(3, 5, 11),
        "peak_min": spread(10, 18, 31),
        "fade_min": spread(26, 57, None),
        "share_reaching": 0.9,
    }
    assert words.moments(drawn) == words.moments(PREDICTION)


def test_the_stored_prediction_keeps_its_own_figures() -> None:
    words.whole_minutes(PREDICTION)
    assert PREDICTION["milestones"]["onset_min"]["median"] == 4.5


def test_without_a_prediction_there_is_nothing_to_round() -> None:
    assert (words.whole_minutes(None), words.moments(None)) == (None, [])
