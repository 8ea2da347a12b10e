"""A patient decides: once by each link, in the words in force, under a name, and never under the drug."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from daybreak.care import touch
from daybreak.care.consents import ConsentKind, shipped
from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.consents import actions, content, queries, standing
from daybreak.clinic.consents.models import Consent, TouchMap
from daybreak.clinic.consents.standing import State
from daybreak.clinic.courses.models import Course
from daybreak.clinic.entry import Absent, Conflict, Invalid
from tests.clinic import cast
from tests.clinic.consents import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return scenes.course()


def test_a_yes_keeps_wording_name_time_and_how(course: Course) -> None:
    consent = scenes.decide(course, "treatment")
    assert (consent.agreed, consent.typed_name, consent.channel, consent.witness) == (
        True,
        course.patient.name,
        "link",
        None,
    )
    assert standing.of(course, "treatment").state is State.AGREED
    assert content.is_whole(consent)


def test_on_the_clinics_device_whoever_handed_it_over_is_the_witness(course: Course) -> None:
    consent = cast.decided(course, "vr")
    assert (consent.channel, consent.witness) == ("device", cast.therapist())


def test_touch_keeps_the_places_and_the_patients_words(course: Course) -> None:
    scenes.decide(course, regions=("feet", "hands"), words="Cold hands frighten me.")
    current = queries.touch_map(course)
    assert current is not None
    assert (touch.in_words(current.mask), current.words) == ("Hands, feet", "Cold hands frighten me.")


def test_a_no_needs_no_ticks_and_marks_no_place(course: Course) -> None:
    scenes.decide(course, agreed=False, statements=())
    assert standing.of(course, "touch").state is State.DECLINED
    assert queries.touch_mask(course) == touch.NOWHERE
    assert standing.touch(course) == ()


def test_a_no_to_what_is_required_leaves_a_gap(course: Course) -> None:
    scenes.decide(course, "treatment", agreed=False)
    assert standing.treatment(course) == (
        "Treatment with ketamine: the patient has declined this consent, so no dose may be given.",
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 200}, "name"),
        ({"ticked": False}, "mark"),
        ({"statements": ("less",)}, "statements"),
        ({"statements": ()}, "statements"),
        ({"regions": ()}, "regions"),
        ({"regions": ("face",)}, "regions"),
        ({"words": "x" * 400}, "words"),
        ({"drawing": [[[1, 2], [3, 4000]]]}, "mark"),
        ({"drawing": [[[-1, 2], [3, 4]]]}, "mark"),
        ({"drawing": [None]}, "mark"),
        ({"drawing": [["a", "b"]]}, "mark"),
        ({"drawing": 7}, "mark"),
        ({"drawing": [[[1, 1]] * 5000]}, "mark"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_kept(
    course: Course, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        scenes.decide(course, **changes)
    assert list(refusal.value.errors) == [field]
    assert not Consent.objects.exists()


def test_a_drawing_signs_as_a_tick_does(course: Course) -> None:
    consent = scenes.decide(course, drawing=[[[10, 10], [20, 30]], [[5, 5]]], ticked=False)
    assert consent.drawing == [[[10, 10], [20, 30]]]


def test_another_persons_name_is_asked_about_and_taken_when_confirmed(course: Course) -> None:
    token, document = scenes.link(course), scenes.document("touch")
    decision = scenes.yes(course, name="Somebody Else")
    with pytest.raises(Invalid) as question:
        actions.decide(token=token, document=document, decision=decision)
    assert list(question.value.confirm) == ["name"]
    consent = actions.decide(token=token, document=document, decision=decision, confirmed=["name"])
    assert consent.typed_name == "Somebody Else"


def test_the_question_about_the_name_does_not_tell_it(course: Course) -> None:
    with pytest.raises(Invalid) as question:
        scenes.decide(course, name="Somebody Else")
    assert course.patient.family_name not in str(question.value)


def test_only_choices_of_the_text_are_kept(course: Course) -> None:
    consent = scenes.decide(course, "data_use", choices=("research", "sell-it"))
    assert consent.choices == ["research"]


def test_a_link_decides_each_text_once(course: Course) -> None:
    token, document = scenes.link(course), scenes.document("touch")
    actions.decide(token=token, document=document, decision=scenes.yes(course))
    with pytest.raises(Conflict, match="decided about this already"):
        actions.decide(token=token, document=document, decision=scenes.yes(course, regions=("feet",)))
    assert touch.in_words(queries.touch_mask(course)) == "Shoulders, hands"


def test_a_second_press_is_the_same_decision(course: Course) -> None:
    token, document, key = scenes.link(course), scenes.document("touch"), course.public_id
    first, second = (
        actions.decide(token=token, document=document, decision=scenes.yes(course), client_id=key) for _ in range(2)
    )
    assert first == second
    assert TouchMap.objects.count() == 1


def test_a_link_decides_only_what_it_asks(course: Course) -> None:
    with pytest.raises(Absent):
        actions.decide(token=scenes.link(course), document=scenes.document("vr"), decision=scenes.yes(course, "vr"))


@pytest.mark.parametrize("token", ["", "x", "a.b", "é" * 60])
def test_a_made_up_link_is_refused_without_asking_the_record(course: Course, token: str) -> None:
    with pytest.raises(Absent):
        queries.asking(token)


def test_an_expired_link_decides_nothing_but_still_takes_back(course: Course) -> None:
    token, late = scenes.link(course, "touch", "vr"), clock.now() + timedelta(hours=2)
    actions.decide(token=token, document=scenes.document("touch"), decision=scenes.yes(course))
    with clock.at(late):
        with pytest.raises(Conflict, match="expired"):
            actions.decide(token=token, document=scenes.document("vr"), decision=scenes.yes(course, "vr"))
        assert actions.take_back_by_link(token=token, kind="touch") is not None


def test_a_withdrawn_link_does_nothing_more(course: Course) -> None:
    asking, token = actions.ask(
        by=cast.nurse(), course=course, kinds=["touch"], valid_for=timedelta(hours=1), client_id=None
    )
    actions.withdraw_asking(by=cast.nurse(), asking=asking)
    with pytest.raises(Conflict, match="withdrawn"):
        queries.asking(token)


def test_asking_again_with_the_same_key_ends_the_earlier_link(course: Course) -> None:
    first = scenes.link(course, client_id=course.public_id)
    second = scenes.link(course, client_id=course.public_id)
    with pytest.raises(Absent):
        queries.asking(first)
    assert queries.asking(second).course == course


def test_nothing_is_asked_before_the_medical_director_has_signed_a_text() -> None:
    from daybreak.clinic.courses import actions as courses

    fresh = courses.open_course(by=cast.prescriber(), patient=cast.patient(), indication="Depression")
    with pytest.raises(Invalid) as refusal:
        scenes.link(fresh)
    assert "has not signed yet: Touch" in refusal.value.errors["kinds"]


def test_a_new_version_asks_anew(course: Course) -> None:
    scenes.decide(course, "vr")
    new = replace(shipped("vr"), lede="Another sentence about the headset.")
    actions.publish(by=cast.director(), text=new, proof=cast.proof(cast.director()), change="lede")
    assert standing.of(course, "vr").state is State.NEW_TEXT
    assert standing.vr(course) == ("Virtual reality: a new version of the text is in force. Ask the patient anew.",)
    scenes.decide(course, "vr")
    assert standing.vr(course) == ()


def test_who_read_the_version_before_must_read_again(course: Course) -> None:
    token, read = scenes.link(course, "vr"), scenes.document("vr")
    new = replace(shipped("vr"), lede="Another sentence about the headset.")
    actions.publish(by=cast.director(), text=new, proof=cast.proof(cast.director()))
    with pytest.raises(Conflict, match="changed meanwhile"):
        actions.decide(token=token, document=read, decision=scenes.yes(course, "vr"))


def test_a_version_for_later_is_asked_only_from_then_on(course: Course) -> None:
    scenes.decide(course, "vr")
    tomorrow = clock.now() + timedelta(days=1)
    new = replace(shipped("vr"), lede="Another sentence about the headset.")
    actions.publish(by=cast.director(), text=new, proof=cast.proof(cast.director()), in_force_from=tomorrow)
    assert standing.of(course, "vr").state is State.AGREED
    with clock.at(tomorrow + timedelta(seconds=1)):
        assert standing.of(course, "vr").state is State.NEW_TEXT


def test_a_consent_grows_old(course: Course) -> None:
    scenes.decide(course, "treatment")
    with clock.at(clock.now() + timedelta(days=366)):
        assert standing.treatment(course) == (
            "Treatment with ketamine: the decision is too old to count. Ask the patient anew.",
        )


@pytest.mark.parametrize("kind", list(ConsentKind))
def test_nothing_can_be_agreed_to_while_a_dose_works(course: Course, kind: ConsentKind) -> None:
    with scenes.under_a_dose(course), pytest.raises(Refused) as refusal:
        scenes.decide(course, kind)
    assert [finding.rule for finding in refusal.value.findings] == ["consent.locked"]
    assert not Consent.objects.exists()


def test_a_no_is_taken_even_then(course: Course) -> None:
    scenes.decide(course)
    with scenes.under_a_dose(course):
        scenes.decide(course, agreed=False)
        assert queries.touch_mask(course) == touch.NOWHERE


def test_after_the_session_everything_can_be_decided_again(course: Course) -> None:
    scenes.decide(course, regions=("hands",))
    with scenes.under_a_dose(course):
        pass
    scenes.decide(course, regions=("hands", "feet"))
    assert touch.in_words(queries.touch_mask(course)) == "Hands, feet"


def test_the_log_says_that_the_patient_did_it_and_where(course: Course) -> None:
    consent = scenes.decide(course)
    event = AuditEvent.objects.get(act="consent.give")
    assert (event.actor_name, event.actor_id, event.patient_id) == (
        "the patient, by link",
        None,
        course.patient.public_id,
    )
    assert event.subject_id == str(consent.public_id)


def test_a_change_behind_the_records_back_is_seen(course: Course) -> None:
    consent = scenes.decide(course, "data_use", choices=("quality",))
    consent.choices = ["quality", "research"]
    assert not content.is_whole(consent)


def test_a_closed_course_asks_and_takes_nothing_more(course: Course) -> None:
    from daybreak.clinic.courses import actions as courses

    token = scenes.link(course)
    courses.move(by=cast.prescriber(), course=course, to="closed")
    with pytest.raises(Conflict, match="has ended"):
        queries.asking(token)
    with pytest.raises(Conflict, match="closed"):
        scenes.link(course)


def test_the_clinician_signs_that_it_was_explained(course: Course) -> None:
    consent = scenes.decide(course, "treatment")
    assert standing.explained(course) != ()
    actions.explain(by=cast.prescriber(), consent=consent, proof=cast.proof(cast.prescriber()))
    assert standing.explained(course) == ()


def test_a_consent_given_anew_is_explained_anew(course: Course) -> None:
    consent = scenes.decide(course, "treatment")
    actions.explain(by=cast.prescriber(), consent=consent, proof=cast.proof(cast.prescriber()))
    actions.take_back(by=cast.nurse(), course=course, kind="treatment")
    scenes.decide(course, "treatment")
    assert standing.explained(course) != ()


def test_nothing_is_signed_under_a_consent_that_was_taken_back(course: Course) -> None:
    consent = scenes.decide(course, "treatment")
    actions.take_back(by=cast.nurse(), course=course, kind="treatment")
    with pytest.raises(Conflict, match="does not agree"):
        actions.explain(by=cast.prescriber(), consent=consent, proof=cast.proof(cast.prescriber()))
