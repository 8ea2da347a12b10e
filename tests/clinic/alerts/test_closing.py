"""The risk assessment: structured, signed, and the only end of an alert of risk."""

from datetime import timedelta
from typing import Any

import pytest

from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.alerts import actions
from daybreak.clinic.alerts.closing import text_of
from daybreak.clinic.alerts.models import Alert, RiskAssessment
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.people.models import Person
from daybreak.clinic.signatures import queries as signatures
from daybreak.clinic.signatures.models import Signature
from daybreak.clinic.signatures.proof import Proof
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import LOW, assessed, everyone, raised
from tests.clinic.scenes import MORNING

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> dict[str, Person]:
    return everyone()


def test_it_closes_the_alerts_that_its_maker_saw_and_no_other(team: dict[str, Person]) -> None:
    patient = cast.patient()
    seen, also_seen, later = raised(patient), raised(patient, kind="worsening"), raised(patient)
    row = assessed(team["amara"], seen, also_seen)
    assert set(row.alerts.all()) == {seen, also_seen}
    assert [Alert.objects.get(pk=one.pk).is_open for one in (seen, also_seen, later)] == [False, False, True]


def test_it_is_signed_and_the_signature_holds_its_very_words(team: dict[str, Person]) -> None:
    row = assessed(team["amara"], raised())
    (signature,) = signatures.of(row)
    assert (signature.printed_name, signature.meaning) == (
        "Amara Example",
        "I assessed this risk of suicide, and answer for the plan",
    )
    fresh = RiskAssessment.objects.get(pk=row.pk)
    assert signatures.holds(signature, text_of(fresh))
    fresh.level = "moderate"
    assert not signatures.holds(signature, text_of(fresh))


def nothing_is_kept(alert: Alert) -> bool:
    counts = (RiskAssessment.objects.count(), Signature.objects.count())
    return counts == (0, 0) and Alert.objects.get(pk=alert.pk).is_open


@pytest.mark.parametrize("whose", ["nobody", "a colleague", "a minute ago"])
def test_without_a_signature_nothing_is_kept_and_the_alert_stays_open(team: dict[str, Person], whose: str) -> None:
    alert = raised()
    long_ago = clock.now() - timedelta(seconds=61)
    proofs = {
        "nobody": None,
        "a colleague": Proof(team["bela"].pk, clock.now(), "passphrase"),
        "a minute ago": Proof(team["amara"].pk, long_ago, "passphrase"),
    }
    with pytest.raises(Invalid) as refusal:
        assessed(team["amara"], alert, proof=proofs[whose])
    assert list(refusal.value.errors) == ["signing_password"]
    assert nothing_is_kept(alert)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"answers": {name: value for name, value in LOW.items() if name != "intent"}}, "intent"),
    ({"answers": LOW | {"intent": "perhaps"}}, "intent"),
    ({"answers": LOW | {"mood": "none"}}, "mood"),
    ({"level": "none"}, "level"),
    ({"level": "moderate", "next_contact_at": None}, "next_contact_at"),
    ({"level": "high", "actions": ["safety_plan"]}, "actions"),
    ({"level": "imminent", "actions": ["someone_with"]}, "actions"),
    ({"actions": ["prayer"]}, "actions"),
    ({"reasons": " "}, "reasons"),
    ({"plan": "ok"}, "plan"),
    ({"next_contact_at": MORNING - timedelta(days=1)}, "next_contact_at"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_is_missing_or_does_not_go_together_is_said_beside_its_field_and_nothing_is_kept(
    team: dict[str, Person], changes: dict[str, Any], field: str
) -> None:
    with clock.at(MORNING):
        alert = raised()
        with pytest.raises(Invalid) as refusal:
            assessed(team["amara"], alert, **changes)
    assert field in refusal.value.errors
    assert nothing_is_kept(alert)


def test_a_low_risk_beside_intent_is_kept_only_when_it_is_confirmed(team: dict[str, Person]) -> None:
    alert, answers = raised(), LOW | {"intent": "firm"}
    with pytest.raises(Invalid) as question:
        assessed(team["amara"], alert, answers=answers)
    assert list(question.value.confirm) == ["assessment"]
    row = assessed(team["amara"], alert, answers=answers, confirmed=["assessment"])
    assert [finding["rule"] for finding in row.findings] == ["assessment.low.intent"]


def test_sent_twice_it_is_one_assessment(team: dict[str, Person]) -> None:
    alert, key = raised(), cast.patient().public_id
    rows = [assessed(team["amara"], alert, client_id=key) for _ in range(2)]
    assert rows[0].pk == rows[1].pk
    assert Signature.objects.count() == 1


def test_an_alert_of_another_patient_is_not_closed_by_it(team: dict[str, Person]) -> None:
    mine, strange = raised(), raised()
    with pytest.raises(Conflict, match="another patient's"):
        assessed(team["amara"], mine, strange)
    assert nothing_is_kept(mine)
    assert nothing_is_kept(strange)


def test_an_alert_that_a_colleague_closed_meanwhile_is_not_closed_again(team: dict[str, Person]) -> None:
    alert = raised()
    assessed(team["amara"], alert)
    with pytest.raises(Conflict, match="A colleague closed one of these"):
        assessed(team["bela"], alert, reasons="Another view of the same talk.")
    assert RiskAssessment.objects.count() == 1


def test_who_may_not_assess_is_refused(team: dict[str, Person]) -> None:
    alert = raised()
    with pytest.raises(Refused, match="Assessing a risk of suicide needs"):
        assessed(cast.coordinator(), alert)
    assert nothing_is_kept(alert)


def test_a_passphrase_that_is_wrong_ends_nothing_even_by_way_of_a_note(team: dict[str, Person]) -> None:
    alert = raised()
    with pytest.raises(Conflict):
        actions.close(by=team["director"], alert=alert, note="Closed by the director.")
    assert Alert.objects.get(pk=alert.pk).is_open
