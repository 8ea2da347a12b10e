"""The pages of the ledger: a second person signs on them, what was typed stays on an error, records come as files."""

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybreak.clinic import clock
from daybreak.clinic.audit.models import AuditEvent
from daybreak.clinic.patients import actions as patients
from daybreak.clinic.people.models import Person
from daybreak.clinic.vials import actions
from daybreak.clinic.vials.models import Count, EntryKind, LossReport, Vial, VialEntry
from tests.clinic import cast, scenes
from tests.web import visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def witness() -> Person:
    return cast.person("witness", "nurse", password=cast.PASSWORD)


@pytest.fixture
def nurse(witness: Person) -> Client:
    return visits.signed_in(cast.nurse())


@pytest.fixture
def vial() -> Vial:
    return scenes.vial("V-1")


def seen(by: Person, password: str = cast.PASSWORD) -> dict[str, str]:
    """What the second person chooses and types."""
    return {"second": str(by.public_id), "second_password": password}


def waste(client: Client, vial: Vial, **fields: str) -> Any:
    given = {"which": "some", "amount": "0.2", "on_hand": "500000", "reason": "left over"} | fields
    return visits.send(client, "vial-movement", vial.public_id, "waste", fields=given)


def on_hand(vial: Vial) -> int:
    return Vial.objects.get(pk=vial.pk).on_hand_ug


def test_waste_is_written_when_the_second_person_signs_in(nurse: Client, vial: Vial, witness: Person) -> None:
    answer = waste(nurse, vial, **seen(witness))
    assert (answer.status_code, on_hand(vial)) == (302, 490_000)
    assert VialEntry.objects.get(kind="wasted").witness == witness
    assert "seen by Witness Example" in visits.words(nurse.get(answer["Location"]))


def test_a_wrong_passphrase_writes_nothing_and_keeps_what_was_typed(nurse: Client, vial: Vial, witness: Person) -> None:
    answer = waste(nurse, vial, **seen(witness, "somebody else"))
    page = answer.content.decode()
    assert (answer.status_code, on_hand(vial)) == (422, 500_000)
    assert "not that person&#x27;s passphrase" in page
    assert 'value="0.2"' in page
    assert "somebody else" not in page


def test_oneself_and_who_may_not_are_not_offered_as_witness(nurse: Client, vial: Vial) -> None:
    page = nurse.get(reverse("web:vial-movement", args=[vial.public_id, "waste"])).content.decode()
    assert str(cast.nurse().public_id) not in page
    assert str(cast.auditor().public_id) not in page


def test_who_gave_the_dose_is_not_offered_for_its_residue(vial: Vial, witness: Person) -> None:
    session = scenes.injected(from_vial=vial).session
    page = visits.signed_in(witness).get(reverse("web:session-residue", args=[session.public_id]))
    assert str(cast.nurse().public_id) not in page.content.decode()
    assert "All that is left: 9.2 mL" in visits.words(page)


def test_the_residue_of_a_session_is_wasted_in_three_taps(nurse: Client, vial: Vial, witness: Person) -> None:
    injection = scenes.injected(from_vial=vial)
    address = reverse("web:session-residue", args=[injection.session.public_id])
    page = nurse.get(address)  # one: the link at the end of the session
    form = page.context["form"]
    standing = {"which": form["which"].value(), "on_hand": form["on_hand"].value(), "reason": form["reason"].value()}
    answer = visits.send(nurse, "session-residue", injection.session.public_id, fields=standing | seen(witness))
    assert answer.status_code == 302  # two: the second person; three: the deed
    assert (on_hand(vial), VialEntry.objects.get(kind="wasted").after) == (0, injection.entry)


def test_a_double_click_wastes_once(nurse: Client, vial: Vial, witness: Person) -> None:
    key = str(uuid.uuid4())
    assert [waste(nurse, vial, client_id=key, **seen(witness)).status_code for _ in range(2)] == [302, 302]
    assert on_hand(vial) == 490_000


@pytest.mark.parametrize("amount", ["", "0.205", "a little", "0", "-1", "10.01", "1e9", "999999999"])
def test_an_amount_that_cannot_be_gets_a_sentence_and_writes_nothing(
    nurse: Client, vial: Vial, witness: Person, amount: str
) -> None:
    answer = waste(nurse, vial, amount=amount, **seen(witness))
    assert (answer.status_code, on_hand(vial)) == (422, 500_000)
    assert 'class="error"' in answer.content.decode() or "errorlist" in answer.content.decode()


def test_a_loss_leads_to_what_it_asks_for(nurse: Client, vial: Vial) -> None:
    today = timezone.localdate(clock.now())
    fields = {"which": "some", "amount": "1", "reason": "vial found open", "discovered_on": today.isoformat()}
    answer = visits.send(nurse, "vial-movement", vial.public_id, "loss", fields=fields)
    report = LossReport.objects.get()
    assert answer["Location"] == reverse("web:vial-loss", args=[report.public_id])
    page = visits.words(nurse.get(answer["Location"]))
    assert "Written notice to the DEA field office" in page
    assert "Tell one of them now" in page  # a nurse does not report it herself
    assert "Written notice to the DEA field office about the loss from vial V-1" in visits.words(nurse.get("/"))


def test_the_director_records_what_was_done_about_a_loss(vial: Vial) -> None:
    report = actions.lose(by=cast.nurse(), vial=vial, amount_ug=1_000, reason="not where it was").loss
    director, page = visits.signed_in(cast.director()), reverse("web:vial-loss", args=[report.public_id])
    step = {"kind": "notice", "done_on": report.discovered_on.isoformat(), "reference": ""}
    refused = visits.send(director, "vial-loss-step", report.public_id, at=page, fields=step)
    assert refused.status_code == 422
    step["reference"] = "fax to the field office, 14:10"
    assert visits.send(director, "vial-loss-step", report.public_id, at=page, fields=step).status_code == 302
    assert "fax to the field office, 14:10" in visits.words(director.get(page))


def sheet(client: Client, **fields: str) -> Any:
    return visits.send(client, "vial-sheet", fields={"kind": "day", "moment": "close"} | fields)


def test_a_count_is_blind_then_asks_about_the_difference_then_is_kept(
    nurse: Client, vial: Vial, witness: Person
) -> None:
    actions.take(by=cast.nurse(), vial=vial, kind=EntryKind.ADMINISTERED, amount_ug=40_000)
    name = str(vial.public_id)
    assert "9.2" not in visits.words(nurse.get(reverse("web:vial-sheet")))
    asked = sheet(nurse, **{f"found-{name}": "9.1"}, **seen(witness))
    assert asked.status_code == 422
    assert "The ledger says 9.2 mL: 0.1 mL less was found." in visits.words(asked)
    assert 'value="9.1"' in asked.content.decode()
    kept = sheet(nurse, **{f"found-{name}": "9.1", f"explain-{name}": "dead space"}, **seen(witness))
    assert kept.status_code == 302
    page = visits.words(nurse.get(kept["Location"]))
    assert "9.1 mL found, 9.2 mL in the ledger (−0.1 mL)" in page
    assert "Record a loss" in page


def test_a_sealed_vial_is_ticked_and_a_missing_number_is_asked_for(nurse: Client, vial: Vial, witness: Person) -> None:
    assert "was not counted" in visits.words(sheet(nurse, **seen(witness)))
    assert sheet(nurse, **{f"sealed-{vial.public_id}": "on"}, **seen(witness)).status_code == 302
    assert Count.objects.get().lines.get().sealed


def test_a_line_is_undone_on_its_page(nurse: Client, vial: Vial, witness: Person) -> None:
    line = actions.give_back(by=cast.nurse(), vial=vial, amount_ug=20_000, reason="to the pharmacy")
    answer = visits.send(nurse, "vial-correct", line.public_id, fields={"reason": "2 mg, not 20"} | seen(witness))
    assert (answer.status_code, on_hand(vial)) == (302, 500_000)
    page = visits.words(nurse.get(answer["Location"]))
    assert "Correction of “Returned”" in page
    assert "undone" in page


def test_a_dose_is_told_from_another_vial_and_the_record_of_doses_names_that_one(
    nurse: Client, vial: Vial, witness: Person
) -> None:
    injection, other = scenes.injected(from_vial=vial), scenes.vial("V-2", lot="KX 9")
    fields = {"reason": "took the vial beside it", "vial": str(other.public_id)} | seen(witness)
    answer = visits.send(nurse, "vial-correct", injection.entry.public_id, fields=fields)
    assert answer.status_code == 302
    rows = the_file(nurse, "vial-dispensing")
    assert [(row["vial"], row["lot"], row["mg"], row["initials"]) for row in rows] == [("V-2", "KX 9", "40", "NE")]


def test_the_record_of_doses_names_to_whom_with_the_address(nurse: Client, vial: Vial) -> None:
    patient = scenes.injected(from_vial=vial).session.order.course.patient
    page = visits.words(nurse.get(reverse("web:vial-dispensing")))
    assert "1 of these doses went to someone whose address is not on record" in page
    patients.amend_identity(by=cast.coordinator(), patient=patient, address="3 Quay Street, Harbour")
    (row,) = the_file(nurse, "vial-dispensing")
    assert (row["patient"], row["address"]) == (patient.name, "3 Quay Street, Harbour")
    page = visits.words(nurse.get(reverse("web:vial-dispensing")))
    assert ("3 Quay Street, Harbour" in page, "not on record" in page) == (True, False)


def the_file(client: Client, name: str) -> list[dict[str, str]]:
    answer = client.get(reverse(f"web:{name}") + "?as=csv")
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_movement_comes_as_a_file_and_the_log_says_who_took_it(nurse: Client, vial: Vial) -> None:
    actions.give_back(by=cast.nurse(), vial=vial, amount_ug=20_000, reason="=HYPERLINK(1)")
    rows = the_file(nurse, "vial-movements")
    assert [(row["what"], row["mL"], row["mg"]) for row in rows] == [
        ("Received", "+10", "+500"),
        ("Returned", "−0.4", "−20"),
    ]
    assert rows[1]["reason"] == "'=HYPERLINK(1)"  # never a formula
    assert AuditEvent.objects.filter(act="vial.export", actor_id=cast.nurse().public_id).count() == 1


def test_a_record_shows_the_days_asked_for_alone(nurse: Client) -> None:
    with clock.at(scenes.MORNING):
        scenes.vial("V-1")
    address, day = reverse("web:vial-movements"), scenes.MORNING.date()
    shown = visits.words(nurse.get(f"{address}?since={day}&until={day}"))
    later = day + timedelta(days=1)
    assert "V-1" in shown
    assert "Nothing moved in these days" in visits.words(nurse.get(f"{address}?since={later}&until={later}"))
    assert "Those days cannot be" in visits.words(nurse.get(f"{address}?since={later}&until={day}"))


def test_the_inventory_is_one_page_with_two_names_and_says_when_the_next_is_due(nurse: Client, vial: Vial) -> None:
    assert nurse.get(reverse("web:vial-inventory")).status_code == 404
    with clock.at(scenes.MORNING):
        scenes.counted(vial, kind="inventory", moment="open")
    page = visits.words(nurse.get(reverse("web:vial-inventory")))
    assert "Taken 2 Mar 2026 at opening of business: 1 vial, 500 mg." in page
    assert "Nurse Example" in page
    assert "Witness Example" in page
    assert "The next inventory is due by 2 Mar 2028." in page


def test_the_variance_page_names_what_is_looked_at(nurse: Client, vial: Vial, witness: Person) -> None:
    waste(nurse, vial, amount="2", **seen(witness))
    page = nurse.get(reverse("web:vial-variance"))
    assert "100 % did not reach a patient in 90 days" in visits.words(page)
    assert "<rect" in page.content.decode()
