"""`daybreak model export` writes the mechanism for other simulators."""

import xml.etree.ElementTree as ET

import pytest
from typer.testing import CliRunner

from daybreak.cli.main import app
from daybreak.science.sbml import SBML


def run(*words):
    return CliRunner().invoke(app, ["model", "export", *words])


def test_a_course_is_written_with_its_doses_as_events(tmp_path):
    path = tmp_path / "course.xml"
    done = run("--sbml", str(path), "--route", "im", "--dose", "40mg", "--on-days", "0,3,7")
    assert done.exit_code == 0
    assert len(list(ET.parse(path).getroot().iter(f"{{{SBML}}}event"))) == 2


def test_it_says_how_to_cite_it():
    assert "Kotermanski" in CliRunner().invoke(app, ["model", "cite"]).output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--on-days", "3,0"), "Days ascend"),
        (("--on-days", "soon"), "are not days"),
        (("--dose", "much"), "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, words, says):
    refused = run("--sbml", str(tmp_path / "course.xml"), *words)
    assert refused.exit_code == 2
    assert says in refused.output


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    refused = run("--sbml", str(tmp_path / "nowhere" / "course.xml"))
    assert refused.exit_code == 2
    assert "could not be written" in refused.output
