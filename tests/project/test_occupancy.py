"""One server for a record in one file."""

from pathlib import Path

import pytest

from daybreak.project.occupancy import sole_server
from daybreak.project.stopped import NotReady, Taken


def test_a_second_server_on_the_same_record_is_refused(tmp_path: Path):
    with sole_server(tmp_path), pytest.raises(Taken, match="Another server already serves"), sole_server(tmp_path):
        pass


def test_the_record_is_free_again_after_its_server_ended(tmp_path: Path):
    with sole_server(tmp_path):
        pass
    with sole_server(tmp_path):
        assert (tmp_path / "server.lock").is_file()


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path: Path):
    with pytest.raises(NotReady, match="cannot be written: No such file or directory"), sole_server(tmp_path / "gone"):
        pass
