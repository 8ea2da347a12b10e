"""Knows the whole acute response of some people to some doses: concentrations, dissociation, pressure, heart rate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from daybreak.science.compartments import Array
from daybreak.science.disposition import Enantiomer
from daybreak.science.dissociation import dissociation
from daybreak.science.dosing import Dose
from daybreak.science.haemodynamics import rise
from daybreak.science.pharmacokinetics import Analyte, Signal, Site, concentrations
from daybreak.science.population import Individuals

KETAMINE = Signal(Analyte.KETAMINE)
S_KETAMINE = Signal(Analyte.KETAMINE, Enantiomer.S)
NORKETAMINE = Signal(Analyte.NORKETAMINE)
BRAIN = Signal(Analyte.KETAMINE, Enantiomer.S, Site.BRAIN)
VESSELS = Signal(Analyte.KETAMINE, Enantiomer.S, Site.VESSELS)


@dataclass(frozen=True)
class Response:
    """Curves of shape (people, times) by the name of what they show, at `time_min`.

    ketamine, s_ketamine, norketamine, brain (ng/mL), dissociation (0-10), cadss (points), systolic_rise,
    diastolic_rise (mmHg) and heart_rate_rise (/min).
    """

    time_min: Array
    curves: Mapping[str, Array]

    def __getitem__(self, name: str) -> Array:
        return self.curves[name]


def respond(doses: Sequence[Dose], who: Individuals, time_min: Array) -> Response:
    """The response of each of `who` at `time_min` (ascending, min)."""
    signals = (KETAMINE, S_KETAMINE, NORKETAMINE, BRAIN, VESSELS)
    held = concentrations(doses, who, time_min, signals)
    felt = dissociation(held[BRAIN], who)
    pressure = rise(held[VESSELS], who)
    return Response(
        time_min,
        {
            "ketamine": held[KETAMINE],
            "s_ketamine": held[S_KETAMINE],
            "norketamine": held[NORKETAMINE],
            "brain": held[BRAIN],
            "dissociation": felt.rating,
            "cadss": felt.cadss,
            "systolic_rise": pressure.systolic,
            "diastolic_rise": pressure.diastolic,
            "heart_rate_rise": pressure.heart_rate,
        },
    )
