"""Knows what the mechanism is given: concentrations from the exact kinetics, facts of the patient and of the course."""

from daybreak.science.mechanism.declaration import Input

COURSES = (
    Input("S_brain", "S-ketamine at the brain, as arterial concentration", "ng/mL"),
    Input("R_brain", "R-ketamine at the brain, as arterial concentration", "ng/mL"),
    Input("S_norketamine", "S-norketamine in plasma (R-norketamine, forty times weaker, is left out)", "ng/mL"),
    Input("hydroxynorketamine", "Hydroxynorketamine in plasma, S and R together", "ng/mL"),
    Input("S_vessels", "S-ketamine at the vessels, as arterial concentration; for pressure and heart rate", "ng/mL"),
    Input("antidepressant_taken", "1 while a newly started antidepressant is taken, else 0", "1"),
)

FACTS = (
    Input("severity", "Baseline severity as a share of the top of the scale", "1"),
    Input("resistance", "Earlier antidepressant trials that failed in this episode", "1"),
    Input("decades", "Age above 45 years, in decades; 0 below", "decade"),
    Input("takes_benzodiazepine", "1 when a benzodiazepine is taken every day, else 0", "1"),
    Input("virtual_reality", "1 when integration uses the virtual room, else 0", "1"),
    Input("arm_inert", "1 in a blinded arm given saline or a placebo spray, else 0", "1"),
    Input("arm_midazolam", "1 in a blinded arm given midazolam, else 0", "1"),
    Input("arm_drug", "1 in a blinded arm given ketamine or esketamine, else 0", "1"),
    Input("arm_open", "1 in an arm that knows what it is given, else 0", "1"),
    Input("dissociation_C50", "Of the acute model: S-ketamine at half the largest dissociation", "ng/mL"),
    Input("dissociation_gamma", "Of the acute model: steepness of dissociation", "1"),
    Input("dissociation_Emax", "Of the acute model: largest rise of the CADSS score", "points"),
    Input("dissociation_E0", "Of the acute model: CADSS score without drug", "points"),
    Input("pressure_C50", "Of the acute model: S-ketamine at half the largest rise", "ng/mL"),
    Input("pressure_systolic", "Of the acute model: largest rise of systolic pressure", "mmHg"),
    Input("pressure_diastolic", "Of the acute model: largest rise of diastolic pressure", "mmHg"),
    Input("pressure_heart_rate", "Of the acute model: largest rise of heart rate", "1/min"),
)
