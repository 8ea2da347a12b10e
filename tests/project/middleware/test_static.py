"""Our own scripts and styles."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import AsyncClient, Client
from pytest_django import Settings

pytestmark = pytest.mark.urls("tests.project.pages")
SCRIPT = b"export const same = 1;\n" * 50


@pytest.fixture(autouse=True)
def _static_folder(tmp_path: Path, settings: Settings) -> Iterator[None]:
    (tmp_path / "dist/chunks").mkdir(parents=True)
    (tmp_path / "dist/app.js").write_text(SCRIPT.decode())
    (tmp_path / "dist/app.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "dist/chunks/shared-AbCd1234.js").write_text("export {};\n")
    settings.STATICFILES_DIRS = [tmp_path]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    yield
    finders.get_finder.cache_clear()


def test_an_entry_file_is_served_and_asked_about_again_each_time():
    response = Client().get("/static/dist/app.js")
    assert (response.status_code, response.content, response["Content-Type"]) == (
        200,
        SCRIPT,
        'text/javascript; charset="utf-8"',
    )
    assert response["Cache-Control"] == "max-age=0, public"
    unchanged = Client().get("/static/dist/app.js", headers={"If-None-Match": response["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_browser_that_takes_it_gets_the_compressed_copy():
    response = Client().get("/static/dist/app.js", headers={"Accept-Encoding": "gzip"})
    assert (response["Content-Encoding"], gzip.decompress(response.content)) == ("gzip", SCRIPT)
    assert response["Vary"] == "Accept-Encoding"


def test_a_chunk_with_a_hash_in_its_name_may_be_kept_for_good():
    assert Client().get("/static/dist/chunks/shared-AbCd1234.js")["Cache-Control"] == (
        "max-age=315360000, public, immutable"
    )


@pytest.mark.parametrize("path", ["/static/dist/nothing.js", "/static/../pyproject.toml", "/static/dist/"])
def test_nothing_else_is_served(path: str):
    assert Client().get(path).status_code == 404


def test_no_script_of_another_origin_may_read_them():
    response = Client().get("/static/dist/app.js", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in response


async def _get(path: str) -> tuple[int, bytes]:
    response = await AsyncClient().get(path)
    return response.status_code, response.content


def test_an_asynchronous_server_sends_the_whole_file_without_a_warning():
    from asgiref.sync import async_to_sync

    assert async_to_sync(_get)("/static/dist/app.js") == (200, SCRIPT)
