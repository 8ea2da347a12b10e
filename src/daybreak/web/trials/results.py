"""The numbers of a result as a page shows them: tables of an arm, of a contrast, of power; and what the charts draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daybreak.clinic.forecasts import trials as model

Spread = Mapping[str, float | None]
COLUMNS = ("change", "sd", "response", "remission", "suicidal", "seen")
SHORT = {
    "change": "Mean change",
    "sd": "SD of change",
    "response": "Response",
    "remission": "Remission",
    "suicidal": "Still suicidal",
    "seen": "Still seen",
}
CHARTED = ("change", "response", "remission", "suicidal", "seen")
ACUTE = {
    "cadss": ("Dissociation at its height", "CADSS points"),
    "systolic_rise": ("Systolic pressure, rise", "mmHg"),
    "diastolic_rise": ("Diastolic pressure, rise", "mmHg"),
}


@dataclass(frozen=True)
class Cell:
    """A spread in words: the middle, half of such trials, nine in ten of them. Empty where nobody could show it."""

    middle: str = "–"
    half: str = ""
    most: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Table:
    """One table: what it is, its columns with units, its rows under the words of a visit."""

    title: str
    note: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    series: int = 0
    """Which colour and mark the charts give it."""


def cell(spread: Spread | None, digits: int, beside: str = "") -> Cell:
    """A spread with so many digits."""
    if spread is None or spread["median"] is None:
        return Cell(beside=beside)
    low, lower, middle, upper, high = (_number(spread[name], digits) for name in ("p05", "p25", "median", "p75", "p95"))
    return Cell(middle, f"{lower} to {upper}", f"{low} to {high}", beside)


def _number(value: float | None, digits: int) -> str:
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    return (text.lstrip("-") if float(text) == 0 else text).replace("-", "−")


def digits_of(measure: str) -> int:
    """Points to a tenth, shares to a hundredth of the whole."""
    return 1 if model.words()["unit"].get(measure) == "points" else 0


def arm_tables(result: Mapping[str, Any]) -> list[Table]:
    """One table an arm: every measure at each visit."""
    units = model.words()["unit"]
    return [
        Table(
            arm["name"],
            f"{arm['n']} people, {arm['doses']} dose{'s' if arm['doses'] != 1 else ''}",
            [(SHORT[name], units[name]) for name in COLUMNS],
            [(visit["when"], [cell(visit[name], digits_of(name)) for name in COLUMNS]) for visit in arm["visits"]],
            number,
        )
        for number, arm in enumerate(result["arms"])
    ]


def once_table(result: Mapping[str, Any]) -> Table:
    """What there is once an arm: relapse, and what the first dose does in the hour."""
    has_relapse = any("relapse" in arm for arm in result["arms"])
    columns = [("Relapse", "%")] if has_relapse else []
    columns += [(words, unit) for words, unit in ACUTE.values()] + [("Dissociation is over", "min")]
    rows = []
    for arm in result["arms"]:
        acute = result["acute"].get(arm["name"])
        cells = [cell(arm.get("relapse"), 0)] if has_relapse else []
        cells += [cell(acute["at_its_height"][name] if acute else None, 0) for name in ACUTE]
        rows.append((arm["name"], [*cells, _over(acute)]))
    return Table("Once in each arm", "", columns, rows)


def _over(acute: Mapping[str, Any] | None) -> Cell:
    if acute is None:
        return Cell()
    middle, late = (acute["dissociation_over_min"][name] for name in ("median", "p95"))
    said = ["after 4 h" if minutes is None else _number(minutes, 0) for minutes in (middle, late)]
    return Cell(said[0], "", f"nine in ten by {said[1]}" if late is not None else "some later than 4 h")


def contrasts(result: Mapping[str, Any], against: str) -> list[dict[str, Any]]:
    """Every other arm minus ``against``, in the shape of an arm: ``name``, ``visits`` with spreads and ``power``."""
    found = {}
    for pair in result["contrasts"]:
        if pair["against"] == against:
            found[pair["arm"]] = [visit | {"power": _side(visit, 0)} for visit in pair["visits"]]
        elif pair["arm"] == against:
            found[pair["against"]] = [_mirrored(visit) for visit in pair["visits"]]
    order = [arm["name"] for arm in result["arms"]]
    return [{"name": name, "series": order.index(name), "visits": found[name]} for name in order if name in found]


def _side(visit: Mapping[str, Any], side: int) -> dict[str, float]:
    return {measure: both[side] for measure, both in visit["power"].items()}


def _mirrored(visit: Mapping[str, Any]) -> dict[str, Any]:
    """The second against the first: every bound changes its side and its sign."""
    turned = {"p05": "p95", "p25": "p75", "median": "median", "p75": "p25", "p95": "p05"}

    def other(spread: Spread) -> dict[str, float | None]:
        return {name: None if spread[from_] is None else -float(spread[from_] or 0.0) for name, from_ in turned.items()}

    return {**visit, **{name: other(visit[name]) for name in model.CONTRASTED}, "power": _side(visit, 1)}


def contrast_tables(result: Mapping[str, Any], against: str) -> list[Table]:
    """One table a contrast: the difference at each visit, and how often a trial of this size shows it."""
    units = model.words()["unit"]
    return [
        Table(
            f"{one['name']} minus {against}",
            "",
            [(SHORT[name], "points" if units[name] == "points" else "% points") for name in model.CONTRASTED],
            [
                (
                    visit["when"],
                    [
                        cell(visit[name], digits_of(name), f"power {100 * visit['power'][name]:.0f} %")
                        for name in model.CONTRASTED
                    ],
                )
                for visit in one["visits"]
            ],
            one["series"],
        )
        for one in contrasts(result, against)
    ]


def power_table(result: Mapping[str, Any]) -> Table:
    """Power at each size."""
    digits = digits_of(result["measure"])
    unit = "points" if digits else "% points"
    rows = [
        (
            f"{size['n']}",
            [
                Cell(f"{100 * size['power']:.0f}", "", f"± {196 * size['error']:.0f} by simulation"),
                cell(size["difference"], digits),
            ],
        )
        for size in result["sizes"]
    ]
    return Table("Power by size", "", [("Power", "%"), ("Difference", unit)], rows)


def charted(result: Mapping[str, Any], against: str = "") -> dict[str, Any]:
    """What the charts draw: arms with visits, the measures with words and units; contrasts with ``against``."""
    labels, units = model.words()["measure"], model.words()["unit"]
    return {
        "measures": {name: {"label": labels[name], "unit": units[name]} for name in CHARTED},
        "arms": [
            {"name": arm["name"], "series": number, "visits": arm["visits"]}
            for number, arm in enumerate(result["arms"])
        ],
        "contrasts": contrasts(result, against) if against else [],
    }
