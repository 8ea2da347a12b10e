"""The patient and what is known of them: every fact is a row with its date and its source."""

from django.db import models

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
    birth_date = models.DateField()
    sex = models.CharField(max_length=10, choices=Sex.choices)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    sought = models.CharField(max_length=300, db_index=True, editable=False)
    """Names and record number, folded to lower case without accents, for finding as one types."""

    class Meta:
        ordering = ["family_name", "given_name", "pk"]

    def __str__(self) -> str:
        return f"patient {self.public_id}"

    @property
    def name(self) -> str:
        """Given and family name as spoken."""
        return f"{self.given_name} {self.family_name}"


class Fact(Record):
    """What all facts about a patient share. A later version supersedes, the earlier one stays."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="%(class)ss")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Condition(Fact):
    """A diagnosis or problem, coded where a code is known."""

    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    clinical_status = models.CharField(max_length=20, default="active")
    onset = models.DateField(null=True)


class Medication(Fact):
    """A medicine the patient takes, took, or was prescribed elsewhere."""

    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    dosage = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=20, default="active")
    started = models.DateField(null=True)


class Allergy(Fact):
    """An allergy or intolerance, with the reaction where it is known."""

    system = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300)
    reaction = models.CharField(max_length=300, blank=True)
    criticality = models.CharField(max_length=20, blank=True)


class ObservationKind(models.TextChoices):
    """What is measured outside a dosing session."""

    BODY_WEIGHT = "body_weight"
    BODY_HEIGHT = "body_height"
    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"


class Observation(Fact):
    """A measured value with its UCUM unit; the two pressures of one reading share ``panel``."""

    kind = models.CharField(max_length=20, choices=ObservationKind.choices)
    value = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=20)
    effective_at = models.DateTimeField()
    panel = models.UUIDField(null=True)

    class Meta:
        ordering = ["-effective_at", "-pk"]
