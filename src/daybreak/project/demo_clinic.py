"""Peoples a synthetic clinic through the actions that people use: every state a patient can be in, on one board."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from daybreak.care.courses import Phase
from daybreak.clinic import clock
from daybreak.clinic.people import actions as people
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials import queries as shelf
from daybreak.project import demo_alerts, demo_consent, demo_followup, demo_ledger, demo_measures, demo_notes, demo_plan
from daybreak.project import demo_people as cast
from daybreak.project.demo_sign_ins import SignIn
from daybreak.project.demo_story import Step, Story

OPENED_DAYS_AGO = 120
IN_THE_CHAIR_FOR = timedelta(minutes=25)


def seed(passphrases: Mapping[str, str] | None = None) -> list[SignIn]:
    """Make the clinic as it would be now: all of it or nothing. The same each time but for the dates.

    ``passphrases`` maps sign-in names to passphrases; those people can sign in and are returned. Without, nobody can.
    Raises Conflict when there is staff already.
    """
    with transaction.atomic():
        calendar = Calendar(clock.now())
        with clock.at(calendar.day(OPENED_DAYS_AGO)):
            staff = _staff(passphrases or {})
            demo_consent.sign_texts(staff)
        steps = [
            *_shelf(staff, calendar),
            *demo_ledger.steps(staff, calendar),
            *_patients(staff, calendar),
            *demo_measures.steps(staff, calendar.now),
            *demo_alerts.steps(staff, calendar.now, OPENED_DAYS_AGO),
        ]
        for step in sorted(steps, key=lambda step: step.at):
            with clock.at(step.at):
                step.do()
        demo_plan.plan(staff, calendar.now)
        demo_followup.follow_up(staff, calendar.now)
    workers = {worker.username: worker for worker in (cast.DIRECTOR, *cast.STAFF)}
    return [
        SignIn(workers[username].role.label, workers[username].name, username, passphrase)
        for username, passphrase in (passphrases or {}).items()
    ]


class Calendar:
    """The days before today, in working hours."""

    def __init__(self, now: datetime) -> None:
        """Today is the day of ``now``."""
        self.now = now

    def day(self, days_ago: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment ``days_ago`` days ago, at least yesterday, so that its hour is past."""
        if days_ago < 1:
            raise ValueError("Today is told from now backwards, not by the clock on the wall.")
        return datetime.combine(self.now.date() - timedelta(days=days_ago), time(hour, minute), tzinfo=UTC)

    def earlier(self, minutes: float) -> datetime:
        """A moment today, so many minutes ago."""
        return self.now - timedelta(minutes=minutes)

    def date_in(self, days: int) -> date:
        """The date so many days from today."""
        return self.now.date() + timedelta(days=days)


def _staff(passphrases: Mapping[str, str]) -> dict[str, Person]:
    def person(worker: cast.Worker, by: Person | None) -> Person:
        return people.add_person(
            by=by,
            username=worker.username,
            name=worker.name,
            email=f"{worker.username}@example.org",
            roles=[worker.role],
            password=passphrases.get(worker.username),
        )

    director = person(cast.DIRECTOR, None)
    others = {worker.username: person(worker, director) for worker in cast.STAFF}
    return {cast.DIRECTOR.username: director, **others}


def _shelf(staff: dict[str, Person], calendar: Calendar) -> list[Step]:
    """Vials of two strengths; one nearly out of date, one past it, one with witnessed waste."""

    def receive(label: str, lot: str, strength: int, ml: int, expires_in: int) -> None:
        vials.receive(
            by=staff["mei"],
            label=label,
            lot=lot,
            expires_on=calendar.date_in(expires_in),
            concentration_mg_per_ml=Decimal(strength),
            volume_ml=Decimal(ml),
            location="Controlled drugs cabinet, room 1",
        )

    def waste(label: str, mg: int) -> None:
        vial = next(vial for vial in shelf.all_vials() if vial.label == label)
        reason = "left in the syringe after the dose"
        seen = Proof(staff["mei"].pk, clock.now(), "passphrase")
        vials.waste(by=staff["jonas"], vial=vial, amount_ug=mg * 1000, second=seen, reason=reason)

    long_ago, recently = calendar.day(100, 8), calendar.day(12, 8)
    return [
        Step(long_ago, lambda: receive("KT-0101", "LN 2207 A", 50, 10, 16)),
        Step(long_ago, lambda: receive("KT-0102", "LN 2207 A", 50, 10, 140)),
        Step(long_ago, lambda: receive("KT-0099", "LM 9914 C", 50, 10, -6)),
        Step(recently, lambda: receive("KT-0103", "LP 3150 B", 50, 10, 420)),
        Step(recently, lambda: receive("KT-0104", "LP 0021 D", 100, 5, 300)),
        Step(calendar.day(30, 17), lambda: waste("KT-0101", 5)),
    ]


def _patients(staff: dict[str, Person], calendar: Calendar) -> list[Step]:
    tellers = (_referred, _preparing, _ready, _in_the_chair, _responding, _recovered, _unchanged, _at_risk)
    people_told = (
        cast.REFERRED,
        cast.PREPARING,
        cast.READY,
        cast.IN_THE_CHAIR,
        cast.RESPONDING,
        cast.RECOVERED,
        cast.UNCHANGED,
        cast.AT_RISK,
    )
    stories = [Story(someone, staff) for someone in people_told]
    for tell, story in zip(tellers, stories, strict=True):
        tell(story, calendar)
    return [step for story in stories for step in story.steps]


def _referred(story: Story, calendar: Calendar) -> None:
    """Came in yesterday: not weighed yet, the first questionnaire not answered."""
    story.referred(calendar.day(1, 10))
    story.asked(calendar.day(1, 15))


def _preparing(story: Story, calendar: Calendar) -> None:
    story.referred(calendar.day(13))
    story.answers(calendar.day(9, 19), 18)
    story.begins_preparation(calendar.day(3, 15))


def _ready(story: Story, calendar: Calendar) -> None:
    """Prepared; the first dose is signed for and waits."""
    story.referred(calendar.day(20))
    story.answers(calendar.day(4, 18), 21)
    story.moves_to(calendar.day(2, 11), Phase.DOSING, "prepared in three meetings; safety plan and escort agreed")
    story.ordered(calendar.day(1, 16), "0.5")


def _in_the_chair(story: Story, calendar: Calendar) -> None:
    """The second dose was injected a while ago; its first readings are in."""
    injected = calendar.now - IN_THE_CHAIR_FOR
    story.referred(calendar.day(27))
    story.answers(calendar.day(15, 20), 19)
    story.moves_to(calendar.day(14, 9), Phase.DOSING, "prepared in two meetings")
    _dose(story, calendar.day(8, 10), "0.5")
    story.answers(calendar.day(7, 20), 15)
    story.moves_to(calendar.day(2, 9), Phase.DOSING, "first dose worked through")
    story.ordered(calendar.day(1, 14), "0.6")
    story.dosed(injected, until=calendar.now)


def _responding(story: Story, calendar: Calendar) -> None:
    """Three doses; the last answers are half of the first."""
    story.referred(calendar.day(48))
    story.answers(calendar.day(38, 18), 20)
    story.moves_to(calendar.day(36, 9), Phase.DOSING, "prepared in three meetings")
    for days_ago, mg_per_kg, total in ((34, "0.5", 16), (27, "0.6", 12), (20, "0.6", 9)):
        _dose(story, calendar.day(days_ago, 11), mg_per_kg)
        story.answers(calendar.day(days_ago - 2, 19), total)
        if days_ago != 20:
            story.moves_to(calendar.day(days_ago - 4, 9), Phase.DOSING, "worked through in one meeting")
    story.answers(calendar.day(5, 19), 8)


def _recovered(story: Story, calendar: Calendar) -> None:
    """Six doses, remission, and now only looked after."""
    story.referred(calendar.day(92))
    story.answers(calendar.day(80, 18), 23, 1)
    story.moves_to(calendar.day(78, 9), Phase.DOSING, "prepared in three meetings")
    doses = ((76, "0.5", 19), (69, "0.6", 15), (62, "0.7", 11), (55, "0.7", 8), (48, "0.7", 6), (41, "0.7", 4))
    for days_ago, mg_per_kg, total in doses:
        _dose(story, calendar.day(days_ago, 14), mg_per_kg)
        story.answers(calendar.day(days_ago - 2, 20), total)
        if days_ago != 41:
            story.moves_to(calendar.day(days_ago - 4, 9), Phase.DOSING, "worked through in one meeting")
    story.moves_to(calendar.day(34, 10), Phase.FOLLOW_UP, "all doses given; closing meeting held")
    story.answers(calendar.day(26, 19), 3)
    story.answers(calendar.day(6, 19), 4)


def _unchanged(story: Story, calendar: Calendar) -> None:
    """Four doses, the last two large enough to need a reason, and no response."""
    story.referred(calendar.day(64))
    story.answers(calendar.day(50, 18), 22)
    story.moves_to(calendar.day(48, 9), Phase.DOSING, "prepared in two meetings")
    for days_ago, mg_per_kg, total in ((45, "0.5", 21), (38, "0.6", 20), (31, "0.7", 19), (24, "0.7", 20)):
        reason = "no effect so far, well tolerated; more than 60 mg weighed with the patient" if days_ago < 38 else ""
        _dose(story, calendar.day(days_ago, 9), mg_per_kg, reason)
        story.answers(calendar.day(days_ago - 2, 20), total, by_link=days_ago != 31)
        if days_ago != 24:
            story.moves_to(calendar.day(days_ago - 4, 9), Phase.DOSING, "worked through in one meeting")
    story.answers(calendar.day(10, 20), 19)


def _at_risk(story: Story, calendar: Calendar) -> None:
    """In preparation; this morning's answers speak of thoughts of being dead."""
    story.referred(calendar.day(11))
    story.answers(calendar.day(8, 18), 17, 0)
    story.answers(calendar.earlier(95), 20, 2)


def _dose(story: Story, injected: datetime, mg_per_kg: str, reason: str = "") -> None:
    story.ordered(injected - timedelta(hours=2), mg_per_kg, reason)
    story.dosed(injected)
    demo_notes.worked_through(story, injected)
