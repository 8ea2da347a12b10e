"""Addresses of databases, as Django's settings."""

from pathlib import Path

import pytest

from daybreak.project import databases


def test_three_slashes_name_a_relative_file_and_four_an_absolute_one():
    assert (databases.sqlite_path("sqlite:///var/x.sqlite3"), databases.sqlite_path("sqlite:////srv/x.sqlite3")) == (
        Path("var/x.sqlite3"),
        Path("/srv/x.sqlite3"),
    )


def test_a_sqlite_file_is_never_made_by_opening_it_and_every_commit_waits_for_the_disk():
    found = databases.settings_for("sqlite:////srv/a b?.sqlite3".replace("?", "%3F"))
    assert found == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "file:/srv/a%20b%3F.sqlite3?mode=rw",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }


def test_a_postgresql_address_keeps_its_options():
    found = databases.settings_for("postgresql://ada:p%40ss@db.example:5433/clinic?sslmode=require")
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "clinic",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": 5, "sslmode": "require"},
    }


def test_a_postgresql_address_may_name_a_socket():
    found = databases.settings_for("postgresql:///clinic?host=/run/postgresql")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgresql", "", "clinic")


@pytest.mark.parametrize("url", ["mysql://x/y", "clinic.sqlite3", "sqlite://", "sqlite:///", "postgresql://host", ""])
def test_other_addresses_are_refused(url: str):
    with pytest.raises(ValueError, match=r"^use sqlite:///path/to/file or postgresql://"):
        databases.settings_for(url)
