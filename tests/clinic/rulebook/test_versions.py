"""The clinic's own rules: within bounds, signed, from a day on; and what was found before keeps its version."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybreak.care.findings import Refused
from daybreak.care.rules import Policy, Rule, shipped
from daybreak.care.sentences import written
from daybreak.clinic import clock, policy
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.entry import Invalid
from daybreak.clinic.rulebook import actions, queries
from daybreak.clinic.rulebook.models import RuleVersion
from daybreak.clinic.rulebook.values import own_values, restored, stored, typed
from daybreak.clinic.signatures import queries as signatures
from tests.clinic import cast
from tests.clinic.alerts.people_on_duty import proof

pytestmark = pytest.mark.django_db


def numbers() -> list[str]:
    """The rules that hold one number and that a clinic may change."""
    return [
        rule.id
        for rule in shipped().values()
        if isinstance(rule.value, Decimal | int) and isinstance(rule.minimum, Decimal | int)
    ]


def movable() -> tuple[str, Decimal]:
    """A rule, and a value for it that differs from the shipped one and breaks no order."""
    for rule_id in numbers():
        rule = shipped()[rule_id]
        for value in (rule.minimum, rule.maximum):
            changes = {rule_id: value}
            if value != rule.value and _stands(changes):
                return rule_id, Decimal(str(value))
    raise AssertionError("no rule can be moved at all")


def _stands(changes: dict[str, object]) -> bool:
    try:
        actions.proposed(changes, cast.director())
    except Refused:
        return False
    return True


def signed(changes: dict[str, object], **others: object) -> RuleVersion:
    director = cast.director()
    told = {"reason": "Reviewed in our meeting.", **others}
    return actions.sign_rules(by=director, changes=changes, proof=proof(director), **told)  # type: ignore[arg-type]


def test_until_one_is_signed_the_shipped_rules_are_in_force() -> None:
    assert policy.current().version == shipped().version
    assert queries.version_at() is None


def test_a_signed_value_is_in_force_at_once_and_cites_who_signed_it() -> None:
    rule_id, value = movable()
    row = signed({rule_id: value})
    rule = policy.current()[rule_id]
    assert rule.value == value
    assert rule.citation.startswith(f"clinic policy, signed by {cast.director().name} on ")
    assert policy.current().version == row.policy_version != shipped().version


def test_a_version_that_begins_later_changes_nothing_before() -> None:
    rule_id, value = movable()
    begins = clock.now() + timedelta(days=3)
    signed({rule_id: value}, effective_from=begins)
    assert policy.current().version == shipped().version
    with clock.at(begins + timedelta(minutes=1)):
        assert policy.current()[rule_id].value == value
    assert [row.number for row in queries.coming()] == [1]


def test_an_empty_value_puts_the_shipped_one_back() -> None:
    rule_id, value = movable()
    signed({rule_id: value})
    signed({rule_id: None}, reason="Back to what is shipped.")
    assert policy.current().version == shipped().version


def test_what_was_not_touched_keeps_the_signature_it_had() -> None:
    first, value = movable()
    row = signed({first: value})
    other = next(i for i in numbers() if i != first and _moved(i) is not None)
    with clock.at(clock.now() + timedelta(days=40)):
        second = signed({other: _moved(other)})
    assert second.values[first] == row.values[first]


def _moved(rule_id: str) -> object:
    rule = shipped()[rule_id]
    return next((v for v in (rule.minimum, rule.maximum) if v != rule.value and _stands({rule_id: v})), None)


def test_the_same_act_twice_is_one_version() -> None:
    rule_id, value = movable()
    row = signed({rule_id: value}, client_id="7b0f9a1e-6d39-4c66-9d6b-7a4a3f2f0c11")
    assert signed({rule_id: value}, client_id="7b0f9a1e-6d39-4c66-9d6b-7a4a3f2f0c11") == row
    assert RuleVersion.objects.count() == 1


def test_the_signature_holds_for_what_was_signed_and_for_nothing_else() -> None:
    rule_id, value = movable()
    row = signed({rule_id: value})
    (signature,) = signatures.of(row)
    assert signatures.holds(signature, actions.content_of(row))
    assert not signatures.holds(signature, actions.content_of(row) + "!")


def test_the_log_tells_every_value_before_and_after() -> None:
    rule_id, value = movable()
    signed({rule_id: value})
    event = AuditEvent.objects.filter(act="policy.sign").get()
    assert json.loads(event.detail)[rule_id].endswith(f"→ {written(value)}")


def test_nobody_but_a_director_moves_a_limit() -> None:
    rule_id, value = movable()
    for person in (cast.prescriber(), cast.nurse(), cast.coordinator()):
        with pytest.raises(Refused):
            actions.sign_rules(by=person, changes={rule_id: value}, reason="x", proof=proof(person))
    assert not RuleVersion.objects.exists()


def test_without_a_passphrase_nothing_is_signed() -> None:
    rule_id, value = movable()
    with pytest.raises(Invalid, match="passphrase"):
        actions.sign_rules(by=cast.director(), changes={rule_id: value}, reason="Reviewed.", proof=None)
    assert not RuleVersion.objects.exists()


def beyond(rule: Rule) -> object:
    """A value that no clinic may sign; None where the parts of a list or a table are bounded, which care tests."""
    if rule.choices:
        unknown = "nobody’s choice"
        return (unknown,) if isinstance(rule.value, tuple) else unknown
    return rule.maximum + 1 if isinstance(rule.maximum, Decimal | int) else None


@pytest.mark.parametrize("rule_id", [rule.id for rule in shipped().values() if beyond(rule) is not None][::7])
def test_no_value_beyond_its_bounds_is_ever_signed(rule_id: str) -> None:
    with pytest.raises(Refused):
        signed({rule_id: beyond(shipped()[rule_id])})
    assert not RuleVersion.objects.exists()


def test_a_rule_that_is_not_the_clinics_stays() -> None:
    fixed = next(rule.id for rule in shipped().values() if rule.is_fixed)
    with pytest.raises(Refused, match="not for a clinic to change"):
        signed({fixed: shipped()[fixed].value if isinstance(shipped()[fixed].value, str) else 0})


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": "  "}, "reason"),
        ({"effective_from": timedelta(days=-2)}, "effective_from"),
        ({"effective_from": timedelta(days=900)}, "effective_from"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(told: dict[str, object], field: str) -> None:
    rule_id, value = movable()
    moment = told.get("effective_from")
    if isinstance(moment, timedelta):
        told = {**told, "effective_from": clock.now() + moment}
    with pytest.raises(Invalid) as problem:
        signed({rule_id: value}, **told)
    assert list(problem.value.errors) == [field]


def test_a_later_version_cannot_begin_before_an_earlier_one() -> None:
    rule_id, value = movable()
    signed({rule_id: value}, effective_from=clock.now() + timedelta(days=5))
    with pytest.raises(Invalid) as problem:
        signed({rule_id: None}, effective_from=clock.now() + timedelta(days=1))
    assert "Version 1 begins on" in problem.value.errors["effective_from"]


def test_a_version_in_which_nothing_differs_is_not_made() -> None:
    rule_id, _ = movable()
    with pytest.raises(Invalid, match="Nothing differs"):
        signed({rule_id: shipped()[rule_id].value})


def test_every_value_is_kept_to_the_last_digit() -> None:
    for rule in shipped().values():
        assert restored(stored(rule.value)) == rule.value, rule.id


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_every_number_is_kept_to_the_last_digit(number: Decimal) -> None:
    assert restored(stored(number)) == number


@pytest.mark.parametrize("text", ["", "much", "1,5", "NaN", "Infinity", "1e"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        typed(text, Decimal("1.5"))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(numbers()), st.sampled_from(["low", "high", "shipped"])), max_size=6))
def test_whatever_is_signed_the_rules_in_force_stay_inside_every_bound(steps: list[tuple[str, str]]) -> None:
    for rule_id, where in steps:
        rule = shipped()[rule_id]
        value = {"low": rule.minimum, "high": rule.maximum, "shipped": None}[where]
        try:
            signed({rule_id: value})
        except (Refused, Invalid):
            continue
    inside(policy.current())
    last = queries.latest()
    assert policy.current().version == (shipped() if last is None else restated(last)).version


def restated(row: RuleVersion) -> Policy:
    return shipped().with_clinic_values(own_values(row.values))


def inside(rules: Policy) -> None:
    for rule_id in numbers():
        rule = rules[rule_id]
        assert rule.minimum <= rule.value <= rule.maximum, rule_id  # type: ignore[operator]
        if rule.not_above:
            assert rule.value <= rules[rule.not_above].value  # type: ignore[operator]
