"""Knows the sentences that must stand beside a prediction: what its bands mean and where it is known to be weak."""

from collections.abc import Sequence

from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.population import Subject

HIGHEST_MEASURED_S_NG_PER_ML = 320.0

LIMITS = (
    "A prediction for people of this weight, age and sex from published averages; it does not know this patient. "
    "It is not for choosing a dose and not an alarm."
)

ALWAYS = (
    "The darker band holds half of such people, the lighter band nine in ten. The bands show how people differ, "
    "not whether the model is right.",
    "The 0-10 rating of dissociation is 10 x the share of the largest effect: a design assumption, not calibrated "
    "against patients. Onset and fade are when the CADSS score passes 4.",
    "Pressure and heart-rate bands carry the spread between patients and between published clinics, whose mean "
    "systolic rise ran from 3 to 16 mmHg. Age, high blood pressure and medicines change them in ways not modelled.",
    "Norketamine is predicted too low: about 0.8 (S) and 0.6 (R) of the values measured by Kamp 2020.",
)

_BY_ROUTE = {
    Route.IV_BOLUS: "The first two minutes after a bolus are not described: the model mixes the dose at once.",
    Route.IM: (
        "Intramuscular absorption rests on a peak recalled, not read, from one study (Grant 1981). "
        "Dissociation probably fades sooner than shown."
    ),
    Route.SC: (
        "Subcutaneous absorption has not been measured: it is assumed. Dissociation was back at baseline within "
        "60 min in Glue 2017; the model is slower."
    ),
    Route.SUBLINGUAL: "Sublingual absorption varies with how long the dose is held and how much is swallowed.",
    Route.ORAL: "Oral absorption is uncertain: published bioavailability runs from 0.17 to 0.23.",
    Route.INTRANASAL: "Intranasal bioavailability of racemic ketamine runs from 0.11 to 0.45 between studies.",
}

_SPRAY = (
    "Esketamine by nose or mouth is predicted in venous blood, with no effect of body weight; the effects were set on "
    "arterial blood and are driven here by venous values. The manufacturer reports dissociation over by 90 min; the "
    "model is slower."
)
_TOLERANCE = (
    "Dissociation lessens with repeated dosing (Glue 2018: CADSS 20 to 9 over 14 weeks); the model has no tolerance."
)


def notes(doses: Sequence[Dose], subject: Subject, venous: bool, highest_s_ng_per_ml: float) -> list[str]:
    """The sentences for these doses and this person, most general first."""
    sentences = list(ALWAYS)
    if venous:
        sentences.append(_SPRAY)
    else:
        sentences += [_BY_ROUTE[route] for route in _routes(doses) if route in _BY_ROUTE]
    if len(doses) > 1:
        sentences.append(_TOLERANCE)
    if not subject.sex:
        sentences.append("Sex is not given: clearance is taken between that of women and men, who differ by 20 %.")
    if highest_s_ng_per_ml > HIGHEST_MEASURED_S_NG_PER_ML:
        sentences.append(_beyond(highest_s_ng_per_ml))
    return sentences


def _routes(doses: Sequence[Dose]) -> list[Route]:
    return list(
        dict.fromkeys(d.route for d in doses if not (d.route is Route.SUBLINGUAL and d.form is Form.ESKETAMINE))
    )


def _beyond(peak: float) -> str:
    return (
        f"The typical arterial S-ketamine peak of {peak:.0f} ng/mL is above {HIGHEST_MEASURED_S_NG_PER_ML:.0f} ng/mL, "
        "the highest at which these effects were studied: what is shown for that time is extrapolated."
    )
