"""Times of a trial: as written, in hours, and back in words."""

import pytest

from daybreak.science.trials.clock import TimeError, read_hours, words


@pytest.mark.parametrize(
    ("text", "hours"), [("30min", 0.5), ("2h", 2.0), ("1.5 h", 1.5), ("3d", 72.0), ("4wk", 672.0), (0, 0.0)]
)
def test_a_time_is_read_as_hours(text, hours):
    assert read_hours(text) == hours


@pytest.mark.parametrize("text", ["2", "2 days", "-1h", "h", "", None, 3, True, "1e3h", ["2h"]])
def test_anything_else_is_refused_with_what_to_write(text):
    with pytest.raises(TimeError, match="write a number and min, h, d or wk"):
        read_hours(text)


@pytest.mark.parametrize(
    ("hours", "said"), [(0.0, "baseline"), (2.0, "2 h"), (24.0, "day 1"), (168.0, "day 7"), (672.0, "week 4")]
)
def test_a_time_is_said_as_people_say_it(hours, said):
    assert words(hours) == said
