"""One server for a record in one file."""

from pathlib import Path

import pytest

from daybreak.project.occupancy import sole_server
from daybreak.project.stopped import Taken


def test_a_second_server_on_the_same_record_is_refused(tmp_path: Path):
    with sole_server(tmp_path), pytest.raises(Taken, match="Another server already serves"), sole_server(tmp_path):
        pass


def test_the_record_is_free_again_after_its_server_ended(tmp_path: Path):
    with sole_server(tmp_path):
        pass
    with sole_server(tmp_path):
        assert (tmp_path / "server.lock").is_file()
