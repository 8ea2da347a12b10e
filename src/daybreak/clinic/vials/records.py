"""The records that the law asks for, as rows: each dose with to whom and by whom, and each movement of each vial."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone

from daybreak.care.amounts import ML_STEP, mg_of
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry

SUBSTANCE = "Ketamine hydrochloride (racemic), Schedule III"
FORM = "solution for injection"


@dataclass(frozen=True)
class Dispensed:
    """One administered dose as 21 CFR 1304.22(c) wants it told; ``vial`` is the one it was really drawn from."""

    at: datetime
    patient: Patient
    mg: Decimal
    volume_ml: Decimal
    vial: Vial
    by: Person | None
    corrected: bool

    @property
    def initials(self) -> str:
        """Who gave it, in initials: "Jonas Berg" is JB."""
        return initials(self.by)


def initials(person: Person | None) -> str:
    """The first letters of a person's names, titles left out."""
    words = [word for word in (person.name if person else "").split() if not word.endswith(".") and word != "Dr"]
    return "".join(word[0].upper() for word in words)


def dispensed(since: date, until: date) -> list[Dispensed]:
    """Every dose given from ``since`` to ``until``, both included, the earliest first."""
    given = _between(since, until).filter(kind=EntryKind.ADMINISTERED, injection__isnull=False)
    rows = given.select_related(
        "vial", "injection__recorded_by", "injection__session__order__course__patient", "drawn_instead__vial"
    )
    return [_dispensed(entry) for entry in rows.order_by("at", "pk")]


def movements(since: date, until: date) -> QuerySet[VialEntry]:
    """Every line of every vial from ``since`` to ``until``, both included, the earliest first."""
    rows = _between(since, until).select_related("vial", "recorded_by", "witness", "reverses")
    return rows.order_by("at", "pk")


def volume_of(amount_ug: int, vial: Vial) -> Decimal:
    """Whole micrograms of a vial's solution in mL, to 0.01 mL."""
    return (mg_of(amount_ug) / vial.concentration_mg_per_ml).quantize(ML_STEP)


def _dispensed(entry: VialEntry) -> Dispensed:
    injection, instead = entry.injection, getattr(entry, "drawn_instead", None)
    return Dispensed(
        at=injection.at,
        patient=injection.session.order.course.patient,
        mg=injection.mg,
        volume_ml=injection.volume_ml,
        vial=instead.vial if instead else entry.vial,
        by=injection.recorded_by,
        corrected=instead is not None,
    )


def _between(since: date, until: date) -> QuerySet[VialEntry]:
    first, after = _midnight(since), _midnight(until + timedelta(days=1))
    return VialEntry.objects.filter(at__gte=first, at__lt=after)


def _midnight(day: date) -> datetime:
    """The clinic's own midnight at the beginning of ``day``."""
    return timezone.make_aware(datetime.combine(day, time()))
