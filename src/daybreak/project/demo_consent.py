"""How consent and preparation go in the synthetic clinic: texts signed, patients asked, plans written."""

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from daybreak.care.consents import ConsentKind, shipped
from daybreak.clinic import clock
from daybreak.clinic.consents import actions as consents
from daybreak.clinic.consents import queries as consented
from daybreak.clinic.consents import standing
from daybreak.clinic.consents.decision import Decision
from daybreak.clinic.courses.models import Course
from daybreak.clinic.people.models import Person
from daybreak.clinic.preparation import actions as preparation
from daybreak.clinic.preparation import queries as prepared_so_far
from daybreak.clinic.signatures.proof import PASSPHRASE, Proof
from daybreak.project.demo_people import Someone

TABLET = timedelta(minutes=30)


class Inner(NamedTuple):
    """What one patient brings to a preparation: an intention, and what is wanted of touch, headset and music."""

    intention: str
    regions: tuple[str, ...]
    headset: bool
    music: str
    escort: tuple[str, str]


_INNER = (
    Inner("I want to stop holding my breath when the phone rings.", ("hands", "shoulders"), True, "clinic",
          ("Rosa Carvalho", "sister")),
    Inner("To meet my father once more without anger, and then to let him go.", ("hands",), False, "own",
          ("June Whitcombe", "wife")),
    Inner("I would like to know what I would do with a free afternoon.", (), False, "silence",
          ("Erik Lindqvist", "husband")),
    Inner("To feel something, even if it is sad.", ("hands", "shoulders", "upper_back"), True, "clinic",
          ("Paula Castellanos", "mother")),
    Inner("To find out who I am when I am not tired.", ("hands", "feet"), False, "own", ("Hemi Parata", "brother")),
)  # fmt: skip
_PLAN = {
    "signs": "I sleep past noon, cancel people, and the same sentence goes round in my head.",
    "alone": "Shower, the short way along the canal, the playlist for grey days.",
    "company": "The reading room of the library; the café where nobody talks.",
    "surroundings": "My tablets are kept by the person who takes me home, and given out by the week.",
    "reasons": "The garden in April. Being the one who remembers the old songs.",
}


def proof(person: Person) -> Proof:
    """That this member of the synthetic staff has just typed a passphrase."""
    return Proof(person.pk, clock.now(), PASSPHRASE)


def sign_texts(staff: dict[str, Person]) -> None:
    """The medical director puts every shipped text of consent in force."""
    for kind in ConsentKind:
        consents.publish(by=staff["elena"], text=shipped(kind), proof=proof(staff["elena"]))


def begun(course: Course, someone: Someone, staff: dict[str, Person]) -> None:
    """A first meeting: the treatment agreed to, an intention found; the rest is still to do."""
    inner = _of(someone)
    _decided(course, someone, staff, (ConsentKind.TREATMENT, ConsentKind.DATA_USE), inner)
    preparation.hold_session(
        by=staff["leila"], course=course, minutes=75, covered=["expectations", "experience", "setting", "intention"]
    )
    preparation.set_intention(by=staff["leila"], course=course, text=inner.intention)


def prepared(course: Course, someone: Someone, staff: dict[str, Person]) -> None:
    """Everything that comes before a first dose; what is done already stays."""
    inner, leila = _of(someone), staff["leila"]
    _decided(course, someone, staff, [kind for kind in ConsentKind if standing.of(course, kind).missing], inner)
    consent = consented.latest(course, ConsentKind.TREATMENT)
    if consent is not None and standing.explained(course):
        consents.explain(by=staff["amara"], consent=consent, proof=proof(staff["amara"]))
    if prepared_so_far.preferences(course) is not None:
        return
    for covered in (
        ["expectations", "experience", "setting"],
        ["boundaries", "intention", "safety", "day", "afterwards"],
    ):
        preparation.hold_session(by=leila, course=course, minutes=75, covered=covered)
    preparation.set_intention(by=leila, course=course, text=inner.intention)
    escort, relation = inner.escort
    calls = {
        "helpers": f"{escort} ({relation}), +44 7700 900{someone.number + 100:03d}, at any hour.",
        "professionals": "This clinic by day; the crisis line +00 555 0100 at night.",
    }
    preparation.set_safety_plan(by=leila, course=course, parts=_PLAN | calls)
    phone = f"+44 7700 900{someone.number + 100:03d}"
    preparation.set_escort(by=staff["priya"], course=course, name=escort, phone=phone, relation=relation)
    headset = "late" if inner.headset else "none"
    preparation.set_preferences(by=leila, course=course, headset=headset, music=inner.music, eyes="mask")


def _of(someone: Someone) -> Inner:
    return _INNER[(someone.number - 103) % len(_INNER)]


def _decided(
    course: Course, someone: Someone, staff: dict[str, Person], kinds: Iterable[ConsentKind], inner: Inner
) -> None:
    """On the clinic's tablet, the therapist beside."""
    asked = list(kinds)
    if not asked:
        return
    _, token = consents.ask(by=staff["leila"], course=course, kinds=asked, valid_for=TABLET, on_device=True)
    for kind in asked:
        document = consented.in_force(kind)
        if document is None:
            raise LookupError(f"The text about {kind} is not signed at this point of the story.")
        decision = Decision(
            agreed=_agrees(kind, inner),
            name=f"{someone.given_name} {someone.family_name}",
            statements=tuple(line.id for line in document.wording.statement),
            choices=("quality",) if kind is ConsentKind.DATA_USE else (),
            regions=inner.regions,
            ticked=True,
        )
        consents.decide(token=token, document=document, decision=decision)


def _agrees(kind: ConsentKind, inner: Inner) -> bool:
    if kind is ConsentKind.TOUCH:
        return bool(inner.regions)
    if kind is ConsentKind.VR:
        return inner.headset
    return kind is not ConsentKind.RECORDING
