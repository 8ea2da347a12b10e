"""The figures are written, and refused with a sentence when they cannot be."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from daybreak.science.dosing import Dose, Route
from daybreak.science.figures import AMBER, INK, PAPER, TEAL, FigureError, draw_prediction, draw_validation
from daybreak.science.population import Subject
from daybreak.science.prediction import predict
from daybreak.science.validation import validate

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def prediction():
    """A small prediction."""
    return predict([Dose(Route.IM, 40)], Subject(80), n=30)


def test_a_prediction_is_drawn_as_png(prediction, tmp_path):
    draw_prediction(prediction, "40 mg", tmp_path / "p.png")
    assert (tmp_path / "p.png").read_bytes().startswith(PNG)


def test_a_drawing_as_svg_carries_its_words_and_is_the_same_each_time(prediction, tmp_path):
    for name in ("a.svg", "b.svg"):
        draw_prediction(prediction, "40 mg", tmp_path / name)
    first = (tmp_path / "a.svg").read_text()
    assert "Dissociation, 0–10 (a design assumption)" in first
    assert first == (tmp_path / "b.svg").read_text()


def test_the_validation_is_drawn(tmp_path):
    draw_validation(validate(), tmp_path / "v.png")
    assert (tmp_path / "v.png").read_bytes().startswith(PNG)


def test_a_png_has_a_palette_that_keeps_the_colours_of_the_house(prediction, tmp_path):
    draw_prediction(prediction, "40 mg", tmp_path / "p.png")
    with Image.open(tmp_path / "p.png") as image:
        assert image.mode == "P"
        drawn = {colour for _, colour in image.convert("RGB").getcolors()}
    for wanted in (INK, AMBER, TEAL, PAPER):
        rgb = np.array([int(wanted[at : at + 2], 16) for at in (1, 3, 5)])
        assert min(np.abs(np.array(colour) - rgb).max() for colour in drawn) <= 6, wanted


def test_the_picture_in_the_documentation_is_small():
    assert (Path(__file__).parents[2] / "docs" / "images" / "pharmacokinetics.png").stat().st_size < 150_000


@pytest.mark.parametrize(
    ("path", "sentence"), [("p.pdf", "neither .png nor .svg"), ("missing/p.png", "does not exist")]
)
def test_a_figure_that_cannot_be_written_is_refused_before_it_is_drawn(prediction, tmp_path, path, sentence):
    with pytest.raises(FigureError, match=sentence):
        draw_prediction(prediction, "40 mg", tmp_path / Path(path))
