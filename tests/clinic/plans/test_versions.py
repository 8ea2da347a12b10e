"""The clinic's own numbers of a protocol: signed, inside their bounds, and for plans made from then on."""

from datetime import timedelta

import pytest

from daybreak.care import protocols
from daybreak.care.findings import Refused
from daybreak.clinic import clock
from daybreak.clinic.entry import Conflict, Invalid
from daybreak.clinic.plans import actions, queries, versions
from daybreak.clinic.plans.models import ProtocolVersion
from daybreak.clinic.signatures.models import Signature
from tests.clinic import cast
from tests.clinic.plans import scenes

pytestmark = pytest.mark.django_db
REASON = "Two weeks are too short for our patients"


@pytest.fixture(autouse=True)
def _monday():
    with clock.at(scenes.NOW):
        yield


def _sign(**changes):
    given = {
        "by": cast.director(),
        "protocol": "six-injections",
        "values": {"doses": 4, "gaps": [3, 5]},
        "reason": REASON,
        "proof": cast.proof(cast.director()),
    }
    return actions.sign_protocol(**(given | changes))


def test_a_signed_version_is_what_plans_are_laid_out_by():
    _sign()
    plan = scenes.plan()
    doses = [scenes.at(row) for row in queries.appointments(plan.course).filter(kind="dose")]
    assert doses[:4] == ["Mon 16 Mar 09:00", "Thu 19 Mar 09:00", "Tue 24 Mar 09:00", "Fri 27 Mar 09:00"]
    assert len(doses) == 6


def test_a_plan_made_before_keeps_its_numbers():
    plan = scenes.plan()
    _sign()
    assert (queries.protocol_of(plan.course).doses, queries.protocol("six-injections").doses) == (6, 4)


def test_the_signature_seals_exactly_these_numbers():
    row = _sign()
    signature = Signature.objects.get(subject_id=str(row.public_id))
    from daybreak.clinic.signatures.actions import digest_of

    text = versions.content(row.protocol, row.number, row.values, row.reason)
    assert (signature.content_sha256, signature.printed_name) == (digest_of(text), cast.director().name)
    assert queries.protocol("six-injections").rule("doses").citation == (
        "clinic policy, signed by Dr Dana Director on 2026-03-02"
    )


@pytest.mark.parametrize(
    "values", [{"doses": 20}, {"gaps": [1, 1]}, {"integration_hours": [0, 72]}, {"minutes": {"dose": 30}}]
)
def test_a_number_outside_its_bounds_is_refused(values):
    with pytest.raises(Refused):
        _sign(values=values)
    assert ProtocolVersion.objects.count() == 0


def test_without_a_fresh_proof_nothing_is_signed():
    old = cast.proof(cast.director())
    with clock.at(scenes.NOW + timedelta(minutes=2)), pytest.raises(Invalid, match="passphrase"):
        _sign(proof=old)
    with pytest.raises(Invalid, match="passphrase"):
        _sign(proof=None)
    assert ProtocolVersion.objects.count() == 0


def test_only_the_medical_director_signs():
    with pytest.raises(Refused, match="needs a medical director"):
        _sign(by=cast.prescriber(), proof=cast.proof(cast.prescriber()))


def test_the_shipped_numbers_can_be_signed_back_and_the_history_stays():
    _sign()
    shipped = protocols.load("six-injections")
    _sign(values=shipped.as_values(), reason="Back to the shipped numbers")
    assert [row.values for row in queries.versions("six-injections")] == [{}, {"doses": 4, "gaps": [3, 5]}]
    assert queries.protocol("six-injections").doses == 6


def test_what_changes_nothing_is_not_signed():
    with pytest.raises(Conflict, match="in force already"):
        _sign(values={"doses": 6})
