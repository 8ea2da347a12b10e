"""Which alerts are open and for whom, what ended them, what a patient at risk reads, and when rounds were last made."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from daybreak.care import alerts as care
from daybreak.care import crisis as crisis_care
from daybreak.clinic.alerts import turn
from daybreak.clinic.alerts.models import Alert, Beat, CrisisText, PatientWords, RiskAssessment
from daybreak.clinic.duty import queries as duty
from daybreak.clinic.entry import Absent
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import roles_of


def open_alerts(patient: Patient | None = None, person: Person | None = None) -> QuerySet[Alert]:
    """Open alerts, of a patient or held by a person where one is named: high before medium, then what is due first."""
    rows = Alert.objects.filter(closed_at=None).select_related("patient", "owner", "acknowledged_by")
    rows = rows.order_by("priority", "due_at", "pk")
    if patient is not None:
        rows = rows.filter(patient=patient)
    if person is not None:
        rows = rows.filter(owner=person)
    return rows


def asking(person: Person) -> list[Alert]:
    """Open alerts that want this person: those they hold, and those that are shown to everyone who may take them."""
    rows = open_alerts().filter(Q(owner=person) | Q(for_everyone=True))
    held = roles_of(person)
    return [one for one in rows if one.owner_id == person.pk or not held.isdisjoint(turn.holders(care.kind(one.kind)))]


def closed(limit: int = 50) -> QuerySet[Alert]:
    """The alerts that were closed last."""
    rows = Alert.objects.filter(closed_at__isnull=False).select_related("patient", "closed_by", "assessment")
    return rows.order_by("-closed_at", "-pk")[:limit]


def get(public_id: uuid.UUID) -> Alert:
    """The alert of this public name. Raises Absent with a sentence."""
    rows = Alert.objects.select_related("patient", "owner", "course", "acknowledged_by", "closed_by", "assessment")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such alert: go back to the list of alerts.")
    return row


def who_may_take(alert: Alert, at: datetime | None = None) -> list[Person]:
    """Everyone here to whom the alert can be handed, its holder left out."""
    people = duty.in_turn(turn.holders(care.kind(alert.kind)), at)
    return [person for person in people if person.pk != alert.owner_id]


def assessments(patient: Patient) -> QuerySet[RiskAssessment]:
    """The patient's risk assessments, the latest first."""
    return RiskAssessment.objects.filter(patient=patient).select_related("recorded_by")


def assessment(public_id: uuid.UUID) -> RiskAssessment:
    """The assessment of this public name. Raises Absent with a sentence."""
    row = RiskAssessment.objects.select_related("patient", "recorded_by").filter(public_id=public_id).first()
    if row is None:
        raise Absent("There is no such risk assessment: go back to the patient's chart.")
    return row


def last_round() -> datetime | None:
    """When the rounds were last made; None when never."""
    beat = Beat.objects.first()
    return beat.at if beat else None


@dataclass(frozen=True)
class Crisis:
    """What a patient at risk reads now. ``version`` is 0 for the text that nobody here has signed."""

    text: str
    phone: str
    version: int
    language: str
    signed: CrisisText | None

    @property
    def name(self) -> str:
        """How the record names it."""
        return f"crisis text {self.language}, version {self.version}" if self.version else "the shipped crisis text"

    @property
    def dialled(self) -> str:
        """The number as a telephone link wants it."""
        return "".join(letter for letter in self.phone if letter.isdigit() or letter == "+")


def crisis(language: str) -> Crisis:
    """The clinic's last signed text in this language; else the shipped one with the number of the clinic's settings.

    A text signed in another language is not shown: a patient in need should not have to translate.
    """
    row = CrisisText.objects.select_related("recorded_by").filter(language=language).first()
    if row is not None:
        return Crisis(row.text, row.phone, row.version, language, row)
    chosen = settings.DAYBREAK
    own = chosen.crisis_text if language == "en" else ""
    return Crisis(own or crisis_care.shipped(language), chosen.crisis_phone, 0, language, None)


def crisis_texts() -> QuerySet[CrisisText]:
    """Every signed version, the latest of each language first."""
    return CrisisText.objects.select_related("recorded_by")


def of_response(public_id: uuid.UUID) -> list[Alert]:
    """The open alerts that one response raised."""
    return [one for one in open_alerts() if one.detail.get("response") == str(public_id)]


def of_words(row: str) -> list[Alert]:
    """The open alerts that one message raised."""
    return [one for one in open_alerts() if one.detail.get("row") == row]


def words(patient: Patient) -> QuerySet[PatientWords]:
    """What the patient has written, the latest first."""
    return PatientWords.objects.filter(patient=patient)


def words_behind(alert: Alert) -> PatientWords | None:
    """The words that raised an alert; None for an alert of another cause."""
    row = alert.detail.get("row", "")
    return PatientWords.objects.filter(public_id=row).first() if alert.kind == "risk_words" and row else None
