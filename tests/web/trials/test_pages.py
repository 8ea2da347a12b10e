"""The pages of trials: designed, run, stopped, read, compared, taken away; by those who may, and without a patient."""

import csv
import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from daybreak.clinic.trials import actions, queries
from daybreak.clinic.trials.models import Design, RunState, TrialRun, Version
from daybreak.web.trials import results
from tests.clinic import cast
from tests.clinic.trials import scenes
from tests.clinic.trials.scenes import SMALL
from tests.web import visits
from tests.web.test_markup import check
from tests.web.trials.test_form import posted, texts, typed_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return visits.signed_in(cast.researcher())


def _form(version: Version, **fields: str) -> dict[str, str]:
    return (
        posted(typed_of(texts.read(version.text))) | {"base": str(version.number), "trials": "50", "seed": "3"} | fields
    )


def _send(client: Client, version: Version, **fields: str) -> Any:
    return visits.send(client, "trial", version.design.public_id, fields=_form(version, **fields))


def test_a_design_begins_from_an_example_or_from_what_one_has(client: Client) -> None:
    for fields in ({"example": "taper"}, {"text": SMALL}, {"file": SimpleUploadedFile("p.yaml", SMALL.encode())}):
        answer = visits.send(client, "trial-new", fields=fields)
        assert answer.status_code == 302, visits.words(answer)
    assert sorted(Version.objects.values_list("title", flat=True))[-1] == "Two arms and a taper"
    assert Design.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose an example, choose a file, or paste a protocol."),
        ({"text": "  "}, "Choose an example"),
        ({"file": SimpleUploadedFile("p.yaml", b"\xff\xfe\x00")}, "p.yaml is not text"),
        ({"file": SimpleUploadedFile("p.yaml", b"x" * 200_001)}, "larger than 200 kB"),
        ({"file": SimpleUploadedFile("p.yaml", b" ")}, "p.yaml is empty"),
    ],
)
def test_what_cannot_be_a_protocol_is_refused_with_a_sentence(client: Client, fields: Any, said: str) -> None:
    answer = visits.send(client, "trial-new", fields=fields)
    assert answer.status_code == 422
    assert said in visits.words(answer)
    check("trial-new", answer.content.decode())
    assert Design.objects.count() == 0


def test_saving_keeps_a_version_and_running_queues_it(client: Client) -> None:
    version = scenes.version()
    answer = _send(client, version, do="run", title="Renamed")
    run = TrialRun.objects.get()
    assert answer["Location"] == reverse("web:trial-run", args=[run.public_id])
    assert (run.version.number, run.version.title, run.trials, run.seed) == (2, "Renamed", 50, 3)
    assert (run.state, run.recorded_by) == (RunState.QUEUED, cast.researcher())


def test_an_unfinished_design_is_saved_and_not_run(client: Client) -> None:
    answer = _send(client, scenes.version(), do="run", **{"arms.0.n": "none"})
    assert answer.status_code == 422
    assert "'none' is not a number from 2 to 100000." in visits.words(answer)
    assert 'value="none"' in answer.content.decode()
    assert (Version.objects.count(), TrialRun.objects.count()) == (2, 0)
    check("trial", answer.content.decode())


@pytest.mark.parametrize(
    ("field", "typed"), [("trials", "many"), ("trials", "1"), ("trials", ""), ("seed", "-1"), ("seed", "9" * 19)]
)
def test_a_run_that_cannot_be_asked_says_so_beside_its_field(client: Client, field: str, typed: str) -> None:
    answer = _send(client, scenes.version(), do="run", **{field: typed})
    assert answer.status_code == 422
    assert list(answer.context["run_errors"]) == [field]
    assert f'value="{typed}"' in answer.content.decode()
    assert TrialRun.objects.count() == 0


def test_arms_come_and_go_without_saving_and_without_losing_what_was_typed(client: Client) -> None:
    version = scenes.version()
    answer = _send(client, version, do="arm-add", title="Half typed")
    assert answer.status_code == 200
    assert 'value="Half typed"' in answer.content.decode()
    assert answer.content.decode().count("data-arm=") == 3
    assert Version.objects.count() == 1
    check("trial", answer.content.decode())


def test_a_second_browser_is_told_and_nothing_of_either_is_lost(client: Client) -> None:
    version = scenes.version()
    assert _send(client, version, do="save", title="First").status_code == 302
    answer = _send(client, version, do="save", title="Second")
    assert answer.status_code == 409
    assert 'value="Second"' in answer.content.decode()
    assert "saved version 2 of this design while you worked on an older one" in visits.words(answer)
    assert 'name="base" value="2"' in answer.content.decode()
    assert _send(client, version, do="save", title="Second", base="2").status_code == 302
    assert list(queries.versions(version.design).values_list("title", flat=True)) == [
        "Second",
        "First",
        "Two arms and a taper",
    ]


def test_a_copy_is_a_design_of_its_own(client: Client) -> None:
    version = scenes.version()
    assert _send(client, version, do="copy", title="Mine").status_code == 302
    assert sorted(Version.objects.values_list("title", "number")) == [("Mine", 1), ("Two arms and a taper", 1)]


def test_the_text_is_saved_with_its_comments_and_given_back_as_it_was(client: Client) -> None:
    version = scenes.version("title: x")
    fields = {"text": SMALL, "base": "1", "do": "save"}
    assert visits.send(client, "trial-text", version.design.public_id, fields=fields).status_code == 302
    file = client.get(reverse("web:trial-version", args=[version.design.public_id, 2]))
    assert file.content.decode() == SMALL
    assert "attachment" in file["Content-Disposition"]


def test_an_earlier_version_can_be_gone_on_from(client: Client) -> None:
    version = scenes.version()
    scenes.version(SMALL.replace("Two arms", "Three arms"), version.design, base=1)
    address = reverse("web:trial", args=[version.design.public_id])
    assert 'value="Two arms and a taper"' in client.get(f"{address}?from=1").content.decode()
    assert client.get(f"{address}?from=9").status_code == 404


def test_the_live_check_answers_for_the_form_and_for_the_text(client: Client) -> None:
    scenes.version()
    token = str(client.get("/trials/new/").context["csrf_token"])
    address = reverse("web:trial-check")
    form = posted(typed_of(texts.read(SMALL))) | {"csrfmiddlewaretoken": token, "scale": "bdi"}
    answer = client.post(address, form, headers={"Accept": "application/json"}).json()
    assert list(answer["errors"]) == ["scale"]
    assert [arm["name"] for arm in answer["picture"]["arms"]] == ["ketamine", "saline"]
    assert answer["ready"] is False
    answer = client.post(address, {"text": "a: [", "csrfmiddlewaretoken": token}).json()
    assert answer["listed"][0][1].startswith("Line 1")


@pytest.fixture
def finished() -> TrialRun:
    return scenes.found(scenes.simulated()).run


def test_a_result_shows_every_number_as_the_command_gives_it(
    client: Client, finished: TrialRun, tmp_path: Path
) -> None:
    from typer.testing import CliRunner

    from daybreak.cli.trial import trial

    page = client.get(reverse("web:trial-run", args=[finished.public_id]))
    check("trial-run", page.content.decode())
    file = json.loads(client.get(reverse("web:trial-json", args=[finished.public_id])).content)
    path = tmp_path / "protocol.yaml"
    path.write_text(file["provenance"]["protocol"])
    wish = ["--draws", str(scenes.TRIALS), "--seed", str(scenes.SEED), "--json"]
    told = json.loads(CliRunner().invoke(trial, ["run", str(path), *wish]).stdout)
    assert {name: file[name] for name in told} == told
    compared = json.loads(CliRunner().invoke(trial, ["compare", str(path), "--against", "saline", *wish]).stdout)
    [contrast] = results.contrasts(file, "saline")
    ours = [
        {name: visit[name] for name in ("time_h", "change", "response", "remission")} for visit in contrast["visits"]
    ]
    assert ours == [{name: row[name] for name in ours[0]} for row in compared["differences"]]


def test_a_contrast_turned_round_is_the_same_numbers_mirrored(finished: TrialRun) -> None:
    result = finished.found.result
    [there], [back] = results.contrasts(result, "saline"), results.contrasts(result, "ketamine")
    assert (there["name"], back["name"]) == ("ketamine", "saline")
    for one, other in zip(there["visits"], back["visits"], strict=True):
        assert one["change"]["p05"] == -other["change"]["p95"]
        assert one["change"]["median"] == -other["change"]["median"]


def test_the_table_for_a_spreadsheet_holds_every_number_and_no_formula(client: Client, finished: TrialRun) -> None:
    page = client.get(reverse("web:trial-csv", args=[finished.public_id])).content.decode()
    rows = list(csv.DictReader(io.StringIO(page)))
    change = next(row for row in rows if (row["arm"], row["measure"], row["visit"]) == ("ketamine", "change", "day 1"))
    assert float(change["median"]) == finished.found.result["arms"][0]["visits"][1]["change"]["median"]
    assert {row["kind"] for row in rows} == {"arm", "first dose", "contrast"}
    named = SMALL.replace("name: ketamine", "name: '=1+1'")
    evil = scenes.found(
        scenes.simulated() | {"arms": [scenes.simulated()["arms"][0] | {"name": "=1+1"}], "acute": {}},
        scenes.asked(scenes.version(named)),
    )
    assert "\narm,'=1+1" in client.get(reverse("web:trial-csv", args=[evil.run.public_id])).content.decode().replace(
        "\r", ""
    )


def test_where_a_result_comes_from_stands_beside_it(client: Client, finished: TrialRun) -> None:
    shown = visits.words(client.get(reverse("web:trial-run", args=[finished.public_id])))
    for told in (finished.version.sha256, "a" * 64, "b" * 64, finished.found.sha256, "seed 7", "not a medical device"):
        assert told in shown


def test_a_run_under_way_is_watched_stopped_and_let_go_on(client: Client) -> None:
    run = scenes.asked()
    progress = reverse("web:trial-progress", args=[run.public_id])
    assert "HX-Refresh" not in client.get(progress, headers={"HX-Request": "true"})
    visits.send(client, "trial-stop", run.public_id, at=reverse("web:trial-run", args=[run.public_id]))
    assert client.get(progress, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    visits.send(client, "trial-go-on", run.public_id, at=reverse("web:trial-run", args=[run.public_id]))
    run.refresh_from_db()
    assert run.state == RunState.QUEUED


def test_a_failed_run_says_why(client: Client) -> None:
    run = scenes.asked()
    taken = actions.take_up(runner="one")
    assert taken is not None
    actions.fail(run=taken, why="There was not enough memory.")
    assert "There was not enough memory." in visits.words(client.get(reverse("web:trial-run", args=[run.public_id])))


def test_watching_a_run_does_not_keep_a_sign_in_alive(client: Client) -> None:
    assert reverse("web:trial-progress", args=[uuid.uuid4()]).endswith("/stream/")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, None),
        ({"sizes": "20; 40"}, "sizes"),
        ({"sizes": "0"}, "sizes"),
        ({"sizes": ""}, "sizes"),
        ({"arm": "x"}, "arm"),
        ({"against": "ketamine"}, "against"),
        ({"measure": "sd"}, "measure"),
        ({"at_h": "tomorrow"}, "at_h"),
        ({"trials": "x"}, "trials"),
        ({"seed": "1.5"}, "seed"),
    ],
)
def test_power_is_asked_for_and_what_is_wrong_said_beside_its_field(
    client: Client, fields: dict[str, str], wrong: str | None
) -> None:
    version = scenes.version()
    usual = {
        "sizes": "20, 40",
        "arm": "ketamine",
        "against": "saline",
        "measure": "change",
        "at_h": "24.0",
        "trials": "10",
        "seed": "1",
    }
    answer = visits.send(
        client, "trial-power", version.design.public_id, 1, at=reverse("web:trials"), fields=usual | fields
    )
    if wrong is None:
        run = TrialRun.objects.get()
        assert (answer.status_code, run.kind, run.parts, run.asked["sizes"]) == (302, "power", 20, [20, 40])
    else:
        assert answer.status_code == 422
        assert list(answer.context["power"]["wrong"]) == [wrong]
        assert TrialRun.objects.count() == 0
        check("trial-power", answer.content.decode())


def test_finished_runs_are_laid_side_by_side_and_scales_are_not_mixed_in_silence(
    client: Client, finished: TrialRun
) -> None:
    other = scenes.found(scenes.simulated() | {"scale": "phq9"}).run
    address = f"{reverse('web:trial-compare')}?run={finished.public_id}&run={other.public_id}&run=nonsense"
    page = client.get(address)
    check("trial-compare", page.content.decode())
    shown = visits.words(page)
    assert "A · ketamine" in shown
    assert "B · saline" in shown
    assert "different scales (MADRS, PHQ-9)" in shown
    assert "different scales" not in visits.words(client.get(f"{address}&measure=response"))


def test_every_page_of_a_trial_is_clean(client: Client, finished: TrialRun) -> None:
    scenes.asked()
    for address in (
        "/trials/",
        "/trials/new/",
        "/trials/compare/",
        reverse("web:trial-text", args=[finished.version.design.public_id]),
    ):
        check(address, client.get(address).content.decode())


def test_no_page_of_trials_shows_anything_of_a_patient(client: Client, finished: TrialRun) -> None:
    patient = cast.patient(family_name="Silberstein")
    design = finished.version.design.public_id
    for address in (
        "/",
        "/trials/",
        "/trials/new/",
        "/trials/compare/",
        f"/trials/{design}/",
        f"/trials/{design}/text/",
        f"/trials/runs/{finished.public_id}/",
    ):
        page = client.get(address).content.decode()
        assert "Silberstein" not in page
        assert patient.mrn not in page


def test_the_rooms_of_trials_know_no_patient() -> None:
    root = Path(__file__).parents[3] / "src/daybreak"
    files = [
        *(root / "clinic/trials").rglob("*.py"),
        *(root / "web/trials").rglob("*.py"),
        root / "clinic/forecasts/trials.py",
    ]
    strangers = ("patients", "courses", "measures", "orders", "sessions", "vials", "imports")
    assert [
        f"{path.name} imports {app}"
        for path in files
        for app in strangers
        if f"daybreak.clinic.{app}" in path.read_text(encoding="utf-8")
    ] == []


def test_a_form_that_a_script_asks_for_has_all_of_its_buttons(client: Client) -> None:
    version = scenes.version()
    fields = _form(version, do="dose-add:1")
    part = visits.send(client, "trial", version.design.public_id, fields=fields, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert all(f'value="{wish}"' in part.content.decode() for wish in ("save", "run", "copy", "text"))
