"""One synthetic patient's way through the clinic, told as steps in time; every step is an act that people do too."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import NamedTuple

from daybreak.care import monitoring
from daybreak.care.courses import Phase
from daybreak.care.questionnaires import load
from daybreak.clinic import policy
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses import queries as open_courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.forecasts import queries as forecasts
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.orders import actions as orders
from daybreak.clinic.orders import queries as signed
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.vials import queries as vials
from daybreak.project import demo_bedside, demo_consent, demo_suitability
from daybreak.project.demo_people import Someone

STRENGTH = Decimal(50)
LINK_LASTS = timedelta(days=3)
WATCHED = timedelta(minutes=125)
"""From the injection to the end of a session: the last reading, at two hours, and the farewell."""


class Step(NamedTuple):
    """Something that is done at a moment."""

    at: datetime
    do: Callable[[], object]


@dataclass
class Story:
    """Collects the steps of one patient. Nothing happens until they are done, all stories' steps in order of time."""

    someone: Someone
    staff: dict[str, Person]
    steps: list[Step] = field(default_factory=list)
    patient: Patient | None = None
    session: DosingSession | None = None

    def __post_init__(self) -> None:
        """Chance is each person's own, and the same in every clinic."""
        self.chance = Random(self.someone.mrn)  # noqa: S311 - made-up readings need no secrecy

    def referred(self, at: datetime) -> None:
        """Registered, with what the referral says; a course is opened."""
        self._then(at, self._register)
        self._then(at + timedelta(minutes=20), self._write_down_history)
        self._then(at + timedelta(minutes=40), self._open_course)

    def asked(self, at: datetime) -> None:
        """Sent a link that stays unanswered."""
        self._then(at, self._invite)

    def answers(self, at: datetime, total: int, risk: int = 0, *, by_link: bool = True) -> None:
        """Fills in the PHQ-9, with ``risk`` as the answer to item 9."""
        if not by_link:
            self._then(at, lambda: self._answer_in_clinic(total, risk))
            return
        tokens: list[str] = []
        self._then(at - timedelta(hours=self.chance.randint(2, 20)), lambda: tokens.append(self._invite()))
        self._then(at, lambda: self._answer_by_link(tokens.pop(), total, risk))

    def begins_preparation(self, at: datetime) -> None:
        """One meeting is held; what it leaves open is seen on the checklist."""
        self._then(at, lambda: demo_consent.begun(self._course, self.someone, self.staff))
        self._then(at, lambda: demo_suitability.begun(self._course, self.staff))

    def moves_to(self, at: datetime, phase: Phase, reason: str) -> None:
        """The therapist moves the course on; before the first dose everything is ready for it."""
        if phase == Phase.DOSING:
            hours, half = timedelta(hours=3), timedelta(minutes=30)
            self._then(at - hours, lambda: demo_suitability.screened(self._course, self.someone, self.staff))
            self._then(at - half, lambda: demo_consent.prepared(self._course, self.someone, self.staff))
        self._then(at, lambda: courses.move(by=self.staff["leila"], course=self._course, to=phase, reason=reason))

    def ordered(self, at: datetime, mg_per_kg: str, reason: str = "") -> None:
        """Weighed, and a dose is signed for."""
        self._then(at, self._weigh)
        self._then(at + timedelta(minutes=25), lambda: self._order(mg_per_kg, reason))

    def dosed(self, injected: datetime, until: datetime | None = None) -> None:
        """A session around an injection: watched to its end, or only ``until`` a moment, and then still going on."""
        self._then(injected - timedelta(minutes=22), self._open_session)
        self._then(injected - timedelta(minutes=16), lambda: self._read(at_rest=True))
        self._then(injected - timedelta(minutes=4), lambda: self._read(at_rest=True))
        self._then(injected, self._inject)
        self._then(injected + timedelta(minutes=6), lambda: self._note("Music on, eyes closed, breathing evenly."))
        for due in monitoring.due_times(injected, policy.current()):
            if until is None or due < until:
                self._then(due, partial(self._read, (due - injected) / timedelta(minutes=1)))
        if until is None:
            self._then(
                injected + timedelta(minutes=96), lambda: self._note("Back in the room; spoke about the session.")
            )
            self._then(injected + WATCHED, self._end)

    @property
    def _course(self) -> Course:
        found = open_courses.current(self._known)
        if found is None:
            raise LookupError(f"{self.someone.mrn} has no open course at this point of the story.")
        return found

    @property
    def _known(self) -> Patient:
        if self.patient is None:
            raise LookupError(f"{self.someone.mrn} is not registered at this point of the story.")
        return self.patient

    @property
    def _present(self) -> DosingSession:
        if self.session is None:
            raise LookupError(f"{self.someone.mrn} is in no session at this point of the story.")
        return self.session

    def _then(self, at: datetime, do: Callable[[], object]) -> None:
        self.steps.append(Step(at, do))

    def _register(self) -> None:
        who = self.someone
        self.patient = patients.register(
            by=self.staff["priya"],
            given_name=who.given_name,
            family_name=who.family_name,
            birth_date=who.birth_date,
            sex=who.sex,
            mrn=who.mrn,
            phone=who.phone,
            email=who.email,
            address=f"{10 + who.birth_date.day} Lantern Lane, Harbour",
        )

    def _write_down_history(self) -> None:
        doctor, patient, who = self.staff["amara"], self._known, self.someone
        patients.record_condition(
            by=doctor, patient=patient, text=who.condition, system="http://hl7.org/fhir/sid/icd-10", code=who.code
        )
        for text, dosage in who.medicines:
            patients.record_medication(by=doctor, patient=patient, text=text, dosage=dosage)
        for text, reaction in who.allergies:
            patients.record_allergy(by=doctor, patient=patient, text=text, reaction=reaction)

    def _open_course(self) -> None:
        courses.open_course(by=self.staff["amara"], patient=self._known, indication=self.someone.condition)
        demo_suitability.referred(self._course, self.someone, self.staff)

    def _invite(self) -> str:
        _, token = measures.invite(by=self.staff["priya"], patient=self._known, valid_for=LINK_LASTS)
        return token

    def _answer_by_link(self, token: str, total: int, risk: int) -> None:
        measures.answer_by_link(token=token, answers=answers_adding_up_to(total, risk, self.chance))

    def _answer_in_clinic(self, total: int, risk: int) -> None:
        answers = answers_adding_up_to(total, risk, self.chance)
        measures.record_in_clinic(by=self.staff["leila"], patient=self._known, answers=answers)

    def _weigh(self) -> None:
        who, patient, nurse = self.someone, self._known, self.staff["jonas"]
        kg = Decimal(who.kg) + Decimal(self.chance.randint(-6, 6)) / 10
        patients.record_observation(by=nurse, patient=patient, kind="body_weight", value=kg, unit="kg")
        if not patient.observations.filter(kind="body_height").exists():
            patients.record_observation(by=nurse, patient=patient, kind="body_height", value=who.cm, unit="cm")
        seen = demo_bedside.at_rest(who, self.chance)
        systolic, diastolic = seen["systolic"], seen["diastolic"]
        patients.record_pressure(by=nurse, patient=patient, systolic=systolic, diastolic=diastolic)

    def _order(self, mg_per_kg: str, reason: str) -> None:
        orders.order_injection(
            by=self.staff["amara"],
            course=self._course,
            mg_per_kg=mg_per_kg,
            concentration_mg_per_ml=STRENGTH,
            reason=reason,
            proof=demo_consent.proof(self.staff["amara"]),
        )

    def _open_session(self) -> None:
        order = signed.active(self._course)
        if order is None:
            raise LookupError(f"{self.someone.mrn} has no order at this point of the story.")
        place = f"Room {self.someone.number % 3 + 1}"
        self.session = sessions.open_session(by=self.staff["jonas"], order=order, place=place)

    def _read(self, minute: float = 0.0, *, at_rest: bool = False) -> None:
        if at_rest:
            values = demo_bedside.at_rest(self.someone, self.chance)
        else:
            prediction = forecasts.of_order(self._present.order)
            values = demo_bedside.under_the_dose(self.someone, prediction, minute, self.chance)
        sessions.record_reading(by=self.staff["jonas"], session=self._present, values=values)

    def _inject(self) -> None:
        order = self._present.order
        vial = vials.usable(amount_ug=order.amount_ug, concentration=order.concentration_mg_per_ml)[0]
        sessions.inject(by=self.staff["jonas"], session=self._present, vial=vial)

    def _note(self, text: str) -> None:
        sessions.note(by=self.staff["leila"], session=self._present, text=text)

    def _end(self) -> None:
        note = "Walking steadily; handed over to the escort."
        sessions.end_session(by=self.staff["jonas"], session=self._present, note=note)


def answers_adding_up_to(total: int, risk: int, chance: Random) -> dict[str, int]:
    """PHQ-9 answers with this total, and ``risk`` for its last item. ValueError when none can."""
    instrument = load("phq9")
    others = [item.link_id for item in instrument.items if item.link_id != instrument.risk_item]
    left = total - risk
    if not 0 <= left <= 3 * len(others):
        raise ValueError(f"No answers of the PHQ-9 with {risk} for its risk item add up to {total}.")
    answers = dict.fromkeys(others, left // len(others))
    for link_id in chance.sample(others, left % len(others)):
        answers[link_id] += 1
    return {**answers, instrument.risk_item: risk}
