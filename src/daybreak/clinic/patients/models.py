"""The patient and what is known of them: every fact is a row with its date and its source."""

from django.db import models
from django.db.models.functions import Lower

from daybreak.clinic import clock
from daybreak.clinic.record import Record


class Sex(models.TextChoices):
    """FHIR R4 administrative gender."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Patient(Record):
    """A person in treatment. ``mrn`` is the clinic's own record number."""

    mrn = models.CharField("record number", max_length=40, unique=True)
    family_name = models.CharField(max_length=120)
    given_name = models.CharField(max_length=120)
    birth_date = models.DateField(db_index=True)
    sex = models.CharField(max_length=10, choices=Sex.choices)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    """Where the patient lives, on one line: the record of controlled drugs asks for it."""

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("mrn"), name="record_number_any_case")]

    def __str__(self) -> str:
        return f"patient {self.public_id}"

    @property
    def name(self) -> str:
        """Given and family name as spoken."""
        return f"{self.given_name} {self.family_name}"


class SoughtWord(models.Model):
    """A word by which a patient is found as one types: of the names, the record number, the birth date, folded."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="sought_words")
    word = models.CharField(max_length=120, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "word"], name="a_word_once_a_patient")]


class PatientIdentifier(models.Model):
    """A number under which another system knows the patient; ``system`` names whose number it is."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="identifiers")
    system = models.CharField(max_length=200)
    value = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "value"], name="one_patient_an_identifier")]


class RecordNumber(models.Model):
    """The last record number given out. There is exactly one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_record_number")]


class Fact(Record):
    """What all facts about a patient share. A later version supersedes, the earlier one stays.

    A ``retracted`` version says that the one before was recorded in error: neither is current.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="%(class)ss")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    source = models.CharField(max_length=200, blank=True)
    retracted = models.BooleanField(default=False)
    retraction_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Condition(Fact):
    """A diagnosis or problem, coded where a code is known."""

    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    clinical_status = models.CharField(max_length=20, default="active")
    onset = models.DateField(null=True)
    onset_text = models.CharField(max_length=80, blank=True)
    """The onset as it was said where it is not one day: "2019", "at 30 years of age"."""

    class Meta:
        ordering = ["text", "pk"]


class Medication(Fact):
    """A medicine the patient takes, took, or was prescribed elsewhere."""

    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    dosage = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=20, default="active")
    started = models.DateField(null=True)
    last_taken = models.DateField(null=True)
    """The last day on which it is known to have been taken; alcohol on the day of a dose is a stop."""

    class Meta:
        ordering = ["text", "pk"]


class Allergy(Fact):
    """An allergy or intolerance, with the reaction where it is known."""

    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    reaction = models.CharField(max_length=300, blank=True)
    clinical_status = models.CharField(max_length=20, default="active")
    criticality = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["text", "pk"]


class ObservationKind(models.TextChoices):
    """What is measured outside a dosing session."""

    BODY_WEIGHT = "body_weight"
    BODY_HEIGHT = "body_height"
    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"


class Observation(Fact):
    """A measured value in its one unit (kg, cm, mm[Hg]); the two pressures of one reading share ``panel``.

    ``given`` keeps the value and unit as they arrived where they were converted.
    """

    kind = models.CharField(max_length=20, choices=ObservationKind.choices)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=20)
    given = models.CharField(max_length=60, blank=True)
    effective_at = models.DateTimeField()
    panel = models.UUIDField(null=True)

    class Meta:
        ordering = ["-effective_at", "-pk"]
        indexes = [models.Index(fields=["patient", "kind", "-effective_at"], name="latest_observation")]
