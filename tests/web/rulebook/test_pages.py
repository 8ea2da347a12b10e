"""Changing the rules on the page: values, differences, signature; bad input is said beside its field and kept."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from daybreak.care.rules import shipped
from daybreak.clinic import policy
from daybreak.clinic.people import actions as people
from daybreak.clinic.rulebook.models import RuleVersion
from daybreak.web.views.rules import in_words
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db


def a_rule() -> tuple[str, str]:
    """A rule with one number and no neighbour in order, and another value inside its bounds, as it is typed."""
    for rule in shipped().values():
        numbers = isinstance(rule.value, Decimal | int) and isinstance(rule.minimum, Decimal | int)
        alone = not rule.not_above and not any(other.not_above == rule.id for other in shipped().values())
        if numbers and alone:
            other = rule.minimum if rule.minimum != rule.value else rule.maximum
            return rule.id, in_words(other)
    raise AssertionError("no rule stands alone")


def posted(client: Client, name: str, **fields: str) -> Any:
    at = "/rules/change/" if name == "rules-sign" else ""
    return visits.send(client, name, fields=fields, at=at)


def test_the_director_types_a_value_looks_at_the_difference_and_signs_it() -> None:
    rule_id, value = a_rule()
    people.set_password(by=cast.director(), person=cast.director(), password=cast.PASSWORD)
    director = visits.signed_in(cast.director())
    review = posted(director, "rules-change", **{f"rule-{rule_id}": value, "review": "yes"})
    assert review.status_code == 200
    assert [(one.rule.id, one.after.split()[0]) for one in review.context["differences"]] == [(rule_id, value)]
    assert not RuleVersion.objects.exists()
    told = {f"rule-{rule_id}": value, "reason": "Agreed in our meeting.", "signing_password": cast.PASSWORD}
    after = posted(director, "rules-sign", client_id=str(review.context["client_id"]), sign="yes", **told)
    assert after.status_code == 302, (after.context["errors"], after.context["sign_error"])
    row = RuleVersion.objects.get()
    assert (after.status_code, after["Location"]) == (302, f"/rules/versions/{row.public_id}/")
    assert in_words(policy.current()[rule_id].value) == value
    again = posted(director, "rules-sign", client_id=str(review.context["client_id"]), sign="yes", **told)
    assert again.status_code in (302, 422)
    assert RuleVersion.objects.count() == 1


def test_a_value_beyond_its_bounds_is_said_beside_its_field_and_kept() -> None:
    rule_id, _ = a_rule()
    page = posted(visits.signed_in(cast.director()), "rules-change", **{f"rule-{rule_id}": "987654", "review": "yes"})
    field = next(f for chapter in page.context["chapters"] for f in chapter.fields if f.rule.id == rule_id)
    assert page.status_code == 422
    assert (field.text, "outside the safe bounds" in field.error) == ("987654", True)


def test_what_is_no_number_is_said_beside_its_field_and_kept() -> None:
    rule_id, _ = a_rule()
    page = posted(visits.signed_in(cast.director()), "rules-change", **{f"rule-{rule_id}": "lots", "review": "yes"})
    field = next(f for chapter in page.context["chapters"] for f in chapter.fields if f.rule.id == rule_id)
    assert (field.text, field.error) == ("lots", "“lots” is not a number: write digits, with a point before decimals.")


def test_a_wrong_passphrase_signs_nothing_and_keeps_the_reason() -> None:
    rule_id, value = a_rule()
    told = {f"rule-{rule_id}": value, "reason": "Agreed.", "signing_password": "not it at all", "sign": "yes"}
    page = posted(visits.signed_in(cast.director()), "rules-sign", **told)
    assert page.status_code == 422
    assert "This is not your passphrase" in visits.words(page)
    assert page.context["reason"] == "Agreed."
    assert not RuleVersion.objects.exists()


def test_without_a_change_there_is_nothing_to_sign() -> None:
    page = posted(visits.signed_in(cast.director()), "rules-change", review="yes")
    assert page.status_code == 422
    assert "Nothing differs" in visits.words(page)


def test_everyone_may_read_the_versions_and_only_the_director_changes_them() -> None:
    nurse = visits.signed_in(cast.nurse())
    assert nurse.get("/rules/versions/").status_code == 200
    assert nurse.get("/rules/change/").status_code == 403
    token = str(nurse.get("/rules/versions/").context["csrf_token"])
    assert nurse.post("/rules/sign/", {"csrfmiddlewaretoken": token, "sign": "yes"}).status_code == 403
