"""Saving a design: every version is kept, nobody's work is overwritten, unfinished text is no reason to lose it."""

import uuid

import pytest

from daybreak.care import roles
from daybreak.care.findings import Refused
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Conflict
from daybreak.clinic.trials import actions, queries
from daybreak.clinic.trials import text as texts
from daybreak.clinic.trials.models import Design, Version
from tests.clinic import cast
from tests.clinic.trials import scenes
from tests.clinic.trials.scenes import SMALL

pytestmark = pytest.mark.django_db


def test_a_version_keeps_the_text_as_it_was_written_and_its_hash() -> None:
    version = scenes.version()
    assert (version.text, version.sha256) == (SMALL, texts.sha256(SMALL))
    assert (version.number, version.title, version.problem) == (1, "Two arms and a taper", "")


def test_text_that_cannot_be_run_is_kept_and_says_why() -> None:
    version = scenes.version("title: Not yet\narms: [")
    assert version.text == "title: Not yet\narms: ["
    assert version.problem.startswith("Line 2")


def test_saving_the_same_text_again_makes_no_version() -> None:
    first = scenes.version()
    assert scenes.version(design=first.design, base=1) == first
    assert Version.objects.count() == 1


def test_two_who_work_on_one_design_are_told_and_both_keep_their_work() -> None:
    first = scenes.version()
    second = scenes.version(SMALL + "notes: mine\n", first.design, base=1)
    with pytest.raises(actions.Superseded, match=r"^Researcher Example saved version 2 of this design"):
        scenes.version(SMALL + "notes: theirs\n", first.design, base=1)
    third = scenes.version(SMALL + "notes: theirs\n", first.design, base=2)
    assert list(queries.versions(first.design)) == [third, second, first]


def test_a_save_that_arrives_twice_is_one_version() -> None:
    key = uuid.uuid4()
    saved = [actions.keep(by=cast.researcher(), text=SMALL, client_id=key) for _ in range(2)]
    assert saved[0] == saved[1]
    assert (Design.objects.count(), Version.objects.count()) == (1, 1)


def test_a_key_used_for_other_text_is_a_conflict() -> None:
    key = uuid.uuid4()
    actions.keep(by=cast.researcher(), text=SMALL, client_id=key)
    with pytest.raises(Conflict):
        actions.keep(by=cast.researcher(), text="title: other", client_id=key)


def test_a_save_is_in_the_log_with_the_hash_of_the_text() -> None:
    version = scenes.version()
    event = AuditEvent.objects.get(act="trial.save")
    assert (event.subject_id, event.patient_id) == (str(version.design.public_id), None)
    assert version.sha256 in event.detail


@pytest.mark.parametrize("who", [*roles.ROLES, "outsider"])
def test_designs_are_saved_and_run_by_those_who_may_and_by_nobody_else(who: str) -> None:
    person, version = cast.everyone()[who], scenes.version()
    held = [] if who == "outsider" else [who]
    acts = (
        ("trial.design", lambda: actions.keep(by=person, text="title: mine")),
        ("trial.run", lambda: actions.ask(by=person, version=version, request=actions.Request())),
    )
    for act, do in acts:
        if roles.may(held, act):
            do()
        else:
            with pytest.raises(Refused):
                do()
