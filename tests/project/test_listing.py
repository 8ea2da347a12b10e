"""The settings as people read them."""

from pathlib import Path

from daybreak.project.listing import reference

PAGE = Path(__file__).parents[2] / "docs/running.md"


def test_the_page_about_running_a_clinic_names_every_setting_as_it_is():
    assert reference() in PAGE.read_text(encoding="utf-8")
