"""The designs that one can start from: the example protocols, the usual schedules, and one that is nearly empty."""

from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Example:
    """A design to start from. ``text`` is its protocol."""

    id: str
    title: str
    about: str

    @property
    def text(self) -> str:
        """The protocol, as it is kept in the package."""
        return _read(self.id)


EXAMPLES = (
    Example(
        "one-infusion",
        "One infusion against midazolam",
        "How fast it works and how long: MADRS from 2 hours to 2 weeks, 40 people in each arm.",
    ),
    Example(
        "injections-with-therapy",
        "Six injections, with or without therapy",
        "Open label over three weeks, PHQ-9 to week 12, with a session of integration after each dose.",
    ),
    Example(
        "taper",
        "Tapering esketamine or stopping it",
        "Spray twice a week, then weekly, then every two weeks, against stopping and placebo. 16 weeks.",
    ),
    Example(
        "schedules",
        "Every usual schedule, side by side",
        "Once, weekly, twice a week, and maintenance every one to four weeks. Seven arms, 16 weeks.",
    ),
    Example("empty", "An empty design", "One arm to begin with; the rest is yours."),
)


def example(name: str) -> Example | None:
    """The example of this name, None when there is none."""
    return next((one for one in EXAMPLES if one.id == name), None)


@cache
def _read(name: str) -> str:
    return resources.files(__package__).joinpath("designs", f"{name}.yaml").read_text(encoding="utf-8")
