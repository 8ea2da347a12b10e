"""What the drug does: doses, kinetics, acute effects, symptoms, trials. Knows no patient's name and no framework.

What researchers use is importable from here, and documented in docs/tutorial.md:

    one dose, some hours     Dose, Route, Form, Subject, predict, typical_response, draw_prediction
    one dose, two weeks      explain, dense_times, draw_explanation
    courses of treatment     Course, Control, People, simulate_course, export_sbml
    virtual trials           read_protocol, as_protocol, run_trial, compare, assurance, schedules, resized, draw_trial
    what is believed         model, numbers, posterior, published_trials, evaluation, citation

A name is looked up when it is first used, so that importing this package loads nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from daybreak.science.dosing import Dose, DosingError, Form, Route
    from daybreak.science.figures import draw_prediction
    from daybreak.science.mechanism.citation import citation
    from daybreak.science.mechanism.course import Control, Course, CourseResult, People, simulate_course
    from daybreak.science.mechanism.declaration import Model
    from daybreak.science.mechanism.explanation import Explanation, dense_times, explain
    from daybreak.science.mechanism.figure import draw_explanation
    from daybreak.science.mechanism.model import mechanism as model
    from daybreak.science.mechanism.quantified import Number, Numbers
    from daybreak.science.mechanism.quantified import shipped as numbers
    from daybreak.science.population import Subject, SubjectError
    from daybreak.science.prediction import Prediction, predict, typical_response
    from daybreak.science.sbml import export as export_sbml
    from daybreak.science.trials.evaluation import Evaluation
    from daybreak.science.trials.evaluation import shipped as evaluation
    from daybreak.science.trials.evidence import PublishedTrial, published_trials
    from daybreak.science.trials.figures import draw_trial
    from daybreak.science.trials.outcomes import ArmOutcome, Spread, TrialOutcome
    from daybreak.science.trials.posterior import Posterior, PosteriorError
    from daybreak.science.trials.posterior import shipped as posterior
    from daybreak.science.trials.power import Power, PowerError, power
    from daybreak.science.trials.protocol import Amount, Arm, Protocol, ProtocolError
    from daybreak.science.trials.protocol_file import as_protocol, read_protocol
    from daybreak.science.trials.run import RunError
    from daybreak.science.trials.schedules import schedules
    from daybreak.science.trials.study import Difference, assurance, compare, resized, run_trial

__all__ = [
    "Amount",
    "Arm",
    "ArmOutcome",
    "Control",
    "Course",
    "CourseResult",
    "Difference",
    "Dose",
    "DosingError",
    "Evaluation",
    "Explanation",
    "Form",
    "Model",
    "Number",
    "Numbers",
    "People",
    "Posterior",
    "PosteriorError",
    "Power",
    "PowerError",
    "Prediction",
    "Protocol",
    "ProtocolError",
    "PublishedTrial",
    "Route",
    "RunError",
    "Spread",
    "Subject",
    "SubjectError",
    "TrialOutcome",
    "as_protocol",
    "assurance",
    "citation",
    "compare",
    "dense_times",
    "draw_explanation",
    "draw_prediction",
    "draw_trial",
    "evaluation",
    "explain",
    "export_sbml",
    "model",
    "numbers",
    "posterior",
    "power",
    "predict",
    "published_trials",
    "read_protocol",
    "resized",
    "run_trial",
    "schedules",
    "simulate_course",
    "typical_response",
]

_HOMES = {
    "dosing": ("Dose", "DosingError", "Form", "Route"),
    "figures": ("draw_prediction",),
    "mechanism.citation": ("citation",),
    "mechanism.course": ("Control", "Course", "CourseResult", "People", "simulate_course"),
    "mechanism.declaration": ("Model",),
    "mechanism.explanation": ("Explanation", "dense_times", "explain"),
    "mechanism.figure": ("draw_explanation",),
    "mechanism.model": ("model=mechanism",),
    "mechanism.quantified": ("Number", "Numbers", "numbers=shipped"),
    "population": ("Subject", "SubjectError"),
    "prediction": ("Prediction", "predict", "typical_response"),
    "sbml": ("export_sbml=export",),
    "trials.evaluation": ("Evaluation", "evaluation=shipped"),
    "trials.evidence": ("PublishedTrial", "published_trials"),
    "trials.figures": ("draw_trial",),
    "trials.outcomes": ("ArmOutcome", "Spread", "TrialOutcome"),
    "trials.posterior": ("Posterior", "PosteriorError", "posterior=shipped"),
    "trials.power": ("Power", "PowerError", "power"),
    "trials.protocol": ("Amount", "Arm", "Protocol", "ProtocolError"),
    "trials.protocol_file": ("as_protocol", "read_protocol"),
    "trials.run": ("RunError",),
    "trials.schedules": ("schedules",),
    "trials.study": ("Difference", "assurance", "compare", "resized", "run_trial"),
}
"""Where each name lives: `name`, or `name=what it is called there`."""

_FOUND = {
    name.partition("=")[0]: (f"{__name__}.{home}", name.rpartition("=")[2])
    for home, names in _HOMES.items()
    for name in names
}


def __getattr__(name: str) -> Any:
    """The public name, from the module it lives in; kept, so that it is looked up once."""
    if name not in _FOUND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, called = _FOUND[name]
    found = getattr(import_module(home), called)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
