"""Knows how to cite the mechanism: what was used, in which version, with which numbers, and what they rest on."""

from daybreak import __version__
from daybreak.science import parameters
from daybreak.science.mechanism import quantified
from daybreak.science.mechanism.quantified import Number
from daybreak.science.parameters import Parameter
from daybreak.science.sourced import Certainty, Source


def citation() -> str:
    """A reference for the model and its numbers, then the publications from which numbers were read or derived."""
    own = (
        f"Daybreak {__version__}: a mechanistic model of ketamine from the dose to the symptoms. "
        f"Mechanism numbers {quantified.shipped().sha256[:12]}, kinetic parameters {parameters.shipped().sha256[:12]} "
        "(SHA-256, first twelve digits)."
    )
    return "\n".join([own, *(f"- {source.citation}" for source in _published())])


def _published() -> list[Source]:
    resting = (Certainty.READ, Certainty.DERIVED)
    numbers: list[Number | Parameter] = [*quantified.shipped().values(), *parameters.shipped().values()]
    found = {number.source.citation: number.source for number in numbers if number.certainty in resting}
    own = ("daybreak", "units", "pressure_studies")
    return sorted((source for source in found.values() if source.id not in own), key=lambda source: source.authors)
