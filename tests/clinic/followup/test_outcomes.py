"""A response that is lost reaches the prescriber, at the first answer and when it is confirmed, each once."""

import pytest
from django.urls import reverse

from daybreak.clinic import clock
from daybreak.clinic.alerts import actions as alerts
from daybreak.clinic.courses.models import Course
from daybreak.clinic.followup import outcomes, queries
from daybreak.clinic.measures import actions as measures
from tests.clinic import cast
from tests.clinic.followup import scenes
from tests.clinic.followup.scenes import answer, course, day
from tests.clinic.measures.test_importing import imported
from tests.web import visits

pytestmark = pytest.mark.django_db
MADRS = """
instrument = "madrs"
language = "en"
licence = "A licence that was made up for this test"
source = "Nothing: no word of the scale stands here"

[items]
{items}

[answers.all]
{answers}
""".format(
    items="\n".join(f'madrs-{number} = "Made-up item {number}"' for number in range(1, 11)),
    answers="\n".join(f'{value} = "made-up answer {value}"' for value in range(7)),
)


def rate(of: Course, total: int, at: float) -> None:
    """A MADRS in the clinic that comes to a total; its item of suicidal thoughts is 0."""
    left, sheet = total, {"madrs-10": 0}
    for number in range(1, 10):
        sheet[f"madrs-{number}"] = min(left, 6)
        left -= sheet[f"madrs-{number}"]
    with clock.at(day(at)):
        measures.record_in_clinic(by=cast.nurse(), patient=of.patient, instrument="madrs", answers=sheet)


def responder() -> Course:
    """Baseline 20 before the dose, 8 a week later."""
    of = course()
    answer(of, 20, 0.5)
    scenes.dose(of, 1, "V-1")
    answer(of, 8, 8)
    return of


def test_the_first_answer_of_a_lost_response_tells_the_prescriber() -> None:
    of = responder()
    assert scenes.alerts("relapse") == []
    answer(of, 14, 15)
    [alert] = scenes.alerts("relapse")
    assert (alert.owner, alert.what) == (
        cast.prescriber(),
        "A response is lost: PHQ-9 14 on 17 Mar 2026. Ask again to confirm a relapse.",
    )


def test_ratings_by_the_madrs_tell_of_a_response_and_its_loss_by_themselves() -> None:
    imported(MADRS)
    of = course()
    rate(of, 34, 0.5)
    scenes.dose(of, 1, "V-1")
    rate(of, 9, 8)
    answer(of, 20, 9)
    assert outcomes.of_course(of, "madrs").told.remission is not None
    assert outcomes.of_course(of).told.response is None
    rate(of, 21, 14)
    assert scenes.alerts("relapse") == []
    rate(of, 24, 15)
    assert [alert.what for alert in scenes.alerts("relapse")] == [
        "A response is lost: MADRS 24 on 17 Mar 2026. Ask again to confirm a relapse."
    ]
    page = visits.words(visits.signed_in(cast.prescriber()).get(reverse("web:followup", args=[of.public_id])))
    for words in ("By the MADRS", "MADRS 34", "MADRS 9", "Response lost, to be confirmed"):
        assert words in page


def test_who_never_responded_raises_no_such_alert() -> None:
    of = course()
    answer(of, 20, 0.5)
    scenes.dose(of, 1, "V-1")
    answer(of, 16, 8)
    answer(of, 22, 15)
    assert scenes.alerts("relapse") == []


def test_while_the_alert_is_open_the_confirming_answer_raises_no_second_one() -> None:
    of = responder()
    answer(of, 14, 15)
    answer(of, 15, 22)
    assert len(scenes.alerts("relapse")) == 1
    assert outcomes.of_course(of).told.relapse is not None


def test_after_it_was_closed_a_confirmed_relapse_is_an_alert_of_its_own() -> None:
    of = responder()
    answer(of, 14, 15)
    with clock.at(day(16)):
        alerts.close(by=cast.prescriber(), alert=scenes.alerts("relapse")[0], note="A bad week; we ask again")
    answer(of, 15, 22)
    answer(of, 16, 29)
    told = [alert.what for alert in scenes.alerts("relapse")]
    assert told[1:] == ["A relapse is confirmed: PHQ-9 14 on 17 Mar 2026, 15 on 24 Mar 2026."]


def test_a_relapse_told_by_an_imported_answer_of_last_month_is_an_alert_too() -> None:
    of = responder()
    with clock.at(day(40)):
        measures.record_imported(
            by=cast.prescriber(), patient=of.patient, total=17, completed_at=day(30), source="Other clinic"
        )
    assert len(scenes.alerts("relapse")) == 1


def test_maintenance_is_suggested_to_a_responder_until_the_response_is_lost() -> None:
    of = responder()
    with clock.at(day(9)):
        assert [one.isoformat() for one in queries.maintenance_of(of).dates] == [
            "2026-03-12", "2026-03-26", "2026-04-23", "2026-05-21"
        ]  # fmt: skip
    answer(of, 14, 15)
    with clock.at(day(16)):
        assert queries.maintenance_of(of).dates == ()
