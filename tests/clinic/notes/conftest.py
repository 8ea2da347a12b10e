"""Keys of their own for each test: a clinic's notes are sealed with the file of that clinic alone."""

from pathlib import Path
from typing import Any

import pytest

from daybreak.clinic.notes import keyring


@pytest.fixture(autouse=True)
def _key_file(tmp_path: Path, settings: Any) -> Path:
    settings.NOTES_KEY_FILE = tmp_path / "secrets/notes_keys"
    keyring.make()
    return keyring.path()
