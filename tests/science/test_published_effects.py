"""The published acute effects in the package."""

from daybreak.science.dosing import Dose, Form, Route
from daybreak.science.published_effects import dose_of, published_effects


def test_every_record_names_its_evidence():
    effects = published_effects()
    assert all(
        record.evidence for group in (effects.rises, effects.peaks, effects.cadss, effects.fades) for record in group
    )


def test_a_dose_per_kilogram_is_given_to_the_weight():
    entry = {"route": "sc", "mg_per_kg": 0.5, "start_min": 5, "form": "esketamine"}
    assert dose_of(entry, 80.0) == Dose(Route.SC, 40.0, 5.0, form=Form.ESKETAMINE)


def test_maxima_of_single_patients_are_not_used():
    assert [rise.id for rise in published_effects().rises if not rise.used] == ["daly2018"]
