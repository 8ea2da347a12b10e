"""Knows what the body does with ketamine in the blood: distribution, metabolism, clearance (Simons 2022, arterial).

For one enantiomer, amounts in mg of ketamine, rates in 1/min:

    central    -> CL into formation; exchange Q2 with shallow (V2), Q3 with deep (V3)
    formation  -> two equal steps of rate 2/MTT_NK; the share fm_NK becomes norketamine
    norketamine (volume V1) -> CLN into hydroxylation; exchange QN with tissue (VN2)
    hydroxylation -> two equal steps of rate 2/MTT_HNK; the share fm_HNK becomes hydroxynorketamine
    hydroxynorketamine (VH1) -> CLH out of the body; exchange QH with tissue (VH2)

R-ketamine has the clearance of S-ketamine times r_CL; all else is assumed equal. Metabolites are carried in mg of
ketamine, so that molecules are conserved; their mass concentration multiplies by the ratio of molar masses.
"""

from collections.abc import Mapping
from enum import StrEnum

from daybreak.science.compartments import Flow, Rate
from daybreak.science.population import Individuals
from daybreak.science.units import HYDROXYNORKETAMINE_G_PER_MOL, KETAMINE_G_PER_MOL, NORKETAMINE_G_PER_MOL

MODEL = "arterial kinetics after Simons 2022"


class Enantiomer(StrEnum):
    """The two mirror images of ketamine."""

    S = "S"
    R = "R"


def flows(who: Individuals, enantiomer: Enantiomer) -> tuple[Flow, ...]:
    """The compartments of one enantiomer and its metabolites, for each of `who`."""
    return (*_ketamine(who, enantiomer), *_norketamine(who), *_hydroxynorketamine(who))


def volumes(who: Individuals) -> Mapping[str, Rate]:
    """The volume (L) by which each compartment's content divides, molar mass included, to give mg/L of the analyte."""
    return {
        "central": who["disposition.V1"],
        "norketamine": who["disposition.V1"] * (KETAMINE_G_PER_MOL / NORKETAMINE_G_PER_MOL),
        "hydroxynorketamine": who["disposition.VH1"] * (KETAMINE_G_PER_MOL / HYDROXYNORKETAMINE_G_PER_MOL),
    }


def _ketamine(who: Individuals, enantiomer: Enantiomer) -> tuple[Flow, ...]:
    central = who["disposition.V1"]
    clearance = who["disposition.CL"]
    if enantiomer is Enantiomer.R:
        clearance = clearance * who["disposition.R_over_S"]
    step = 2.0 / who["disposition.MTT_NK"]
    share = who["disposition.fm_NK"]
    return (
        *_exchange("central", "shallow", who["disposition.Q2"], central, who["disposition.V2"]),
        *_exchange("central", "deep", who["disposition.Q3"], central, who["disposition.V3"]),
        Flow("central", clearance / central, "formation_1"),
        Flow("formation_1", step, "formation_2"),
        Flow("formation_2", step, "norketamine", yields=share),
    )


def _norketamine(who: Individuals) -> tuple[Flow, ...]:
    central = who["disposition.V1"]
    step = 2.0 / who["disposition.MTT_HNK"]
    return (
        *_exchange("norketamine", "norketamine_tissue", who["disposition.QN"], central, who["disposition.VN2"]),
        Flow("norketamine", who["disposition.CLN"] / central, "hydroxylation_1"),
        Flow("hydroxylation_1", step, "hydroxylation_2"),
        Flow("hydroxylation_2", step, "hydroxynorketamine", yields=who["disposition.fm_HNK"]),
    )


def _hydroxynorketamine(who: Individuals) -> tuple[Flow, ...]:
    central, tissue = who["disposition.VH1"], who["disposition.VH2"]
    return (
        *_exchange("hydroxynorketamine", "hydroxynorketamine_tissue", who["disposition.QH"], central, tissue),
        Flow("hydroxynorketamine", who["disposition.CLH"] / central),
    )


def _exchange(one: str, other: str, litres_per_min: Rate, one_l: Rate, other_l: Rate) -> tuple[Flow, Flow]:
    return Flow(one, litres_per_min / one_l, other), Flow(other, litres_per_min / other_l, one)
