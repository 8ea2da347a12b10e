"""The sedation scale: one pinned variant with six levels."""

import pytest

from daybreak.care import sedation


def test_one_printed_variant_is_pinned_by_its_id() -> None:
    assert sedation.VARIANT == sedation.scale().id == "moaas-0-5-trapezius"


def test_there_are_six_levels_from_awake_to_unresponsive() -> None:
    assert [level.score for level in sedation.LEVELS] == [5, 4, 3, 2, 1, 0]
    assert (sedation.level(5).label, sedation.level(0).label) == ("awake", "unresponsive")
    assert len({level.text for level in sedation.LEVELS}) == 6


@pytest.mark.parametrize("score", [-1, 6])
def test_a_score_that_is_not_on_the_scale_is_a_mistake(score: int) -> None:
    with pytest.raises(ValueError, match="choose 0 to 5"):
        sedation.level(score)
