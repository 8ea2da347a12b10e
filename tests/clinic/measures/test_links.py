"""The one-tap link: only its hash is kept; it works once, until it expires or is withdrawn; no other text opens it."""

import hashlib
import uuid
from datetime import timedelta

import pytest

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Absent, Conflict, Invalid
from daybreak.clinic.measures import actions, queries
from daybreak.clinic.measures.models import Invitation, Response
from tests.clinic import cast, scenes
from tests.clinic.sheets import ITEMS, all_answered

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def invited(**more: object) -> tuple[Invitation, str]:
    wish: dict[str, object] = {"by": cast.coordinator(), "patient": cast.patient(), "valid_for": A_DAY}
    return actions.invite(**(wish | more))  # type: ignore[arg-type]


def test_only_the_hash_of_a_token_is_kept() -> None:
    invitation, token = invited()
    invitation.refresh_from_db()
    assert invitation.token_hash == hashlib.sha256(token.encode()).hexdigest()
    kept = [str(value) for row in (invitation, *AuditEvent.objects.all()) for value in vars(row).values()]
    assert [value for value in kept if token in value or token.split(".")[0] in value] == []


def test_two_invitations_have_nothing_in_common_that_could_be_guessed() -> None:
    random = {invited()[1].split(".")[0] for _ in range(5)}
    assert len(random) == 5
    assert {len(part) for part in random} == {43}


def test_answers_by_link_are_scored_and_kept_as_the_patients_own() -> None:
    invitation, token = invited()
    response = actions.answer_by_link(token=token, answers=all_answered(2))
    assert (response.total, response.risk_item, response.answers) == (18, 2, all_answered(2))
    assert (response.channel, response.recorded_by, response.invitation) == ("link", None, invitation)
    event = AuditEvent.objects.get(act="measure.record")
    assert (event.actor_id, event.actor_name) == (None, "patient, by link")


def test_a_link_works_once() -> None:
    _, token = invited()
    actions.answer_by_link(token=token, answers=all_answered(1))
    with pytest.raises(Conflict, match="already answered"):
        queries.open_invitation(token)
    with pytest.raises(Conflict, match="already answered"):
        actions.answer_by_link(token=token, answers=all_answered(2))
    assert Response.objects.get().total == 9


def test_a_page_that_sends_again_finds_its_answers_saved() -> None:
    (_, token), key = invited(), uuid.uuid4()
    first = actions.answer_by_link(token=token, answers=all_answered(1), client_id=key)
    assert actions.answer_by_link(token=token, answers=all_answered(1), client_id=key) == first


def test_a_key_that_sends_other_answers_changes_nothing() -> None:
    (_, token), key = invited(), uuid.uuid4()
    actions.answer_by_link(token=token, answers=all_answered(1), client_id=key)
    with pytest.raises(Conflict):
        actions.answer_by_link(token=token, answers=all_answered(3), client_id=key)
    assert Response.objects.get().total == 9


def test_a_link_expires_to_the_second() -> None:
    with clock.at(scenes.MORNING):
        _, token = invited(valid_for=A_DAY)
    with clock.at(scenes.MORNING + A_DAY - timedelta(seconds=1)):
        assert queries.open_invitation(token).pk
    with clock.at(scenes.MORNING + A_DAY):
        with pytest.raises(Conflict, match="expired"):
            queries.open_invitation(token)
        with pytest.raises(Conflict, match="expired"):
            actions.answer_by_link(token=token, answers=all_answered(1))
    assert Response.objects.count() == 0


def test_a_withdrawn_link_is_closed() -> None:
    invitation, token = invited()
    actions.withdraw_invitation(by=cast.coordinator(), invitation=invitation)
    actions.withdraw_invitation(by=cast.coordinator(), invitation=invitation)
    with pytest.raises(Conflict, match="withdrawn"):
        actions.answer_by_link(token=token, answers=all_answered(1))
    assert AuditEvent.objects.filter(act="measure.withdraw").count() == 1


def test_an_answered_link_cannot_be_withdrawn() -> None:
    invitation, token = invited()
    actions.answer_by_link(token=token, answers=all_answered(1))
    with pytest.raises(Conflict, match="answered already"):
        actions.withdraw_invitation(by=cast.coordinator(), invitation=invitation)


@pytest.mark.parametrize("text", ["", "x", "a.b", "../../etc", "é" * 40, "A" * 43, "\x00"])
def test_no_other_text_opens_a_questionnaire(text: str) -> None:
    with pytest.raises(Absent):
        queries.open_invitation(text)
    with pytest.raises(Absent):
        actions.answer_by_link(token=text, answers=all_answered(1))


def test_a_token_changed_by_one_letter_opens_nothing() -> None:
    _, token = invited()
    changed = token[:5] + ("A" if token[5] != "A" else "B") + token[6:]
    with pytest.raises(Absent):
        queries.open_invitation(changed)


def test_an_incomplete_sheet_leaves_the_link_open() -> None:
    _, token = invited()
    answers = all_answered(1)
    del answers[ITEMS[2]], answers[ITEMS[8]]
    with pytest.raises(Invalid) as invalid:
        actions.answer_by_link(token=token, answers=answers)
    assert list(invalid.value.errors) == [ITEMS[2], ITEMS[8]]
    assert queries.open_invitation(token).used_at is None


@pytest.mark.parametrize("valid_for", [timedelta(0), timedelta(days=-1), timedelta(days=61)])
def test_a_link_lasts_a_sensible_time(valid_for: timedelta) -> None:
    with pytest.raises(Invalid) as invalid:
        invited(valid_for=valid_for)
    assert list(invalid.value.errors) == ["valid_for"]


def test_inviting_twice_by_a_double_click_leaves_one_working_link() -> None:
    wish = {"patient": cast.patient(), "client_id": uuid.uuid4()}
    first, early = invited(**wish)
    again, late = invited(**wish)
    assert (again, Invitation.objects.count()) == (first, 1)
    with pytest.raises(Absent):
        queries.open_invitation(early)
    assert queries.open_invitation(late) == first


def test_a_double_click_after_the_answer_does_not_open_the_link_again() -> None:
    wish = {"patient": cast.patient(), "client_id": uuid.uuid4()}
    _, token = invited(**wish)
    actions.answer_by_link(token=token, answers=all_answered(1))
    with pytest.raises(Conflict):
        invited(**wish)


def test_waiting_links_are_those_that_can_be_answered() -> None:
    patient = cast.patient()
    with clock.at(scenes.MORNING):
        invited(patient=patient)
    with clock.at(scenes.MORNING + timedelta(days=3)):
        still_open, _ = invited(patient=patient)
        withdrawn, _ = invited(patient=patient)
        actions.withdraw_invitation(by=cast.coordinator(), invitation=withdrawn)
        assert list(queries.waiting(patient)) == [still_open]
