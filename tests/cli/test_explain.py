"""`daybreak explain` says what a dose sets in motion."""

import json

from typer.testing import CliRunner

from daybreak.cli.main import app

DOSE = ["explain", "--route", "im", "--dose", "0.5mg/kg"]


def run(*more):
    return CliRunner().invoke(app, [*DOSE, *more])


def test_it_shows_every_stage_from_minutes_to_two_weeks():
    shown = run().output
    for words in ("15 min", "24 h", "14 days", "NMDA", "AMPA", "BDNF", "CADSS", "37.5 mg ketamine", "not validated"):
        assert words in shown


def test_as_json_it_is_data():
    found = json.loads(run("--json").output)
    assert found["time_h"][-1] == 336.0
    assert found["dose"] == {"route": "im", "mg": 37.5, "form": "racemic"}
    mood = found["symptoms"]["mood"]["value"]
    assert mood[0] == 100.0
    assert min(mood) < 70.0
    assert len(found["stages"]["bdnf"]["value"]) == len(mood) == len(found["time_h"])
    assert found["plainly"]["nmda"].startswith("Ketamine plugs")
    assert found["estimated_error"] < 1e-6


def test_who_does_not_know_what_is_given_gains_less():
    told, blinded = (
        json.loads(run(*more, "--json").output)["symptoms"]["mood"]["value"] for more in ((), ("--blinded",))
    )
    assert min(told) < min(blinded)


def test_a_figure_is_written(tmp_path):
    assert run("--plot", str(tmp_path / "stages.png")).exit_code == 0
    assert (tmp_path / "stages.png").read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_read_is_refused_with_a_sentence():
    refused = CliRunner().invoke(app, ["explain", "--route", "im", "--dose", "much"])
    assert refused.exit_code == 2
    assert "cannot be read" in refused.output
    assert run("--plot", "stages.pdf").exit_code == 2
