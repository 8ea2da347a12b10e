"""Every page with what one must be allowed to do to open it, and the rows that its address names."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse

from daybreak.care import roles
from daybreak.care.consents import ConsentKind
from daybreak.clinic import clock
from daybreak.clinic.followup import actions as followup
from daybreak.clinic.measures import actions as measures
from daybreak.clinic.vials import actions as vials
from daybreak.clinic.vials.models import Vial
from tests.clinic import cast, scenes
from tests.clinic.measures.test_answering import invited, play
from tests.clinic.plans import scenes as planned
from tests.clinic.rulebook.test_versions import movable, signed
from tests.clinic.trials import scenes as trials
from tests.web.alerts import standing
from tests.web.suitability import unsettled


@dataclass(frozen=True)
class Clinic:
    """One row of each kind, so that every address can be made."""

    patient: Any
    course: Any
    response: Any
    task_run: Any
    invitation: Any
    weight: Any
    person: Any
    token: str
    design: Any
    run: Any
    feed: Any

    @classmethod
    def made(cls) -> "Clinic":
        """A weighed patient with a course, answers and an open link; and someone on the staff."""
        patient = scenes.weighed_patient()
        invitation, token = measures.invite(by=cast.nurse(), patient=patient, valid_for=timedelta(hours=1))
        answers = {f"phq9-{number}": 1 for number in range(1, 10)}
        return cls(
            patient=patient,
            course=scenes.course(patient),
            response=measures.record_in_clinic(by=cast.nurse(), patient=patient, answers=answers),
            task_run=play(invited("digit-symbol", patient)),
            invitation=invitation,
            weight=patient.observations.get(kind="body_weight"),
            person=cast.therapist(),
            token=token,
            design=(version := trials.version()).design,
            run=trials.asked(version),
            feed=planned.feed(),
        )


@dataclass(frozen=True)
class Page:
    """One address. ``act`` is None for what anyone signed in may open; ``posted`` is sent rather than
    opened; what is not ``whole`` is a part of a page, or a file. Where the row is the therapist's own, ``anothers``
    is what everyone else must be allowed to do besides."""

    name: str
    act: str | None
    args: Callable[[Clinic], list[Any]] = lambda _: []
    posted: bool = False
    whole: bool = True
    anothers: str | None = None

    def needed(self, who: str) -> str | None:
        """What this role must be allowed to do to open it."""
        if self.anothers and who != "therapist" and roles.may([who], str(self.act)):
            return self.anothers
        return self.act

    def address(self, clinic: Clinic) -> str:
        """Where it is."""
        return reverse(f"web:{self.name}", args=self.args(clinic))


def _patient(clinic: Clinic) -> list[Any]:
    return [clinic.patient.public_id]


def _scale(clinic: Clinic) -> list[Any]:
    return [clinic.patient.public_id, "gad7"]


def _person(clinic: Clinic) -> list[Any]:
    return [clinic.person.public_id]


def _design(clinic: Clinic) -> list[Any]:
    return [clinic.design.public_id]


def _version(clinic: Clinic) -> list[Any]:
    return [clinic.design.public_id, 1]


def _run(clinic: Clinic) -> list[Any]:
    return [clinic.run.public_id]


def _weight(clinic: Clinic) -> list[Any]:
    return [clinic.patient.public_id, "weight", clinic.weight.public_id]


def _vial() -> Any:
    """Another vial each time; what stands in the cabinet besides is returned, so that a count is of this one."""
    for vial in Vial.objects.filter(on_hand_ug__gt=0):
        vials.give_back(by=cast.nurse(), vial=vial, amount_ug=vial.on_hand_ug, reason="recalled")
    return scenes.vial(f"V-{uuid.uuid4().hex[:8]}")


def _loss() -> Any:
    return vials.lose(by=cast.nurse(), vial=_vial(), amount_ug=1_000, reason="not where it was").loss


def _inventory(_: Clinic) -> list[Any]:
    scenes.counted(_vial(), kind="inventory")
    return []


def _course(clinic: Clinic) -> list[Any]:
    return [clinic.course.public_id]


def _consent(clinic: Clinic) -> list[Any]:
    return [clinic.course.consents.first().public_id]


def _session(_: Clinic) -> list[Any]:
    return [scenes.session().public_id]


def _appointment(clinic: Clinic) -> list[Any]:
    return [planned.appointment(clinic.course).public_id]


def _rules(_: Clinic) -> list[Any]:
    """A signed version that is still to come, so that every other page is read under the rules as shipped."""
    rule_id, value = movable()
    return [signed({rule_id: value}, effective_from=clock.now() + timedelta(days=30)).public_id]


def _check(clinic: Clinic) -> list[Any]:
    told = {"check_id": "bladder", "was_done": True, "result": "none"}
    return [followup.record_check(by=cast.nurse(), course=clinic.course, **told).public_id]


def _event(clinic: Clinic) -> list[Any]:
    told = {"what": "Nausea", "grade": "mild", "started_at": clock.now()}
    return [followup.report_event(by=cast.nurse(), course=clinic.course, **told).public_id]


PAGES = (
    Page("today", None),
    Page("alive", None),
    Page("account", None),
    Page("patients", "patient.find"),
    Page("patients", "patient.find", posted=True),
    Page("patient-new", "patient.register"),
    Page("patient-new", "patient.register", posted=True),
    Page("patient-identity", "patient.register", _patient),
    Page("patient-identity", "patient.register", _patient, posted=True),
    Page("chart", "patient.read", _patient),
    Page("fact-new", "patient.record", lambda clinic: [clinic.patient.public_id, "weight"]),
    Page("fact-new", "patient.record", lambda clinic: [clinic.patient.public_id, "weight"], posted=True),
    Page("fact-change", "patient.record", _weight),
    Page("fact-change", "patient.record", _weight, posted=True),
    Page("fact-retract", "patient.record", _weight, posted=True),
    Page("course-new", "course.open", lambda clinic: [cast.patient().public_id]),
    Page("course-new", "course.open", _patient, posted=True),
    Page("course-move", "course.move", lambda clinic: [clinic.course.public_id]),
    Page("course-move", "course.move", lambda clinic: [clinic.course.public_id], posted=True),
    Page("course", "patient.read", _course),
    Page("consents", "patient.read", _course),
    Page("consent", "patient.read", _consent),
    Page("consent-ask", "consent.ask", _course, posted=True),
    Page("consent-explain", "consent.explain", _consent, posted=True),
    Page(
        "consent-take-back", "consent.take_back", lambda clinic: [clinic.course.public_id, ConsentKind.VR], posted=True
    ),
    Page("touch-less", "consent.take_back", _course, posted=True),
    Page("asking-withdraw", "consent.ask", lambda clinic: [clinic.course.askings.first().public_id], posted=True),
    Page("consent-texts", "policy.read"),
    Page("consent-text", "policy.read", lambda clinic: [clinic.course.consents.first().document.public_id]),
    Page("consent-text-sign", "consent.publish", lambda _: [ConsentKind.TOUCH]),
    Page("consent-text-sign", "consent.publish", lambda _: [ConsentKind.TOUCH], posted=True),
    Page("preparation", "patient.read", _course),
    Page("preparation-part", "preparation.arrange", lambda clinic: [clinic.course.public_id, "escort"]),
    Page("preparation-part", "preparation.arrange", lambda clinic: [clinic.course.public_id, "escort"], posted=True),
    Page("session-consent", "session.read", _session, whole=False),
    Page("session-touch-less", "consent.take_back", _session, posted=True),
    Page("session-take-back", "consent.take_back", lambda _: [*_session(_), ConsentKind.TOUCH], posted=True),
    Page("suitability", "patient.read", lambda clinic: [clinic.course.public_id]),
    Page("suitability-save", "suitability.record", lambda clinic: [clinic.course.public_id], posted=True),
    Page("suitability-answer", "suitability.record", lambda clinic: [clinic.course.public_id, "mania"], posted=True),
    Page("suitability-emergency", "patient.read", lambda clinic: [clinic.course.public_id]),
    Page("suitability-medicine", "patient.record", lambda clinic: [clinic.course.public_id], posted=True),
    Page("suitability-find", "patient.record", lambda clinic: [clinic.course.public_id], posted=True),
    Page("suitability-referral", "suitability.refer", lambda clinic: [clinic.course.public_id]),
    Page("suitability-referral", "suitability.refer", lambda clinic: [clinic.course.public_id], posted=True),
    Page("suitability-trial-new", "patient.record", lambda clinic: [clinic.course.public_id]),
    Page("suitability-trial-new", "patient.record", lambda clinic: [clinic.course.public_id], posted=True),
    Page("suitability-trial", "patient.record", unsettled.trial),
    Page("suitability-trial", "patient.record", unsettled.trial, posted=True),
    Page("suitability-trial-retract", "patient.record", unsettled.trial, posted=True),
    Page("suitability-finding", "patient.read", unsettled.finding),
    Page("suitability-decide", "suitability.decide", unsettled.finding, posted=True),
    Page("suitability-override", "suitability.override", unsettled.finding, posted=True),
    Page("suitability-countersign", "suitability.countersign", unsettled.override),
    Page("suitability-countersign", "suitability.countersign", unsettled.override, posted=True),
    Page("measure-clinic", "measure.record", _patient),
    Page("measure-clinic", "measure.record", _patient, posted=True),
    Page("measure-invite", "measure.invite", _patient, posted=True),
    Page("measure-here", "measure.invite", _patient, posted=True),
    Page("measure", "patient.read", lambda clinic: [clinic.patient.public_id, clinic.response.public_id]),
    Page("measures", "patient.read", _patient),
    Page("measure-reach", "measure.invite", _patient, posted=True),
    Page("measure-record", "measure.record", _scale),
    Page("measure-record", "measure.record", _scale, posted=True),
    Page("measure-link", "measure.invite", _scale, posted=True),
    Page("measure-hand", "measure.invite", _scale, posted=True),
    Page("measure-answers", "patient.read", lambda clinic: [clinic.patient.public_id, clinic.response.public_id]),
    Page("measure-run", "patient.read", lambda clinic: [clinic.patient.public_id, clinic.task_run.public_id]),
    Page("measure-withdraw", "measure.invite", lambda clinic: [clinic.invitation.public_id], posted=True),
    Page("alerts", "alert.read"),
    Page("alert-banner", None, whole=False),
    Page("alert", "alert.read", standing.alert),
    Page("alert-acknowledge", "alert.acknowledge", standing.alert, posted=True),
    Page("alert-hand-on", "alert.acknowledge", standing.alert, posted=True),
    Page("alert-note", "alert.acknowledge", standing.alert, posted=True),
    Page("alert-close", "alert.acknowledge", standing.alert, posted=True),
    Page("alert-concern", "alert.raise", _patient),
    Page("alert-concern", "alert.raise", _patient, posted=True),
    Page("assess", "alert.assess", _patient),
    Page("assess", "alert.assess", _patient, posted=True),
    Page("assessment", "patient.read", standing.assessment),
    Page("crisis-text", "alert.read"),
    Page("crisis-text", "alert.read", posted=True),
    Page("duty", "duty.read"),
    Page("duty", "duty.read", posted=True),
    Page("duty-i-am-back", "duty.read", posted=True),
    Page("duty-back", "duty.manage", standing.absence, posted=True),
    Page("duty-off-call", "duty.manage", standing.shift, posted=True),
    Page("session-residue", "vial.record", lambda _: [scenes.injected(from_vial=_vial()).session.public_id]),
    Page("audit", "audit.read"),
    Page("audit-verify", "audit.verify", posted=True),
    Page("staff", "staff.read"),
    Page("staff-new", "staff.manage"),
    Page("staff-new", "staff.manage", posted=True),
    Page("staff-person", "staff.manage", _person),
    Page("role-grant", "staff.manage", _person, posted=True),
    Page("role-end", "staff.manage", _person, posted=True),
    Page("staff-leave", "staff.manage", _person, posted=True),
    Page("staff-passphrase", "staff.manage", _person),
    Page("staff-passphrase", "staff.manage", _person, posted=True),
    Page("followups", "followup.read"),
    Page("followup", "followup.read", _course),
    Page("followup-check", "followup.record", lambda clinic: [clinic.course.public_id, "bladder"]),
    Page("followup-check", "followup.record", lambda clinic: [clinic.course.public_id, "bladder"], posted=True),
    Page("followup-amend", "followup.record", _check),
    Page("followup-amend", "followup.record", _check, posted=True),
    Page("adverse-new", "adverse.record", _course),
    Page("adverse-new", "adverse.record", _course, posted=True),
    Page("adverse", "adverse.record", _event),
    Page("adverse", "adverse.record", _event, posted=True),
    Page("rules", "policy.read"),
    Page("rules-change", "policy.sign"),
    Page("rules-change", "policy.sign", posted=True),
    Page("rules-sign", "policy.sign", posted=True),
    Page("rules-versions", "policy.read"),
    Page("rules-version", "policy.read", _rules),
    Page("calendar", "plan.read"),
    Page("calendar-feeds", "plan.read"),
    Page("calendar-feeds", "plan.read", posted=True),
    Page("plan", "plan.read", _course),
    Page("plan-end", "plan.write", lambda _: [planned.bare_plan().course.public_id]),
    Page("plan-end", "plan.write", lambda _: [planned.bare_plan().course.public_id], posted=True),
    Page("plan-file", "plan.read", _course, whole=False),
    Page("appointment-new", "plan.write", _course),
    Page("appointment-new", "plan.write", _course, posted=True),
    Page("appointment", "plan.read", _appointment),
    Page("appointment-move", "plan.write", _appointment),
    Page("appointment-move", "plan.write", _appointment, posted=True),
    Page("appointment-missed", "plan.write", _appointment),
    Page("appointment-missed", "plan.write", _appointment, posted=True),
    Page("appointment-cancel", "plan.write", _appointment),
    Page("appointment-cancel", "plan.write", _appointment, posted=True),
    Page("appointment-done", "plan.write", _appointment, posted=True),
    Page("chairs", "plan.read"),
    Page("chairs-add", "place.manage", posted=True),
    Page("chairs-retire", "place.manage", lambda _: [planned.chair("Spare chair").public_id], posted=True),
    Page("chairs-close", "place.manage", posted=True),
    Page("chairs-open", "place.manage", lambda _: [planned.closed().public_id], posted=True),
    Page("calendar-revoke", "plan.read", lambda clinic: [clinic.feed.public_id], posted=True, anothers="staff.manage"),
    Page("protocols", "plan.read"),
    Page("protocol", "plan.read", lambda _: ["six-injections"]),
    Page("protocol-sign", "protocol.sign", lambda _: ["six-injections"]),
    Page("protocol-sign", "protocol.sign", lambda _: ["six-injections"], posted=True),
    Page("how-it-works", None),
    Page("trials", "trial.read"),
    Page("trial-new", "trial.design"),
    Page("trial-new", "trial.design", posted=True),
    Page("trial-check", "trial.design", posted=True),
    Page("trial", "trial.read", _design),
    Page("trial", "trial.read", _design, posted=True),
    Page("trial-text", "trial.read", _design),
    Page("trial-text", "trial.read", _design, posted=True),
    Page("trial-version", "trial.read", _version, whole=False),
    Page("trial-power", "trial.run", _version, posted=True),
    Page("trial-run", "trial.read", _run),
    Page("trial-progress", "trial.read", _run, whole=False),
    Page("trial-stop", "trial.run", _run, posted=True),
    Page("trial-go-on", "trial.run", _run, posted=True),
    Page("trial-json", "trial.read", _run),
    Page("trial-csv", "trial.read", _run),
    Page("trial-compare", "trial.read"),
    Page("vial-sheet", "vial.count"),
    Page("vial-sheet", "vial.count", posted=True),
    Page("vial-counts", "vial.read"),
    Page("vial-count", "vial.read", lambda _: [scenes.counted(_vial()).public_id]),
    Page("vial-loss", "vial.read", lambda _: [_loss().public_id]),
    Page("vial-loss-step", "vial.report", lambda _: [_loss().public_id], posted=True),
    Page("vial-variance", "vial.read"),
    Page("vial-records", "vial.read"),
    Page("vial-dispensing", "vial.read"),
    Page("vial-movements", "vial.read"),
    Page("vial-inventory", "vial.read", _inventory),
    Page("vial-correct", "vial.correct", lambda _: [_loss().entry.public_id]),
    Page("vial-correct", "vial.correct", lambda _: [_loss().entry.public_id], posted=True),
    Page("vial-movement", "vial.record", lambda _: [_vial().public_id, "waste"]),
    Page("vial-movement", "vial.record", lambda _: [_vial().public_id, "loss"], posted=True),
)
"""All but the patient's own page, which asks for no account, and the pages of a dose, which have tests of their own."""

PATIENTS_OWN = (
    "answer-keep",
    "answer-play",
    "answer-words",
    "consent-phone",
    "consent-phone-less",
    "consent-phone-take-back",
    "consent-read",
)
"""Addresses of a patient's own link, which ask for no account: consent, alerts, browser/test_tasks drive them."""

OPENED = tuple(page for page in PAGES if not page.posted)
