"""Plans of courses, their appointments with every change, the clinic's places and closed days, calendar links."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from daybreak.care.visits import Kind, State, label
from daybreak.clinic import clock
from daybreak.clinic.courses.models import Course
from daybreak.clinic.record import Record


class Place(Record):
    """A chair or a room in which one patient is at a time. A place no longer used is retired, never deleted."""

    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["chair", "room"]), name="a_place_is_a_chair_or_a_room"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(retired_at__isnull=True), name="places_have_names_of_their_own"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClosedDay(Record):
    """A day on which the clinic is closed although it is a day of the week on which it is open."""

    day = models.DateField()
    why = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=models.Q(withdrawn_at__isnull=True), name="a_day_is_closed_once"
            )
        ]


class ProtocolVersion(Record):
    """The clinic's own numbers for a protocol, signed by ``recorded_by``. The last one is in force."""

    protocol = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    values = models.JSONField()
    """Short name of a number (care/protocols) to the clinic's own value; what is not named is as shipped."""
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["protocol", "number"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "number"], name="versions_of_a_protocol_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.protocol} {self.number}"


class Plan(Record):
    """One course laid out by one protocol, with the numbers as they were then. ``recorded_by`` confirmed it."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="plans")
    protocol = models.CharField(max_length=40)
    version = models.CharField(max_length=80)
    values = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    unplaced = models.JSONField(default=list)
    """The visits, by key, for which no free time was found when the plan was made."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course"], condition=models.Q(ended_at__isnull=True), name="one_plan_a_course"
            )
        ]

    def __str__(self) -> str:
        return f"plan {self.public_id}"


class Appointment(Record):
    """One visit of a course. ``key`` says which one ("dose-3"); its times and state are those of its last change.

    ``happened_at`` is when it began, for one that is done.
    """

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="appointments")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="appointments")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    start = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="appointments")
    staff = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="appointments")
    state = models.CharField(max_length=10, default=State.BOOKED)
    happened_at = models.DateTimeField(null=True)
    session = models.OneToOneField(
        "dosing_sessions.DosingSession", on_delete=models.PROTECT, null=True, related_name="appointment"
    )
    changed = models.PositiveIntegerField(default=0)
    """How many changes there were after the booking: calendars of others follow the highest."""

    class Meta:
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["start", "state"], name="appointments_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "key"],
                condition=models.Q(state__in=["booked", "done"]),
                name="each_visit_stands_once_in_a_course",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in State]),
                name="an_appointment_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=models.Q(session__isnull=True) | models.Q(kind="dose", state="done"),
                name="a_session_is_of_a_dose_that_is_done",
            ),
            models.CheckConstraint(condition=models.Q(minutes__gt=0), name="an_appointment_lasts"),
        ]

    def __str__(self) -> str:
        return f"appointment {self.public_id}"

    @property
    def label(self) -> str:
        """In words: "Dosing session 3", "Taper dose 1"."""
        return label(self.key, int(self.plan.values["doses"]) if self.plan else None)

    @property
    def at(self) -> datetime:
        """When it began, or is to begin."""
        return self.happened_at or self.start

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.at + timedelta(minutes=self.minutes)

    @property
    def is_booked(self) -> bool:
        """Whether it can still be moved."""
        return self.state == State.BOOKED


class AppointmentChange(models.Model):
    """One line of an appointment's history: what it was, what it became, by whom and why. Written once.

    Changes that were confirmed together share ``flow``.
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)
    findings = models.JSONField(default=list)
    policy_version = models.CharField(max_length=64)
    flow = models.UUIDField()

    class Meta:
        ordering = ["at", "pk"]


class CalendarFeed(Record):
    """A secret address under which a calendar program reads appointments of ``person``, or of the whole clinic.

    Only the SHA-256 of the secret is kept. Whoever lost theirs makes a new one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    scope = models.CharField(max_length=10, choices=[("mine", "mine"), ("clinic", "clinic")])
    token_sha256 = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-recorded_at", "-pk"]
