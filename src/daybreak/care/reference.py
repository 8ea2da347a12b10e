"""The reference pages of this room, written from its data: docs/rules.md and docs/states.md.

`python -m daybreak.care.reference` writes them; with `--check` it only says whether they are stale (exit code 1).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from daybreak.care import (
    alert_states,
    amounts,
    checklist_reference,
    courses,
    protocols,
    questionnaires,
    roles,
    sedation,
    session_states,
    visits,
)
from daybreak.care.findings import Certainty
from daybreak.care.rules import CHAPTERS, Rule, chapter_title, shipped
from daybreak.care.sentences import one, written
from daybreak.care.states import Machine
from daybreak.care.suitability import reference as suitability

_WRITTEN = (
    "<!-- Written by `python -m daybreak.care.reference` from the data in src/daybreak/care. Change the data. -->"
)
_ACTS_AS = {
    "stop": "**stop**: refused, whatever reason is given",
    "review": "**review**: may go on with a documented reason",
    "note": "**note**: informs, or sets a value others use",
}


def pages() -> dict[str, str]:
    """Each page's file name with its text."""
    return {"rules.md": rules_page(), "states.md": states_page()}


def rules_page() -> str:
    """All rules, how amounts are rounded, the scales, and who may do what, as Markdown."""
    parts = [_WRITTEN, "# Rules of care", _how_to_read()]
    parts += [f"## {chapter_title(chapter)}\n\n{_rules_table(chapter)}" for chapter in CHAPTERS]
    parts += checklist_reference.parts(_table)
    parts += ["## Protocols", *_protocols()]
    parts += suitability.parts(_table)
    parts += ["## Rounding", f"```text\n{(amounts.__doc__ or '').strip()}\n```"]
    parts += ["## Scales", *_scales(), "## Who may do what", _role_list(), _role_matrix()]
    parts += ["## When something may be done", *(_states_table(machine) for machine in _machines())]
    return _page(parts)


def states_page() -> str:
    """The states of a course, a session and an alert as diagrams, as Markdown."""
    parts = [_WRITTEN, "# States"]
    for machine in _machines():
        parts += [f"## {one(machine.noun).capitalize()}", machine.title, _diagram(machine), _states_table(machine)]
    return _page(parts)


def stale_pages(folder: Path) -> list[str]:
    """The names of the pages in the folder that are missing or differ from what the data says."""
    return [name for name, text in pages().items() if _read(folder / name) != text]


def main(arguments: list[str] | None = None) -> int:
    """Writes the pages, or checks them. Returns the exit code: 1 when a checked page is stale."""
    parser = argparse.ArgumentParser(description="Write the reference pages of the rules of care.")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("docs"), help="where the pages are (default: docs)"
    )
    parser.add_argument("--check", action="store_true", help="only say whether the pages are up to date")
    chosen = parser.parse_args(arguments)
    stale = stale_pages(chosen.folder)
    if chosen.check and stale:
        sys.stderr.write(f"Stale: {', '.join(stale)}. Run `python -m daybreak.care.reference`.\n")
        return 1
    for name in stale:
        (chosen.folder / name).write_text(pages()[name], encoding="utf-8")
    sys.stdout.write(f"Written: {', '.join(stale)}\n" if stale else "The reference pages are up to date.\n")
    return 0


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _machines() -> tuple[Machine, ...]:
    return courses.phases(), session_states.states(), alert_states.states(), visits.states()


def _how_to_read() -> str:
    acts = "\n".join(f"- {words}" for words in _ACTS_AS.values())
    sure = "\n".join(f"- {certainty}: {certainty.label}" for certainty in Certainty)
    return (
        "Defaults for a medical director to review, change within safe bounds, and sign. Not medical advice.\n\n"
        f"Shipped values: `{shipped().version}`, {len(shipped())} rules.\n\n"
        f"What a rule does:\n\n{acts}\n\nHow sure its number is:\n\n{sure}"
    )


def _rules_table(chapter: str) -> str:
    rows = (_rule_row(rule) for rule in shipped().values() if rule.chapter == chapter)
    return _table(("Rule", "Value", "Acts as", "A clinic may choose", "Why", "Source", "How sure"), rows)


def _protocols() -> Iterator[str]:
    for protocol in protocols.shipped().values():
        yield f"### {protocol.title}\n\n{protocol.means}"
        rows = (_number_row(protocol.rule(name)) for name in protocol.rules)
        yield _table(("Number", "Value", "A clinic may choose", "Why", "Source", "How sure"), rows)


def _number_row(rule: Rule) -> tuple[str, ...]:
    title, value = f"{rule.title}<br>`{rule.id}`", f"{protocols.said(rule)} {rule.unit}".strip()
    return title, value, _bounds(rule), rule.rationale, rule.source, Certainty(rule.certainty).label


def _rule_row(rule: Rule) -> tuple[str, ...]:
    acts_as = f"{rule.severity}, {rule.priority} priority" if rule.priority else str(rule.severity)
    value = f"{_compared(rule)}{written(rule.value)} {rule.unit}".strip()
    title = f"{rule.title}<br>`{rule.id}`"
    return title, value, acts_as, _bounds(rule), rule.rationale, rule.source, Certainty(rule.certainty).label


def _compared(rule: Rule) -> str:
    return {"at_least": "≥ ", "above": "> ", "at_most": "≤ ", "below": "< "}.get(rule.compare, "")


def _bounds(rule: Rule) -> str:
    if rule.is_fixed:
        return "fixed"
    if rule.choices:
        return f"among {', '.join(rule.choices)}"
    if isinstance(rule.minimum, tuple) and isinstance(rule.maximum, tuple):
        return "; ".join(f"{written(a)} to {written(b)}" for a, b in zip(rule.minimum, rule.maximum, strict=True))
    if isinstance(rule.minimum, Mapping) and isinstance(rule.maximum, Mapping):
        return "; ".join(
            f"{name} {written(low)} to {written(rule.maximum[name])}" for name, low in rule.minimum.items()
        )
    return f"{written(rule.minimum)} to {written(rule.maximum)}"


def _scales() -> Iterator[str]:
    scale = sedation.scale()
    yield f"### {scale.title}\n\nVariant `{scale.id}`. {scale.source}."
    yield _table(("Score", "Short", "Level"), ((str(level.score), level.label, level.text) for level in scale.levels))
    for instrument in map(questionnaires.load, questionnaires.INSTRUMENTS):
        yield _instrument(instrument)


def _instrument(instrument: questionnaires.Instrument) -> str:
    bands = _table(("Total", "Band"), ((f"{band.low} to {band.high}", band.label) for band in instrument.bands))
    told = [_codes(instrument), bands, _scoring(instrument), f"{instrument.source}."]
    return "\n\n".join([f"### {instrument.title}", *filter(None, told)])


def _codes(instrument: questionnaires.Instrument) -> str:
    codes = f"LOINC {instrument.loinc}, total {instrument.total_loinc}. " if instrument.loinc else ""
    return f"{codes}{instrument.attribution}"


def _scoring(instrument: questionnaires.Instrument) -> str:
    """How the total comes about where it is not a plain sum, and what counts as response and remission."""
    worst = [part.title for part in instrument.parts if part.rule == "max"]
    said = [
        f"The sum times {instrument.multiply}; a higher total is better." if instrument.multiply != 1 else "",
        f"Of these only the worst item counts: {', '.join(worst)}." if worst else "",
        "The gravest question answered yes decides." if instrument.levels else "",
        f"Response: a fall of at least {instrument.response_percent} % from baseline."
        if instrument.response_percent
        else "",
        f"Remission: a total below {instrument.remission_below}, from a baseline that was not."
        if instrument.remission_below
        else "",
        "Its wording is licensed: the clinic imports it." if instrument.is_licensed else "",
    ]
    return " ".join(filter(None, said))


def _role_list() -> str:
    return "\n".join(f"- **{role.label}**: {role.does}" for role in roles.Role)


def _role_matrix() -> str:
    rows = (
        (f"{act.label}<br>`{act.id}`", *("yes" if role in act.roles else "–" for role in roles.Role), act.why)
        for act in roles.acts().values()
    )
    return _table(("May …", *(role.label for role in roles.Role), "Why"), rows)


def _states_table(machine: Machine) -> str:
    rows = (
        (state.label, state.means, ", ".join(f"`{act}`" for act in state.allows) or "–", _onward(machine, state.next))
        for state in machine.states.values()
    )
    return _table((machine.noun.capitalize(), "Means", "Allows", "May go on to"), rows)


def _onward(machine: Machine, onward: Iterable[str]) -> str:
    return ", ".join(machine.states[state_id].label for state_id in onward) or "–"


def _diagram(machine: Machine) -> str:
    lines = [f"    [*] --> {machine.start}"]
    for state in machine.states.values():
        lines += [f"    {state.id} --> {to}: {why}" for to, why in state.next.items()]
        lines += [f"    {state.id} --> [*]"] if state.is_final else []
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
