"""Knows the dosing schedules that clinics choose between, as one protocol: twice a week, weekly, and how to go on."""

from daybreak.science.trials.protocol import Amount, Arm, Baseline, Control, Enrolment, Protocol, Relapse, Step

WEEK_H = 168.0
TWICE_H = WEEK_H / 2.0
INDUCTION_WEEKS = 4
SHORTEST_WEEKS, LONGEST_WEEKS = 8, 52


def schedules(amount: Amount, *, weeks: int = 16, n: int = 60, scale: str = "madrs") -> Protocol:
    """Arms that differ only in when `amount` is given, open label, rated before the dose of each week."""
    if not SHORTEST_WEEKS <= weeks <= LONGEST_WEEKS:
        raise ValueError(f"Schedules are compared over {SHORTEST_WEEKS} to {LONGEST_WEEKS} weeks, not {weeks}.")
    induction = Step(amount, every_h=TWICE_H, times=2 * INDUCTION_WEEKS)
    arms = [
        _arm("one dose", n, Step(amount)),
        _arm("weekly, 4 weeks", n, Step(amount, every_h=WEEK_H, times=INDUCTION_WEEKS)),
        _arm("twice a week, 4 weeks", n, induction),
        *(_arm(_named(every), n, induction, _maintenance(amount, every, weeks)) for every in (1, 2, 3, 4)),
    ]
    return Protocol(
        title=f"When to give {amount.words}",
        scale=scale,
        visits_h=tuple(WEEK_H * week for week in range(1, weeks + 1)),
        enrolment=Enrolment(baseline=Baseline(34.5, 6.0) if scale == "madrs" else Baseline(17.0, 5.0)),
        arms=tuple(arms),
        relapse=Relapse(score_at_least=22.0 if scale == "madrs" else 10.0, from_h=WEEK_H * INDUCTION_WEEKS),
        id="schedules",
    )


def _arm(name: str, n: int, *steps: Step) -> Arm:
    return Arm(name=name, n=n, control=Control.NONE, steps=steps, open_label=True)


def _named(every: int) -> str:
    return f"twice a week, then every {every} wk" if every > 1 else "twice a week, then weekly"


def _maintenance(amount: Amount, every: int, weeks: int) -> Step:
    """From the week after induction, every so many weeks until the last."""
    first = INDUCTION_WEEKS + every - 1
    return Step(amount, from_h=WEEK_H * first, every_h=WEEK_H * every, times=(weeks - 1 - first) // every + 1)
