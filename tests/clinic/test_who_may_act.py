"""Every act of treatment, tried by everyone: who may does it, who may not is refused and leaves no trace."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.apps import apps

from daybreak.care import roles
from daybreak.care.findings import Refused
from daybreak.clinic.courses import actions as courses
from daybreak.clinic.courses.models import Course
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.orders import actions as orders
from daybreak.clinic.patients.models import Patient
from daybreak.clinic.people.models import Person
from daybreak.clinic.plans import actions as plans
from daybreak.clinic.sessions import actions as sessions
from daybreak.clinic.sessions.models import DosingSession
from daybreak.clinic.signatures.proof import Proof
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast, scenes
from tests.clinic.plans import scenes as planned
from tests.clinic.sheets import all_answered

pytestmark = pytest.mark.django_db
Try = Callable[[Person], object]


class Attempt(NamedTuple):
    """An act of care.roles, and a scene that returns how to try it."""

    act: str
    scene: Callable[[], Try]


def _open_course() -> Try:
    patient = scenes.weighed_patient()
    return lambda by: courses.open_course(by=by, patient=patient, indication="Depression")


def _move_course() -> Try:
    course = scenes.course(phase="preparation")
    return lambda by: courses.move(by=by, course=course, to="dosing")


def _on_course(act: Callable[[Person, Course], object]) -> Callable[[], Try]:
    def scene() -> Try:
        course = scenes.course()
        return lambda by: act(by, course)

    return scene


def _on_patient(act: Callable[[Person, Patient], object]) -> Callable[[], Try]:
    def scene() -> Try:
        patient = cast.patient()
        return lambda by: act(by, patient)

    return scene


def _cancel() -> Try:
    order = scenes.order()
    return lambda by: orders.cancel_order(by=by, order=order, reason="Fever since this morning")


def _withdraw() -> Try:
    invitation, _ = measures.invite(by=cast.nurse(), patient=cast.patient(), valid_for=timedelta(days=1))
    return lambda by: measures.withdraw_invitation(by=by, invitation=invitation)


def _receive() -> Try:
    cast.nurse()
    return lambda by: scenes.vial(by=by)


def _waste() -> Try:
    vial, witness = scenes.vial(), cast.person("witness", "nurse")
    return lambda by: vials.waste(by=by, vial=vial, amount_ug=1000, second=cast.proof(witness), reason="left in it")


def _give_back() -> Try:
    vial = scenes.vial()
    return lambda by: vials.give_back(by=by, vial=vial, amount_ug=1000, reason="to the pharmacy")


def _seen() -> Proof:
    """The second person, who must be there before anyone tries, so that trying leaves no trace."""
    return cast.proof(cast.person("witness", "nurse"))


def _reverse() -> Try:
    line = vials.give_back(by=cast.nurse(), vial=scenes.vial(), amount_ug=1000, reason="to the pharmacy")
    seen = _seen()
    return lambda by: vials.reverse(by=by, entry=line, second=seen, reason="typed wrong")


def _draw_from_other() -> Try:
    line, other, seen = scenes.injected().entry, scenes.vial("V-2"), _seen()
    return lambda by: vials.draw_from_other(by=by, entry=line, vial=other, second=seen, reason="mixed up")


def _count() -> Try:
    vial, seen = scenes.vial(), _seen()
    return lambda by: scenes.counted(vial, by=by, second=seen)


def _report() -> Try:
    loss = vials.lose(by=cast.nurse(), vial=scenes.vial(), amount_ug=1000, reason="not where it was").loss
    return lambda by: vials.record_step(
        by=by, report=loss, kind="notice", done_on=loss.discovered_on, reference="fax, 14:10"
    )


def _on_vial(act: Callable[[Person, Vial], object]) -> Callable[[], Try]:
    def scene() -> Try:
        vial = scenes.vial()
        cast.person("witness", "nurse")
        return lambda by: act(by, vial)

    return scene


def _read_records() -> Try:
    today = scenes.MORNING.date()
    return lambda by: vials.read_records(by=by, record="dispensing", since=today, until=today)


def _change() -> Try:
    order = scenes.order()
    return lambda by: scenes.order(
        order.course, by=by, mg_per_kg="0.4", replaces=order, change_reason="dizzy after the last dose"
    )


def _open_session() -> Try:
    order = scenes.order()
    return lambda by: sessions.open_session(by=by, order=order)


def _in_session(act: Callable[[Person, DosingSession], object]) -> Callable[[], Try]:
    def scene() -> Try:
        session = scenes.session()
        scenes.baseline(session)
        return lambda by: act(by, session)

    return scene


def _inject() -> Try:
    session, vial = scenes.session(), scenes.vial()
    scenes.baseline(session)
    return lambda by: sessions.inject(by=by, session=session, vial=vial)


def _end() -> Try:
    session = scenes.injected().session
    return lambda by: sessions.end_session(by=by, session=session, reason="Taken over by the hospital")


def _amend() -> Try:
    session = scenes.session()
    reading = sessions.record_reading(by=cast.nurse(), session=session, values=scenes.CALM)
    return lambda by: sessions.amend_reading(by=by, reading=reading, values={"spo2": 97}, reason="misread")


def _release() -> Try:
    session = scenes.session()
    scenes.baseline(session, systolic=152)
    return lambda by: sessions.release(by=by, session=session, reason="White coat, rechecked twice")


ATTEMPTS = (
    Attempt("course.open", _open_course),
    Attempt("course.move", _move_course),
    Attempt("order.write", _on_course(lambda by, course: scenes.order(course, by=by))),
    Attempt(
        "order.write",
        _on_course(lambda by, course: orders.compute(by=by, course=course, mg=40, concentration_mg_per_ml=50)),
    ),
    Attempt("order.cancel", _cancel),
    Attempt(
        "measure.invite",
        _on_patient(lambda by, patient: measures.invite(by=by, patient=patient, valid_for=timedelta(days=1))),
    ),
    Attempt("measure.invite", _withdraw),
    Attempt(
        "measure.record",
        _on_patient(lambda by, patient: measures.record_in_clinic(by=by, patient=patient, answers=all_answered(2))),
    ),
    Attempt(
        "record.import",
        _on_patient(
            lambda by, patient: measures.record_imported(
                by=by, patient=patient, total=12, completed_at=scenes.MORNING, source="Bundle"
            )
        ),
    ),
    Attempt("vial.receive", _receive),
    Attempt("vial.record", _waste),
    Attempt("vial.record", _give_back),
    Attempt("vial.record", _on_vial(lambda by, vial: vials.move(by=by, vial=vial, place="room 2"))),
    Attempt("vial.record", _on_vial(lambda by, vial: vials.lose(by=by, vial=vial, amount_ug=1000, reason="not there"))),
    Attempt(
        "vial.record",
        _on_vial(lambda by, vial: vials.break_vial(by=by, vial=vial, amount_ug=1000, second=_seen(), reason="dropped")),
    ),
    Attempt("vial.correct", _reverse),
    Attempt("vial.correct", _draw_from_other),
    Attempt("vial.count", _count),
    Attempt("vial.report", _report),
    Attempt("vial.read", _read_records),
    Attempt("order.write", _change),
    Attempt("session.open", _open_session),
    Attempt(
        "session.read",
        _in_session(lambda by, session: sessions.read_session(by=by, session_id=session.public_id, page="bedside")),
    ),
    Attempt(
        "session.record",
        _in_session(lambda by, session: sessions.record_reading(by=by, session=session, values=scenes.CALM)),
    ),
    Attempt("session.record", _amend),
    Attempt("plan.write", _on_course(lambda by, course: planned.appointment(course, by))),
    Attempt("plan.read", _on_course(lambda by, course: plans.make_feed(by=by, scope="mine"))),
    Attempt("place.manage", _on_course(lambda by, course: plans.add_place(by=by, name="Chair 9", kind="chair"))),
    Attempt("session.release", _release),
    Attempt("session.inject", _inject),
    Attempt("session.note", _in_session(lambda by, session: sessions.note(by=by, session=session, text="Calm."))),
    Attempt("session.end", _end),
    Attempt(
        "session.end",
        _in_session(lambda by, session: sessions.abandon_session(by=by, session=session, reason="Ate an hour ago")),
    ),
)
THE_CAST = (*roles.ROLES, "outsider")


@pytest.mark.parametrize("who", THE_CAST)
@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: f"{attempt.act}-{attempt.scene.__name__}")
def test_an_act_is_done_by_who_may_and_leaves_no_trace_of_who_may_not(attempt: Attempt, who: str) -> None:
    person = cast.everyone()[who]
    attempt_it = attempt.scene()
    held = [] if who == "outsider" else [who]
    if roles.may(held, attempt.act):
        attempt_it(person)
        return
    before = _rows()
    with pytest.raises(Refused) as refusal:
        attempt_it(person)
    assert [finding.rule for finding in refusal.value.findings] == [f"roles.{attempt.act}"]
    assert _rows() == before


def test_every_act_of_treatment_is_tried() -> None:
    here = ("course.", "order.", "measure.", "vial.", "session.", "plan.", "place.")
    only_shown = {"vial.witness"}  # asked of the second person, never of the first; see vials/test_correcting.py
    assert {act for act in roles.ACTS if act.startswith(here)} - only_shown == {attempt.act for attempt in ATTEMPTS} - {
        "record.import"
    }


def _rows() -> dict[str, int]:
    """How many rows every table of the record holds, the log included."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
