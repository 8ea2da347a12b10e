"""Where in a foreign file something stands."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Where in the file something stands: the entry's number from 1, and its name, for example "Observation/w1"."""

    entry: int
    name: str
