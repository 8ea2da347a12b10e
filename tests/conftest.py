"""Fixtures that every folder may use: a quick password hash, fresh rate limits, an empty clinic, a server on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what is about SQLite alone: it has its own run, so nothing is skipped."""
    from django.db import connection

    if connection.vendor != "sqlite":
        apart = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in apart]


@pytest.fixture(autouse=True, scope="session")
def _quick_and_apart() -> None:
    """Hashing a passphrase is slow on purpose, and rate limits count in the database where several servers share one;
    tests that sign in need not wait for either. Each test's log begins anew, so that no anchor can fit it."""
    from django.conf import settings

    settings.AUDIT_ANCHOR_FILE = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def _fresh_rate_limits() -> None:
    """A failed sign-in of one test must not keep another one waiting."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(scope="session")
def _prepared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return servers.prepared(tmp_path_factory.mktemp("prepared")).data_dir


@pytest.fixture
def empty_clinic(tmp_path: Path, _prepared_folder: Path) -> servers.Clinic:
    """An installation on SQLite with all tables and nobody in it, not yet served."""
    return servers.copied(_prepared_folder, tmp_path / "clinic")


@pytest.fixture
def running_server(empty_clinic: servers.Clinic) -> Iterator[servers.Server]:
    """A real `daybreak serve` on ``empty_clinic``."""
    with servers.serving(empty_clinic) as server:
        yield server
