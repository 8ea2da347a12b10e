"""The published concentrations in the package."""

import re

from daybreak.science.published_kinetics import Statistic, published_kinetics


def test_ids_are_unique():
    ids = [published.id for published in published_kinetics()]
    assert len(ids) == len(set(ids))


def test_every_curve_has_a_time_for_every_value():
    for published in published_kinetics():
        if published.statistic in (Statistic.CURVE, Statistic.AT):
            assert len(published.times_min) == len(published.observed)


def test_every_study_has_a_doi_or_a_place():
    studies = {published.study for published in published_kinetics()}
    assert all(re.fullmatch(r"10\.\d{4,}/\S+", study.doi) or study.where for study in studies)


def test_kamps_regimen_is_three_steps_of_an_hour_in_seventy_kilograms():
    kamp = next(published for published in published_kinetics() if published.id == "kamp.S_ketamine").regimen
    assert [round(dose.mg, 2) for dose in kamp.doses] == [19.6, 39.9, 79.8]
    assert [dose.start_min for dose in kamp.doses] == [0, 60, 120]
    assert kamp.subject.weight_kg == 70
