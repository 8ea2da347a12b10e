"""The programme as a synthetic patient goes through it: as many patients as are asked for, each in another way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from heapq import heapify, heappop, heappush
from random import Random

from daybreak.care import monitoring
from daybreak.care.alerts import kind
from daybreak.care.consents import ConsentKind
from daybreak.care.visits import Kind
from daybreak.clinic import clock, policy, rounds
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.alerts import queries as alerted
from daybreak.clinic.alerts.models import Alert
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.consents import queries as consented
from daybreak.clinic.consents import standing
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import actions as followup
from daybreak.clinic.followup import standing as checks
from daybreak.clinic.integration import actions as integration
from daybreak.clinic.integration import queries as windows
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.orders.models import DoseOrder
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.plans import diaries, proposals
from daybreak.clinic.plans import queries as planned
from daybreak.clinic.plans.models import Appointment
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession, Injection
from daybreak.clinic.suitability import actions as suitability
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.models import Vial, VialEntry
from tests.clinic import cast, scenes
from tests.clinic.alerts.people_on_duty import LOW, assessed
from tests.clinic.chairs import Clinic
from tests.clinic.sheets import ITEMS
from tests.clinic.suited import suited

DOSES = 6
FIRST_DOSES = (datetime(2026, 3, 30, 9, 0, tzinfo=UTC), datetime(2026, 3, 30, 13, 0, tzinfo=UTC))
"""A Monday in both of its halves; whoever comes on a Tuesday comes a day later."""
PER_CHAIR = 4
"""Patients who share a chair, and with it its nurse and its therapist: two mornings, two afternoons."""
LOOKED_BACK = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
"""When all courses are over; checks go on falling due after a course, and are done once more on this day."""
AWAKE = scenes.CALM
HIGH = scenes.CALM | {"systolic": 152, "diastolic": 96}
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@dataclass
class Passage:
    """One patient's way: ``story`` yields the moment of what it does next, and counts what it did beside the record."""

    number: int
    clinic: Clinic
    first: int = 0
    later: timedelta = timedelta()
    doses: int = 0
    given_ug: int = 0
    wasted_ug: int = 0
    readings: int = 0
    answers: int = 0
    risky: int = 0
    harms: int = 0
    patient: Patient = field(init=False)
    course: Course = field(init=False)

    def __post_init__(self) -> None:
        """Chance is each one's own."""
        self.chance = Random(self.number)
        chair, turn = divmod(self.number - self.first, PER_CHAIR)
        self.chair, (half, day) = self.clinic.chairs[chair], divmod(turn, 2)
        self.first_dose = FIRST_DOSES[half] + day * DAY + self.later
        self.total = self.chance.randint(15, 22)
        self.kg = Decimal(self.chance.choice((58, 66, 74, 82)))
        self.stops_after = self.chance.randint(1, 5) if self.chance.random() < 0.1 else DOSES

    def story(self) -> Iterator[datetime]:
        """Everything from the referral to the end. What follows a moment is to be done at that moment."""
        yield from self._referred(self.first_dose - 26 * DAY)
        yield from self._prepared(self.first_dose - 20 * DAY)
        for number in range(1, self.stops_after + 1):
            yield from self._dosed(number)
            yield from self._worked_through(number)
        yield from self._followed_up()

    def _chance(self, share: float) -> bool:
        return self.chance.random() < share

    def _referred(self, at: datetime) -> Iterator[datetime]:
        yield at + (self.number - self.first) * MINUTE
        self.patient = cast.patient(
            by=self.clinic.coordinator,
            given_name=f"Patient {self.number}",
            birth_date=date(1960 + self.number % 40, 5, 9),
        )
        doctor = self.clinic.prescriber
        patients.record_condition(by=doctor, patient=self.patient, text="Recurrent depression")
        if self._chance(0.3):
            patients.record_medication(by=doctor, patient=self.patient, text="Sertraline", dosage="100 mg daily")
        for quantity, value, unit in (("body_weight", self.kg, "kg"), ("body_height", Decimal(172), "cm")):
            patients.record_observation(
                by=self.chair.nurse, patient=self.patient, kind=quantity, value=value, unit=unit
            )
        self.course = courses.open_course(by=doctor, patient=self.patient, indication="Recurrent depression")
        suitability.refer(
            by=self.clinic.coordinator,
            course=self.course,
            kind="psychiatrist",
            referrer="Dr Hana Sobel",
            reason="Two antidepressants brought too little.",
            referred_on=clock.now().date() - 5 * DAY,
        )
        yield clock.now() + 2 * HOUR
        suited(self.course, by=doctor, hypertension=self.chance.choice(("none", "none", "controlled")))
        self._checked()
        yield from self._answers(self.total)

    def _prepared(self, at: datetime) -> Iterator[datetime]:
        yield at + (self.number - self.first) * MINUTE
        team = self.chair.team(self.clinic.prescriber)
        protocol = diaries.protocol("six-injections")
        seen = proposals.of_plan(self.course, protocol, self.first_dose, self.chair.place, team)
        plans.make_plan(
            by=self.clinic.coordinator,
            course=self.course,
            protocol=protocol.id,
            first_dose_at=self.first_dose,
            place=self.chair.place,
            team=team,
            seen=seen.digest,
            reason="As agreed with the patient",
        )
        for appointment in list(planned.appointments(self.course).filter(kind=Kind.PREPARATION)):
            yield appointment.start + HOUR
            plans.mark_done(by=self.clinic.coordinator, appointment=appointment)
        for text in ConsentKind:
            regions = self.chance.choice((("hands",), ("hands", "shoulders"), ("feet",)))
            cast.decided(self.course, text, regions=regions)
        consent = consented.latest(self.course, ConsentKind.TREATMENT)
        if consent is not None and standing.explained(self.course):
            consents.explain(by=self.clinic.prescriber, consent=consent, proof=cast.proof(self.clinic.prescriber))
        cast.prepare(self.course)
        self._checked()

    def _dosed(self, number: int) -> Iterator[datetime]:
        appointment = self._next_dose()
        if self._chance(0.05):
            yield appointment.start + HOUR
            seen = proposals.of_missed(appointment)
            plans.mark_missed(
                by=self.clinic.coordinator,
                appointment=appointment,
                reason="Down with a cold",
                again=True,
                seen=seen.digest,
            )
            appointment = self._next_dose()
        yield appointment.start - 30 * MINUTE
        order = self._ordered(number)
        yield appointment.start
        session = self._opened(order)
        yield clock.now() + 10 * MINUTE
        given = self._injected(session)
        due = monitoring.due_times(given.at, policy.current())
        for moment in sorted({*self.chance.sample(due, 2), due[-1]}):
            yield moment
            self._reads(session, AWAKE | {"systolic": 118 + self.chance.randint(0, 20)})
        yield due[-1] + 5 * MINUTE
        sessions.end_session(by=self.chair.nurse, session=session, note="Walks steadily; goes home with the escort.")

    def _next_dose(self) -> Appointment:
        found = planned.next_appointment(self.course, Kind.DOSE)
        assert found is not None, f"patient {self.number} has no next dose in the plan"
        return found

    def _ordered(self, number: int) -> DoseOrder:
        doctor = self.clinic.prescriber
        patients.record_observation(
            by=self.chair.nurse,
            patient=self.patient,
            kind="body_weight",
            value=self.kg,
            unit="kg",
        )
        courses.move(by=doctor, course=Course.objects.get(pk=self.course.pk), to="dosing", reason="Ready for a dose")
        return scenes.order(
            Course.objects.get(pk=self.course.pk),
            by=doctor,
            mg_per_kg="0.5" if number == 1 else self.chance.choice(("0.5", "0.6")),
            reason="As planned with the patient",
        )

    def _opened(self, order: DoseOrder) -> DosingSession:
        """Now and then nothing is given at first: a fever turns out to be none, and the session is opened anew."""
        nurse, place = self.chair.nurse, self.chair.place.name
        if self._chance(0.04):
            first = sessions.open_session(by=nurse, order=order, place=place)
            sessions.abandon_session(by=nurse, session=first, reason="Warm to the touch; taken again in a while")
        return sessions.open_session(by=nurse, order=order, place=place)

    def _injected(self, session: DosingSession) -> Injection:
        """The pressure is high at times: a prescriber weighs it, and releases the session or not before it is calm."""
        nurse, why = self.chair.nurse, ""
        self._reads(session, HIGH if self._chance(0.06) else AWAKE)
        if session.readings.latest("pk").systolic == HIGH["systolic"]:
            why = "White coat, taken twice; spoken through"
            sessions.release(by=self.clinic.prescriber, session=session, reason=why)
        vial = self._vial(session.order.amount_ug)
        given = sessions.inject(by=nurse, session=session, vial=vial, reason=why)
        self.doses += 1
        self.given_ug += given.entry.amount_ug
        self._wastes(given.entry)
        return given

    def _vial(self, amount_ug: int) -> Vial:
        """The one in use, while it holds enough; then the next."""
        chair = self.chair
        if chair.vial is None or Vial.objects.get(pk=chair.vial.pk).on_hand_ug < amount_ug:
            chair.received += 1
            label = f"V-{chair.number}-{chair.received}"
            chair.vial = scenes.vial(
                label, by=chair.nurse, volume_ml=Decimal(2), expires_on=(clock.now() + 600 * DAY).date()
            )
        return chair.vial

    def _wastes(self, entry: VialEntry) -> None:
        """What is too little for another dose is thrown away before a witness."""
        left = Vial.objects.get(pk=entry.vial_id).on_hand_ug
        if 0 < left < 50_000:
            vials.waste(
                by=self.chair.nurse,
                vial=entry.vial,
                amount_ug=left,
                second=cast.proof(self.clinic.witness),
                reason="Left in the vial after the dose",
                after=entry,
            )
            self.wasted_ug += left

    def _reads(self, session: DosingSession, values: dict[str, int]) -> None:
        sessions.record_reading(by=self.chair.nurse, session=session, values=values)
        self.readings += 1

    def _worked_through(self, number: int) -> Iterator[datetime]:
        """Held as planned; or forgotten until the rounds tell someone, and then held late or let go for a reason."""
        window = windows.of_course(self.course)[0]
        therapist, row = self.chair.therapist, window.row
        if window.appointment is not None and not self._chance(0.05):
            yield window.appointment.start + HOUR
            integration.hold(by=therapist, window=row, words="Spoke of what came up.")
        else:
            yield row.closes_at + HOUR
            rounds.make(clock.now())
            self._cancel(window.appointment)
            integration.let_go(by=therapist, window=row, reason="Could not be reached; we meet before the next dose")
        self._checked()
        self.total = max(2, self.total - self.chance.randint(0, 4))
        yield from self._answers(self.total)

    def _cancel(self, appointment: Appointment | None) -> None:
        current = Appointment.objects.filter(pk=appointment.pk).first() if appointment else None
        if current is not None and current.state == "booked":
            plans.mark_missed(by=self.clinic.coordinator, appointment=current, reason="Did not come, nor call")

    def _answers(self, total: int) -> Iterator[datetime]:
        """The PHQ-9, by link or in the clinic. What it says of risk is assessed the same day, now and then too late."""
        risk = self.chance.randint(1, 2) if self._chance(0.08) else 0
        sheet = dict.fromkeys(ITEMS[:8], total // 8) | {ITEMS[8]: risk}
        for item in ITEMS[: total % 8]:
            sheet[item] += 1
        if self._chance(0.5):
            _, token = measures.invite(by=self.clinic.coordinator, patient=self.patient, valid_for=3 * DAY)
            yield clock.now() + self.chance.randint(1, 10) * HOUR
            measures.answer_by_link(token=token, answers=sheet)
        else:
            measures.record_in_clinic(by=self.chair.nurse, patient=self.patient, answers=sheet)
        self.answers += 1
        self.risky += risk > 0
        yield from self._heard()

    def _heard(self) -> Iterator[datetime]:
        """Every alert about the patient is taken by who holds it, at once or after it has gone on, and ended."""
        if not alerted.open_alerts(self.patient).exists():
            return
        yield clock.now() + self.chance.choice((5, 25)) * MINUTE
        rounds.make(clock.now(), ["daybreak.clinic.alerts.actions.make_rounds"])
        waiting = list(alerted.open_alerts(self.patient))
        risk = [alert for alert in waiting if kind(alert.kind).needs_assessment]
        if risk:
            self._assessed(risk)
        for alert in (alert for alert in waiting if alert not in risk):
            vouched = alert.owner or self.clinic.prescriber
            alerts.close(by=vouched, alert=alert, note="Spoken with the patient; the plan stands as it is.")

    def _assessed(self, risk: list[Alert]) -> None:
        for alert in risk:
            alerts.acknowledge(by=self.clinic.prescriber, alert=alert)
        assessed(self.clinic.prescriber, *risk, answers=LOW)

    def _followed_up(self) -> Iterator[datetime]:
        """Looked after for six weeks, every check written down; then the course is closed, or earlier if so wished."""
        doctor = self.clinic.prescriber
        if self.stops_after < DOSES:
            consents.take_back(by=self.chair.therapist, course=self.course, kind=ConsentKind.TREATMENT)
        plan = planned.plan_of(self.course)
        assert plan is not None
        plans.end_plan(by=self.clinic.coordinator, plan=plan, reason="All doses that were wished for are given")
        courses.move(by=doctor, course=Course.objects.get(pk=self.course.pk), to="follow_up", reason="No more doses")
        for _ in range(3):
            yield clock.now() + 14 * DAY
            self._checked()
            yield from self._answers(self.total)
        if self._chance(0.2):
            self._reports_harm()
        yield from self._heard()
        yield clock.now() + DAY
        courses.move(by=doctor, course=Course.objects.get(pk=self.course.pk), to="closed", reason="The course is over")
        yield LOOKED_BACK + self.later + self.number * MINUTE
        self._checked()
        yield from self._heard()

    def _checked(self) -> None:
        """What is due by now of the bladder, the liver, misuse and the rest is looked at, and written down."""
        for one in checks.due_of([self.course]):
            check = one.due.check
            followup.record_check(
                by=self.clinic.prescriber,
                course=self.course,
                check_id=check.id,
                was_done=True,
                result=check.results[0].id,
            )

    def _reports_harm(self) -> None:
        followup.report_event(
            by=self.clinic.prescriber,
            course=self.course,
            what="Nausea",
            grade="mild",
            relation="probable",
            action="watched",
            outcome="recovered",
            started_at=clock.now() - 3 * HOUR,
            ended_at=clock.now() - 2 * HOUR,
        )
        self.harms += 1


def play(passages: list[Passage], rounds_at: tuple[int, ...] = (8, 13, 19)) -> int:
    """All of them at once, in the order of time, with the rounds made at these hours; how many moments there were."""
    told = [(moment, one.number, story) for one in passages for story in [one.story()] for moment in [next(story)]]
    heapify(told)
    played, last = 0, told[0][0]
    while told:
        moment, number, story = heappop(told)
        for due in _between(last, moment, rounds_at):
            with clock.at(due):
                rounds.make(due)
        last = max(last, moment)
        with clock.at(moment):
            following = next(story, None)
        played += 1
        if following is not None:
            heappush(told, (following, number, story))
    return played


def _between(last: datetime, moment: datetime, hours: tuple[int, ...]) -> Iterator[datetime]:
    days = (moment.date() - last.date()).days
    for day in range(days + 1):
        for hour in hours:
            due = datetime(last.year, last.month, last.day, hour, tzinfo=UTC) + day * DAY
            if last < due <= moment:
                yield due
