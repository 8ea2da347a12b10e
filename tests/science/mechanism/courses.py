"""Courses that several tests share, by name."""

from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.mechanism.course import Course

DAY_MIN = 1440.0


def infusion(mg_per_kg=0.5, **more):
    """One infusion over 40 min at the start."""
    return Course(doses=(Dose(Route.IV_INFUSION, mg_per_kg, 0.0, 40.0),), per_kg=True, **more)


def injections(days, mg_per_kg=0.75, **more):
    """Intramuscular injections on some days."""
    doses = tuple(Dose(Route.IM, mg_per_kg, DAY_MIN * day) for day in days)
    return Course(doses=doses, per_kg=True, **more)


def spray(days, devices=3, **more):
    """Esketamine spray on some days, 28 mg devices five minutes apart."""
    doses = tuple(
        Dose(Route.INTRANASAL, 28.0, DAY_MIN * day + 5.0 * k, form=Form.ESKETAMINE)
        for day in days
        for k in range(devices)
    )
    return Course(doses=doses, **more)


SHARED = {
    "one infusion": infusion(),
    "injections with therapy and a tablet": injections(
        (0, 3, 7, 10), therapy=(24.0, 100.0), cbt=(50.0,), antidepressant_from_h=30.0, vr=True
    ),
    "spray with a new antidepressant": spray((0, 3, 7), antidepressant_from_h=0.0, antidepressant_until_h=200.0),
    "bolus": Course(doses=(Dose(Route.IV_BOLUS, 70.0),), open_label=True),
    "lozenges with a benzodiazepine": Course(
        doses=tuple(Dose(Route.SUBLINGUAL, 300.0, 60.0 + DAY_MIN * day) for day in (0, 7)), benzodiazepine=True
    ),
    "film": Course(doses=(Dose(Route.SUBLINGUAL, 100.0, 30.0, form=Form.ESKETAMINE),)),
    "tablet": Course(doses=(Dose(Route.ORAL, 200.0),)),
    "convulsive therapy": Course(ect=(0.0, 48.0, 96.0, 168.0)),
    "midazolam": Course(control="midazolam", sham=(0.0, 72.0)),
    "nothing": Course(),
}
