"""The protocol file: what it says is what is run, and what it cannot mean is refused where it stands."""

import copy

import pytest

from daybreak.science.dosing import Form, Route
from daybreak.science.trials.protocol import Analysis, Control, ProtocolError
from daybreak.science.trials.protocol_file import as_protocol, read_protocol

PLAIN = {
    "title": "Two arms",
    "scale": "madrs",
    "control": "midazolam",
    "visits": ["2h", "24h", "7d"],
    "population": {"baseline": {"mean": 34, "sd": 6}},
    "arms": [
        {
            "name": "ketamine",
            "n": 40,
            "doses": [
                {"route": "iv_infusion", "mg_per_kg": 0.5, "duration": "40min", "every": "84h", "times": 4},
                {"route": "iv_infusion", "mg_per_kg": 0.5, "duration": "40min", "from": "3wk"},
            ],
            "psychotherapy": {"from": "1d", "every": "1wk", "times": 3},
        },
        {"name": "midazolam", "n": 40, "sham": {"every": "84h", "times": 4}},
    ],
}


def changed(path, value):
    """The plain protocol with one entry changed, or added."""
    content = copy.deepcopy(PLAIN)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return content


def test_the_doses_are_given_when_the_file_says():
    assert as_protocol(PLAIN).arm("ketamine").given_h == (0.0, 84.0, 168.0, 252.0, 504.0)


def test_the_first_dose_is_the_amount_the_file_says():
    amount = as_protocol(PLAIN).arm("ketamine").steps[0].amount
    assert (amount.route, amount.form, amount.for_weight(80.0), amount.minutes) == (
        Route.IV_INFUSION,
        Form.RACEMIC,
        40.0,
        pytest.approx(40.0),
    )


def test_sessions_repeat_from_the_first():
    assert as_protocol(PLAIN).arm("ketamine").therapy_h == (24.0, 192.0, 360.0)


def test_what_is_not_said_is_the_usual():
    protocol = as_protocol(PLAIN)
    assert (protocol.analysis, protocol.response_percent, protocol.remission_at_most) == (Analysis.OBSERVED, 50.0, 10.0)
    assert protocol.arm("midazolam").control is Control.MIDAZOLAM


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("colour",), "red", "'colour' is not known here"),
        (("scale",), "bdi", "The scale 'bdi' is not known"),
        (("title",), "", "title is missing"),
        (("control",), "water", "control: 'water' is not known; use one of none, wait_list, saline, midazolam"),
        (("visits",), ["24h", "2h"], "give each time once, in order"),
        (("visits",), ["0h"], "'0h'|after the first dose"),
        (("visits",), ["soon"], "'soon' is not a time"),
        (("visits",), "24h", "visits: write a list here"),
        (("visits",), ["200wk"], "more than two years"),
        (("response_percent",), 0, "not a number from 1 to 100"),
        (("population",), None, "population: write names and values"),
        (("population", "baseline", "mean"), 61, "between 0 and 60"),
        (("population", "baseline", "at_least"), 45, "almost nobody"),
        (("arms",), [], "arms: write a list here"),
        (("arms", 1, "name"), "ketamine", "a name of its own"),
        (("arms", 0, "n"), 1, "not a number from 2"),
        (("arms", 0, "n"), True, "not a number"),
        (("arms", 0, "open_label"), "yes", "neither true nor false"),
        (("arms", 0, "doses", 0, "route"), "rectal", "route: 'rectal' is not known"),
        (("arms", 0, "doses", 0, "mg"), 40, "exactly one"),
        (("arms", 0, "doses", 0, "drug"), "psilocybin", "use ketamine or esketamine"),
        (("arms", 0, "doses", 0, "duration"), "soon", "not a time"),
        (("arms", 0, "doses", 0, "every"), 0, "how often"),
        (("arms", 0, "doses", 1, "from"), "84h", "at the same time"),
        (("arms", 0, "sham"), ["84h"], "at the same time"),
        (("control",), "none", "name what its sham sessions are"),
        (("relapse",), {"score_at_least": 20, "from": "3d"}, "must be one of the visits"),
    ],
)
def test_what_cannot_be_run_is_refused_where_it_stands(path, value, said):
    with pytest.raises(ProtocolError, match=said):
        as_protocol(changed(path, value))


def test_a_bolus_with_a_duration_is_refused():
    content = changed(("arms", 0, "doses", 0, "route"), "im")
    with pytest.raises(ProtocolError, match="An infusion has a duration and nothing else does"):
        as_protocol(content)


def test_a_file_is_read(tmp_path):
    path = tmp_path / "trial.yaml"
    path.write_text("title: One arm\nscale: phq9\nvisits: [1d]\npopulation: {baseline: {mean: 17, sd: 5}}\n"
                    "open_label: true\narms:\n- {name: a, n: 10, doses: {route: im, mg: 40}}\n")  # fmt: skip
    protocol = read_protocol(path)
    assert (protocol.id, protocol.arms[0].given_h, protocol.arms[0].open_label) == ("trial", (0.0,), True)


@pytest.mark.parametrize("content", ["title: [", "!!python/object/apply:os.system ['true']", "- a", "42", ""])
def test_what_is_no_protocol_is_refused_and_nothing_in_it_is_executed(tmp_path, content):
    path = tmp_path / "trial.yaml"
    path.write_text(content)
    with pytest.raises(ProtocolError):
        read_protocol(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(ProtocolError, match="cannot be read"):
        read_protocol(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("arms", 0, "doses", 0, "times"), 1.5, "1.5 is not a whole number"),
        (("arms", 0, "n"), 10.5, "10.5 is not a whole number"),
        (("arms", 0, "doses", 0, "drug"), ["ketamine"], "is not known: use ketamine or esketamine"),
        (("arms", 0, "doses", 0, "drug"), {"ketamine": 1}, "is not known: use ketamine or esketamine"),
        (("arms", 0, "doses", 1), {"route": "im", "mg": 40}, "all its doses in mg, or all in mg_per_kg"),
        (("arms", 0, "doses"), {"route": "intranasal", "mg_per_kg": 0.5}, "a nasal spray is given in mg"),
        (("arms", 0, "doses", 1, "from"), "105wk", "for more than two years"),
        (("arms", 1, "sham"), {"every": "2wk", "times": 60}, "for more than two years"),
    ],
)
def test_what_cannot_be_simulated_is_refused_when_it_is_read(path, value, said):
    with pytest.raises(ProtocolError, match=said):
        as_protocol(changed(path, value))
