"""`daybreak settings`."""

import json
from pathlib import Path

from daybreak.project.configuration import Configuration
from tests.servers import SETTINGS, Clinic


def test_every_setting_is_listed_with_its_value_and_source_and_no_secret_is_shown(tmp_path: Path):
    clinic = Clinic(
        tmp_path, {"DAYBREAK_IDLE_MINUTES": "30", "DAYBREAK_DATABASE_URL": "postgresql://ada:hunter2@db/clinic"}
    )
    done = clinic.daybreak("settings", "--json")
    listed = {row["key"]: (row["value"], row["source"]) for row in json.loads(done.stdout)}
    assert set(listed) == set(Configuration.model_fields)
    assert listed["idle_minutes"] == ("30", "the environment variable DAYBREAK_IDLE_MINUTES")
    assert listed["port"] == ("8000", "default")
    assert "hunter2" not in done.stdout
    assert SETTINGS["DAYBREAK_SECRET_KEY"] not in done.stdout + clinic.daybreak("settings").stdout
