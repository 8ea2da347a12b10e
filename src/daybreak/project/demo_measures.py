"""What two synthetic patients answered beside the PHQ-9, how they played the tasks, and how three of them are asked."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from daybreak.care.cognition import DIGIT_SYMBOL, VIGILANCE, task
from daybreak.care.questionnaires import load
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.project import demo_people as cast
from daybreak.project.demo_story import Step

# Days ago, and how far each had recovered by then: 0 as ill as at first, 1 well.
RESPONDING = ((37, 0.0), (24, 0.4), (6, 0.65))
RECOVERED = ((79, 0.0), (58, 0.45), (38, 0.8), (12, 0.9))
GOOD_TIMING = {"frame_median_ms": 16.7, "frame_p95_ms": 17.4, "clock_step_ms": 0.1, "lost_focus": 0, "touch": True}


def steps(staff: Mapping[str, Person], now: datetime) -> list[Step]:
    """Everything with its own moment, for the clinic to do in order of time."""
    told = [_agreed(staff, now)]
    for someone, path in ((cast.RESPONDING, RESPONDING), (cast.RECOVERED, RECOVERED)):
        chance = Random(f"measures {someone.mrn}")  # noqa: S311 - made-up answers
        told += [
            Step(_evening(now, days_ago), partial(_evening_of, staff, someone, better, chance))
            for days_ago, better in path
        ]
    return told


def _agreed(staff: Mapping[str, Person], now: datetime) -> Step:
    """How three of them are asked, agreed in one morning."""
    asked = ((cast.RESPONDING, "email", "en"), (cast.RECOVERED, "sms", "de"), (cast.PREPARING, "email", "de"))

    def agree() -> None:
        for someone, way, language in asked:
            actions.set_reach(by=staff["priya"], patient=_patient(someone), way=way, language=language)

    return Step(_evening(now, 5), agree)


def _evening_of(staff: Mapping[str, Person], someone: cast.Someone, better: float, chance: Random) -> None:
    patient = _patient(someone)
    _answered(staff, patient, better, chance)
    _played(staff, patient, better, chance)


def _patient(someone: cast.Someone) -> Patient:
    return Patient.objects.get(mrn=someone.mrn)


def _evening(now: datetime, days_ago: int) -> datetime:
    return datetime.combine(now.date() - timedelta(days=days_ago), time(18, 30), tzinfo=now.tzinfo)


def _answered(staff: Mapping[str, Person], patient: Patient, better: float, chance: Random) -> None:
    """Anxiety falls and well-being rises with the mood."""
    for instrument_id, ill, well in (("gad7", 2.2, 0.4), ("who5", 1.0, 3.9)):
        scale = load(instrument_id)
        middle = ill + (well - ill) * better
        highest = max(answer.value for answer in scale.items[0].answers)
        answers = {
            item.link_id: min(highest, max(0, round(middle + chance.uniform(-0.6, 0.6)))) for item in scale.items
        }
        actions.record_in_clinic(by=staff["leila"], patient=patient, instrument=instrument_id, answers=answers)


def _played(staff: Mapping[str, Person], patient: Patient, better: float, chance: Random) -> None:
    made = {DIGIT_SYMBOL: _matched(better, chance), VIGILANCE: _watched(better, chance)}
    for task_id, trials in made.items():
        invitation, token = actions.invite(
            by=staff["priya"], patient=patient, instrument=task_id, valid_for=timedelta(hours=1)
        )
        timing = {**GOOD_TIMING, "ran_ms": task(task_id).seconds * 1000}
        asked = queries.asked_by(token, invitation.public_id)
        actions.play_by_link(token=token, invitation_id=asked.public_id, trials=trials, timing=timing)


def _matched(better: float, chance: Random) -> list[dict[str, Any]]:
    """Ninety seconds of symbols, faster with recovery, one in twenty wrong."""
    trials, left = [], 90_000.0
    while left > 0:
        rt, shown = chance.gauss(2100 - 450 * better, 260), chance.randint(1, 9)
        pressed = shown if chance.random() > 0.05 else shown % 9 + 1
        trials.append({"rt_ms": round(max(500.0, rt), 1), "shown": shown, "pressed": pressed})
        left -= rt + 120
    return trials


def _watched(better: float, chance: Random) -> list[dict[str, Any]]:
    """Three minutes of lights, with fewer lapses in recovery."""
    middle = 348 - 52 * better
    return [
        {
            "rt_ms": round(
                max(190.0, chance.gauss(middle, 46) + (320 if chance.random() < 0.09 - 0.06 * better else 0)), 1
            )
        }
        for _ in range(54)
    ]
