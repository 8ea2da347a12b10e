"""The page of rules: every one in force, with its value, its reason, its source and how sure it is."""

from decimal import Decimal

import pytest

from daybreak.care import roles
from daybreak.clinic import policy
from daybreak.web.views.rules import in_words
from tests.clinic import cast
from tests.web import visits

pytestmark = pytest.mark.django_db


def test_every_rule_in_force_is_on_the_page_with_its_reason_source_and_certainty() -> None:
    shown = visits.words(visits.signed_in(cast.therapist()).get("/rules/"))
    for rule in policy.current().values():
        for part in (rule.id, rule.title, rule.rationale, rule.certainty.label):
            assert " ".join(part.split()) in shown.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"), part


def test_who_may_do_what_is_the_table_of_roles() -> None:
    acts = visits.signed_in(cast.nurse()).get("/rules/").context["acts"]
    assert {act.id: allowed for act, allowed in acts} == {
        act.id: [roles.may([role], act.id) for role in roles.Role] for act in roles.acts().values()
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("0.50"), "0.5"),
        (Decimal("100"), "100"),
        (("im", "sc"), "im, sc"),
        ({"low": Decimal("1.0"), "high": 2}, "low: 1; high: 2"),
    ],
)
def test_values_are_written_as_people_write_them(value: object, text: str) -> None:
    assert in_words(value) == text
