"""A patient's decision as a page hands it over, and the bounds of what a page can hand over."""

from dataclasses import dataclass
from typing import Any

LONGEST_NAME = 120
LONGEST_WORDS = 300
MOST_POINTS = 4000
FIELD = (1000, 400)
"""Width and height of the field a signature is drawn in."""

Drawing = list[list[list[int]]]


@dataclass(frozen=True)
class Decision:
    """What a patient decided on one page. ``regions`` and ``words`` are of touch alone."""

    agreed: bool
    name: str
    statements: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    words: str = ""
    drawing: Any = ()
    ticked: bool = False
