"""Secrets that nobody gave: made once, kept, readable by their owner alone."""

from pathlib import Path

import pytest

from daybreak.project import keys
from daybreak.project.sources import SettingsRefused


def test_missing_secrets_are_made_once_and_kept(tmp_path: Path):
    assert keys.make_missing(tmp_path, frozenset()) == ["secret_key", "audit_key"]
    first = keys.kept(tmp_path)
    assert keys.make_missing(tmp_path, frozenset(first)) == []
    assert keys.kept(tmp_path) == first
    assert len(set(first.values())) == 2
    assert min(map(len, first.values())) >= 50


def test_only_what_is_missing_is_made(tmp_path: Path):
    assert keys.make_missing(tmp_path, frozenset({"secret_key"})) == ["audit_key"]


def test_nobody_else_can_read_them(tmp_path: Path):
    keys.make_missing(tmp_path, frozenset())
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o600}
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_a_secret_is_never_overwritten(tmp_path: Path):
    keys.make_missing(tmp_path, frozenset())
    before = keys.kept(tmp_path)
    with pytest.raises(SettingsRefused, match="cannot be written: File exists"):
        keys.make_missing(tmp_path, frozenset())
    assert keys.kept(tmp_path) == before
