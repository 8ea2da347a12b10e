"""The clinic's own numbers for a protocol, over its medical director's signature."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from daybreak.care import protocols
from daybreak.care.protocols import Protocol
from daybreak.care.rules import ClinicValue, frozen
from daybreak.clinic import clock
from daybreak.clinic.audit import actions as audit
from daybreak.clinic.entry import Absent, Conflict, one_at_a_time
from daybreak.clinic.once import once
from daybreak.clinic.people.models import Person
from daybreak.clinic.people.queries import permit
from daybreak.clinic.plans import diaries, entries
from daybreak.clinic.plans.models import ProtocolVersion
from daybreak.clinic.signatures import actions as signatures
from daybreak.clinic.signatures.proof import Proof

MEANING = "answer for these numbers of the protocol “{}”"


def sign_protocol(
    *,
    by: Person,
    protocol: str,
    values: Mapping[str, Any],
    reason: str,
    proof: Proof | None,
    client_id: UUID | None = None,
) -> ProtocolVersion:
    """Put the clinic's own numbers into force; numbers not named are as shipped, and none at all brings those back.

    Plans made before keep theirs. Refused outside the safe bounds; Invalid without a reason or a proof; Conflict when
    nothing would change.
    """
    permit(by, "protocol.sign")
    why = entries.reason(reason, required=True)
    shipped = _shipped(protocol)
    own = {name: value for name, value in values.items() if frozen(value) != shipped.rules.value(name)}
    check(shipped, own, by)
    signatures.checked(by, proof)

    @transaction.atomic
    def act() -> ProtocolVersion:
        one_at_a_time("plans")
        last = ProtocolVersion.objects.filter(protocol=protocol).last()
        if own == (last.values if last else {}):
            raise Conflict("These numbers are in force already. Nothing was signed.")
        number = last.number + 1 if last else 1
        row = ProtocolVersion.objects.create(
            protocol=protocol, number=number, values=own, reason=why, recorded_by=by, client_id=client_id
        )
        signatures.sign(
            by=by,
            meaning=MEANING.format(shipped.title),
            subject=row,
            content=content(protocol, number, own, why),
            proof=proof,
        )
        detail = {"protocol": protocol, "number": number, "values": own, "reason": why}
        audit.append(by=by, act="protocol.sign", subject=row, detail=detail)
        return row

    return once(ProtocolVersion, client_id, lambda row: (row.protocol, row.values) == (protocol, own), act)


def check(shipped: Protocol, own: Mapping[str, Any], by: Person) -> Protocol:
    """The protocol with these numbers. Refused, with a sentence, when one lies outside its safe bounds."""
    today: date = clock.now().astimezone(diaries.zone()).date()
    return shipped.with_clinic_values({name: ClinicValue(value, by.name, today) for name, value in own.items()})


def content(protocol: str, number: int, values: Mapping[str, Any], reason: str) -> str:
    """What is signed, as a text that can be made again from the row."""
    told = {"protocol": protocol, "number": number, "values": values, "reason": reason}
    return json.dumps(told, sort_keys=True, ensure_ascii=False)


def _shipped(protocol: str) -> Protocol:
    try:
        return protocols.load(protocol)
    except KeyError:
        raise Absent("There is no such protocol. Go back to the protocols.") from None
