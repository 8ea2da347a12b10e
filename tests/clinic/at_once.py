"""Plays what happens when several people act at the same moment, in threads on a real database; tells it as JSON.

Run inside a clinic: ``python -m tests.clinic.at_once``. Every scene has patients and vials of its own.
"""

import json
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Lock, Thread
from typing import Any

from daybreak.project.django import wake

wake()

from django.db import connection, connections  # noqa: E402

from daybreak.care.findings import Refused  # noqa: E402
from daybreak.clinic import clock  # noqa: E402
from daybreak.clinic.alerts import actions as alerts  # noqa: E402
from daybreak.clinic.alerts.models import Alert, AlertStep  # noqa: E402
from daybreak.clinic.audit.queries import verify  # noqa: E402
from daybreak.clinic.courses import actions as courses  # noqa: E402
from daybreak.clinic.entry import Conflict, Invalid  # noqa: E402
from daybreak.clinic.measures import actions as measures  # noqa: E402
from daybreak.clinic.measures.models import Response  # noqa: E402
from daybreak.clinic.orders import actions as orders  # noqa: E402
from daybreak.clinic.orders.models import DoseOrder  # noqa: E402
from daybreak.clinic.people import actions as people  # noqa: E402
from daybreak.clinic.sessions import actions as sessions  # noqa: E402
from daybreak.clinic.sessions.models import DosingSession, Injection, Reading, SessionEvent  # noqa: E402
from daybreak.clinic.vials import actions as vials  # noqa: E402
from daybreak.clinic.vials.models import EntryKind, Vial, VialEntry  # noqa: E402
from daybreak.clinic.vials.queries import balance_problems  # noqa: E402
from tests.clinic import cast, scenes  # noqa: E402
from tests.clinic.sheets import all_answered  # noqa: E402

PEOPLE = 6
Told = dict[str, Any]


def at_once(*acts: Callable[[], Any]) -> Told:
    """Do every act in a thread of its own, all let go together: how often what came back, how many different rows."""
    start, lock = Barrier(len(acts)), Lock()
    came_back: Counter[str] = Counter()
    rows = set()

    def do(act: Callable[[], Any]) -> None:
        connection.ensure_connection()
        start.wait()
        try:
            row = act()
            said = "done"
        except (Conflict, Invalid, Refused) as refusal:
            row, said = None, type(refusal).__name__
        except Exception as surprise:  # noqa: BLE001 - told, so that the test shows it
            row, said = None, f"{type(surprise).__name__}: {surprise}"
        finally:
            connections.close_all()
        with lock:
            came_back[said] += 1
            if row is not None:
                rows.add(row.pk)

    threads = [Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"came_back": dict(came_back), "different_rows": len(rows)}


def a_vial(**changes: Any) -> Vial:
    """A vial with a label of its own."""
    return scenes.vial(f"V-{uuid.uuid4().hex[:8]}", **changes)


def on_hand(vial: Vial) -> int:
    """What the vial holds by now."""
    return Vial.objects.get(pk=vial.pk).on_hand_ug


def given_from(vial: Vial) -> int:
    """How many injections were drawn from the vial."""
    return Injection.objects.filter(entry__vial=vial).count()


def ready() -> DosingSession:
    """An open session with its baseline."""
    session = scenes.session()
    scenes.baseline(session)
    return session


def doses_of_one_order() -> Told:
    """Nurses chart the same injection, each with a key of their own."""
    session, vial, nurse = ready(), a_vial(), cast.nurse()
    told = at_once(*[lambda: sessions.inject(by=nurse, session=session, vial=vial)] * PEOPLE)
    return {**told, "injections": given_from(vial), "on_hand": on_hand(vial)}


def one_dose_sent_often() -> Told:
    """A tablet sends the same injection again and again."""
    session, vial, nurse, key = ready(), a_vial(), cast.nurse(), uuid.uuid4()
    told = at_once(*[lambda: sessions.inject(by=nurse, session=session, vial=vial, client_id=key)] * PEOPLE)
    return {**told, "injections": given_from(vial), "on_hand": on_hand(vial)}


def the_last_dose_of_a_vial() -> Told:
    """Nurses of different patients draw from a vial that holds one dose."""
    waiting, vial, nurse = [ready() for _ in range(PEOPLE)], a_vial(volume_ml=Decimal("1")), cast.nurse()
    told = at_once(*[lambda one=one: sessions.inject(by=nurse, session=one, vial=vial) for one in waiting])
    return {**told, "injections": given_from(vial), "on_hand": on_hand(vial)}


def releases_of_one_pressure() -> Told:
    """Prescribers sign the same release while nurses press "inject" again and again: one release, one dose."""
    session, vial, nurse, prescriber = scenes.session(), a_vial(), cast.nurse(), cast.prescriber()
    scenes.baseline(session, systolic=152)
    told = at_once(
        *[lambda: sessions.release(by=prescriber, session=session, reason="White coat, rechecked twice")] * PEOPLE
    )
    doses = at_once(*[lambda: sessions.inject(by=nurse, session=session, vial=vial)] * PEOPLE)
    return {**told, "doses": doses["came_back"], "injections": given_from(vial)}


def waste_and_return() -> Told:
    """Two people empty the same vial."""
    vial, nurse, witness = a_vial(), cast.nurse(), cast.person("witness", "nurse")
    all_of_it = vial.on_hand_ug
    told = at_once(
        lambda: vials.waste(by=nurse, vial=vial, amount_ug=all_of_it, second=cast.proof(witness), reason="dropped"),
        lambda: vials.give_back(by=witness, vial=vial, amount_ug=all_of_it, reason="recalled"),
    )
    return {**told, "on_hand": on_hand(vial)}


def readings_from_many_tablets() -> Told:
    """Each tablet records ten readings and sends every one of them twice."""
    session, nurse = ready(), cast.nurse()
    first = DosingSession.objects.get(pk=session.pk).last_seq

    def tablet() -> DosingSession:
        for _ in range(10):
            key = uuid.uuid4()
            for _ in range(2):
                sessions.record_reading(by=nurse, session=session, values=scenes.CALM, client_id=key)
        return session

    told = at_once(*[tablet] * PEOPLE)
    numbers = list(SessionEvent.objects.filter(session=session).order_by("seq").values_list("seq", flat=True))
    return {
        **told,
        "readings": Reading.objects.filter(session=session).count(),
        "gapless": numbers == list(range(1, first + 10 * PEOPLE + 1)),
    }


def sessions_for_one_order() -> Told:
    """Nurses open a session for the same order."""
    order, nurse = scenes.order(), cast.nurse()
    told = at_once(*[lambda: sessions.open_session(by=nurse, order=order)] * PEOPLE)
    return {**told, "sessions": DosingSession.objects.filter(order=order).count()}


def an_order_cancelled_and_opened() -> Told:
    """The prescriber cancels while the nurse opens the session: one of the two wins."""
    order, nurse, prescriber = scenes.order(), cast.nurse(), cast.prescriber()
    told = at_once(
        lambda: sessions.open_session(by=nurse, order=order),
        lambda: orders.cancel_order(by=prescriber, order=order, reason="Fever since this morning"),
    )
    cancelled_and_open = DoseOrder.objects.filter(pk=order.pk, status="cancelled", sessions__state="open").count()
    return {**told, "cancelled_and_open": cancelled_and_open}


def a_busy_session() -> Told:
    """Everyone has something to do with one patient: readings, notes, the end, the course, the person who leaves."""
    session, vial, nurse, therapist = ready(), a_vial(), cast.nurse(), cast.therapist()
    leaves = cast.person(f"leaves-{uuid.uuid4().hex[:6]}", "nurse")
    director, course = cast.director(), session.order.course
    sessions.inject(by=nurse, session=session, vial=vial)

    def several(act: Callable[[], Any]) -> Callable[[], None]:
        def again() -> None:
            for _ in range(8):
                try:
                    act()
                except (Conflict, Refused):
                    continue

        return again

    told = at_once(
        several(lambda: sessions.record_reading(by=nurse, session=session, values=scenes.CALM)),
        several(lambda: sessions.record_reading(by=leaves, session=session, values=scenes.CALM)),
        several(lambda: sessions.note(by=therapist, session=session, text="Calm.")),
        several(lambda: courses.move(by=therapist, course=course, to="dosing")),
        several(lambda: courses.move(by=therapist, course=course, to="integration")),
        lambda: people.deactivate(by=director, person=leaves),
        lambda: sessions.end_session(by=nurse, session=session, reason="Taken over by the hospital"),
    )
    return {"came_back": told["came_back"], "state": DosingSession.objects.get(pk=session.pk).state}


def orders_of_one_course() -> Told:
    """Prescribers sign an order for the same course."""
    course, prescriber = scenes.course(), cast.prescriber()
    told = at_once(*[lambda: scenes.order(course, by=prescriber)] * PEOPLE)
    return {**told, "orders": DoseOrder.objects.filter(course=course).count()}


def courses_of_one_patient() -> Told:
    """A course is opened several times."""
    patient, prescriber = cast.patient(), cast.prescriber()
    return at_once(*[lambda: courses.open_course(by=prescriber, patient=patient, indication="Depression")] * PEOPLE)


def one_link_answered_often() -> Told:
    """The patient taps "send" again and again; the page sends no key."""
    invitation, token = measures.invite(by=cast.nurse(), patient=cast.patient(), valid_for=timedelta(days=1))
    told = at_once(*[lambda: measures.answer_by_link(token=token, answers=all_answered(1))] * PEOPLE)
    return {**told, "responses": Response.objects.filter(invitation=invitation).count()}


def one_vial_received_often() -> Told:
    """The same delivery is sent again and again."""
    nurse, key = cast.nurse(), uuid.uuid4()
    told = at_once(*[lambda: scenes.vial(f"V-{key.hex[:8]}", by=nurse, client_id=key)] * PEOPLE)
    return {**told, "vials": Vial.objects.filter(client_id=key).count()}


def one_waste_sent_often() -> Told:
    """The same waste is sent again and again."""
    vial, nurse, key = a_vial(), cast.nurse(), uuid.uuid4()

    def give_back() -> VialEntry:
        return vials.take(
            by=nurse, vial=vial, kind=EntryKind.RETURNED, amount_ug=5000, reason="Drawn up too much", client_id=key
        )

    return {**at_once(*[give_back] * PEOPLE), "on_hand": on_hand(vial)}


def rounds_of_many_servers() -> Told:
    """Several servers find the same alert due while a person takes it: it goes on once or is taken, never both."""
    person, patient = cast.prescriber(), cast.patient()
    with clock.at(clock.now() - timedelta(minutes=20)):
        alert = alerts.raise_alert(kind="concern", patient=patient, what="Her sister rang.")
        taken = alerts.raise_alert(kind="concern", patient=patient, what="Her sister rang again.")

    def look(at: Alert) -> Alert:
        if not alerts.escalate(alert=at):
            raise Conflict("Another server was first.")
        return at

    told = at_once(*[lambda: look(alert)] * PEOPLE)
    at_once(lambda: alerts.acknowledge(by=person, alert=taken), *[lambda: look(taken)] * PEOPLE)
    steps = list(AlertStep.objects.filter(alert=taken).order_by("seq").values_list("kind", flat=True))
    known = (["raised", "acknowledged"], ["raised", "escalated", "acknowledged"])
    return {**told, "steps": alert.steps.count(), "whole": steps in known}


SCENARIOS = (
    rounds_of_many_servers,
    doses_of_one_order,
    one_dose_sent_often,
    the_last_dose_of_a_vial,
    releases_of_one_pressure,
    waste_and_return,
    readings_from_many_tablets,
    sessions_for_one_order,
    an_order_cancelled_and_opened,
    a_busy_session,
    orders_of_one_course,
    courses_of_one_patient,
    one_link_answered_often,
    one_vial_received_often,
    one_waste_sent_often,
)


def main() -> None:
    """Play every scenario, and print what became of each and of the whole."""
    told: Told = {scenario.__name__: scenario() for scenario in SCENARIOS}
    sys.stdout.write(json.dumps({**told, "balance": balance_problems(), "log": list(verify().problems)}))


if __name__ == "__main__":
    main()
