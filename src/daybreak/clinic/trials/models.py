"""Designs of virtual trials with every version that was saved, runs of a version, and what a run found."""

from django.db import models

from daybreak.clinic.record import Record


class RunState(models.TextChoices):
    """Where a run stands. A stopped or failed run keeps its finished parts, and may be asked for again."""

    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


class RunKind(models.TextChoices):
    """What a run asks: what the arms show, or how often an effect would be shown with more or fewer people."""

    TRIAL = "trial", "Trial"
    POWER = "power", "Power"


class Design(Record):
    """One virtual trial under design. What it says is in its versions."""

    class Meta:
        ordering = ["-pk"]


class Version(Record):
    """The text of a design as it was saved once. ``problem`` is why it cannot be run as it stands, empty if it can."""

    design = models.ForeignKey(Design, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    title = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["design", "number"]
        constraints = [models.UniqueConstraint(fields=["design", "number"], name="a_version_has_its_own_number")]


class TrialRun(Record):
    """A version that is simulated: how often, from which seed, how far it is.

    ``asked`` is what a run of power asks beside. ``runner`` names the process that has it, ``beat_at`` when that was
    last heard of; ``parts_done`` counts simulated trials, ``parts`` all there will be.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=10, choices=RunKind.choices, default=RunKind.TRIAL)
    trials = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    parts = models.PositiveIntegerField()
    parts_done = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    runner = models.CharField(max_length=64, blank=True)
    stop_asked = models.BooleanField(default=False)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "queued_at"], name="trial_run_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parts_done__lte=models.F("parts")), name="no_more_done_than_asked"
            ),
            models.CheckConstraint(condition=models.Q(seed__gte=0), name="a_seed_is_not_negative"),
        ]

    @property
    def is_under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.parts_done // max(1, self.parts)


class RunResult(Record):
    """What a run found, exactly as it was computed, with the hash of the parameters it was computed with."""

    run = models.OneToOneField(TrialRun, on_delete=models.PROTECT, related_name="found")
    posterior = models.CharField(max_length=200)
    posterior_sha256 = models.CharField(max_length=64)
    mechanism_sha256 = models.CharField(max_length=64)
    software = models.CharField(max_length=40)
    result = models.JSONField()
    sha256 = models.CharField(max_length=64)
