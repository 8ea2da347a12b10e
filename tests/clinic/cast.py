"""The test cast: one person for each role, someone from outside, and patients; all made through the actions."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from daybreak.care import consents as texts
from daybreak.care.consents import ConsentKind
from daybreak.care.preparation import plan_parts
from daybreak.care.roles import Role
from daybreak.clinic import clock
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.consents import queries as consented
from daybreak.clinic.consents import standing
from daybreak.clinic.consents.decision import Decision
from daybreak.clinic.courses.models import Course
from daybreak.clinic.patients import actions as patient_actions
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people import actions as people_actions
from daybreak.clinic.people.models import Person
from daybreak.clinic.preparation import actions as preparation
from daybreak.clinic.preparation import queries as prepared
from daybreak.clinic.signatures.proof import Proof
from tests.clinic.suited import suited

PASSWORD = "a lantern on the quiet quay"


def director() -> Person:
    """The medical director, who comes first and adds everyone else."""
    return _known("director") or people_actions.add_person(
        by=None, username="director", name="Dr Dana Director", roles=[Role.MEDICAL_DIRECTOR]
    )


def prescriber() -> Person:
    """Orders and signs."""
    return person("prescriber", Role.PRESCRIBER)


def nurse() -> Person:
    """Doses and monitors."""
    return person("nurse", Role.NURSE)


def therapist() -> Person:
    """Prepares, sits, integrates."""
    return person("therapist", Role.THERAPIST)


def coordinator() -> Person:
    """Registers patients and sends invitations."""
    return person("coordinator", Role.COORDINATOR)


def auditor() -> Person:
    """Reads the log."""
    return person("auditor", Role.AUDITOR)


def researcher() -> Person:
    """Designs and runs virtual trials, and sees no patient."""
    return person("researcher", Role.RESEARCHER)


def outsider() -> Person:
    """Someone whose account is open but who holds no role any more."""
    known = _known("outsider")
    if known is not None:
        return known
    outside = person("outsider", Role.THERAPIST)
    people_actions.end_role(by=director(), person=outside, role=Role.THERAPIST)
    return outside


def person(username: str, *roles: str, password: str | None = None) -> Person:
    """A member of staff with these roles, the same one each time; without ``password``, no sign-in."""
    return _known(username) or people_actions.add_person(
        by=director(),
        username=username,
        name=f"{username.capitalize()} Example",
        email=f"{username}@example.org",
        roles=roles,
        password=password,
    )


def everyone() -> dict[str, Person]:
    """All of the cast by role id, and the outsider as "outsider"."""
    return {
        Role.PRESCRIBER: prescriber(),
        Role.NURSE: nurse(),
        Role.THERAPIST: therapist(),
        Role.COORDINATOR: coordinator(),
        Role.MEDICAL_DIRECTOR: director(),
        Role.AUDITOR: auditor(),
        Role.RESEARCHER: researcher(),
        "outsider": outsider(),
    }


def patient(**changes: Any) -> Patient:
    """A new patient each time, registered by the coordinator: Ada Example, 41, unless changed."""
    entries: dict[str, Any] = {
        "by": coordinator(),
        "given_name": "Ada",
        "family_name": f"Example {uuid.uuid4().hex[:6]}",
        "birth_date": date(1985, 3, 14),
        "sex": "female",
        "confirmed": ("duplicate",),
    }
    return patient_actions.register(**(entries | changes))


def with_passphrase(of: Person) -> Person:
    """The same person, who can now type ``PASSWORD`` to sign in and to sign."""
    people_actions.set_password(by=of, person=of, password=PASSWORD)
    return of


def proof(of: Person) -> Proof:
    """That this person has just typed their passphrase, as a page would have checked it."""
    return Proof(of.pk, clock.now(), "passphrase")


def ready(course: Course) -> Course:
    """The course with everything done that must be before a dose; what is done already stays."""
    published()
    missing = [kind for kind in ConsentKind if standing.of(course, kind).missing]
    # A week ago, so that a scene may play a little earlier than the test; what was decided already is decided anew now.
    with clock.at(clock.now() - timedelta(days=0 if course.consents.exists() else 7)):
        for kind in missing:
            decided(course, kind)
        consent = consented.latest(course, ConsentKind.TREATMENT)
        if consent is not None and standing.explained(course):
            consents.explain(by=prescriber(), consent=consent, proof=proof(prescriber()))
        prepare(course)
    suited(course, by=prescriber())
    return course


def published() -> None:
    """The medical director has signed every text of consent, long ago."""
    with clock.at(datetime(2020, 1, 6, 9, 0, tzinfo=UTC)):
        for kind in (kind for kind in ConsentKind if consented.in_force(kind) is None):
            consents.publish(by=director(), text=texts.shipped(kind), proof=proof(director()))


def decided(
    course: Course, kind: str, *, agreed: bool = True, regions: tuple[str, ...] = ("hands", "shoulders")
) -> Any:
    """The patient decided about one text on the clinic's device, the therapist beside; touch where ``regions`` say."""
    published()
    document = consented.in_force(kind)
    assert document is not None
    _, token = consents.ask(
        by=therapist(), course=course, kinds=[kind], valid_for=timedelta(minutes=30), on_device=True
    )
    decision = Decision(
        agreed=agreed,
        name=course.patient.name,
        statements=tuple(line.id for line in document.wording.statement),
        regions=regions,
        ticked=True,
    )
    return consents.decide(token=token, document=document, decision=decision)


def prepare(course: Course) -> None:
    """One preparation session with all that it leaves behind; what is there already stays."""
    by = therapist()
    if not prepared.sessions(course).exists():
        preparation.hold_session(by=by, course=course, minutes=75, covered=["expectations", "boundaries", "safety"])
    if prepared.intention(course) is None:
        preparation.set_intention(by=by, course=course, text="To find out what I am still afraid of.")
    if prepared.safety_plan(course) is None:
        parts = {part.id: f"{part.label}: written together." for part in plan_parts()}
        preparation.set_safety_plan(by=by, course=course, parts=parts)
    if prepared.escort(course) is None:
        preparation.set_escort(by=coordinator(), course=course, name="Bo Example", phone="+00 555 0199")
    if prepared.preferences(course) is None:
        preparation.set_preferences(by=by, course=course, headset="none", music="clinic", eyes="mask")


def _known(username: str) -> Person | None:
    return Person.objects.filter(username=username).first()
