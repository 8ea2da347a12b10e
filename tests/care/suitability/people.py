"""Someone of whom nothing stands against a dose, for tests to change one answer at a time."""

from collections.abc import Mapping

from daybreak.care.suitability.questions import questions

CHART = {"sex": "female", "age_y": "41", "bmi": "27.7", "ketamine_allergy": "no", "failed_trials": "2"}
"""What the chart says of her."""
WELL = {
    **{one.id: "no" for one in questions().values() if one.kind == "yes_no"},
    **dict.fromkeys(("liver_tests", "can_be_pregnant", "contraception", "capacity", "agrees", "escort"), "yes"),
    "substance_disorder": "never",
    "hypertension": "none",
    "liver": "none",
    "urinary": "none",
}
"""Her answers to all that is asked of her; "mood_stabiliser" is not, and its answer says nothing."""


def somebody(**changed: str) -> Mapping[str, str]:
    """Her answers and chart with some of them changed; an answer of "" is left out."""
    return {name: said for name, said in {**CHART, **WELL, **changed}.items() if said}
