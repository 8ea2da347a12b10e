"""Knows how to write docs/trials.md: the prose of reference.md, with every number from the kept evaluation.

python -m daybreak.science.trials.reference docs/trials.md
"""

import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources

import numpy as np

from daybreak.science.page import flowed, table, written
from daybreak.science.trials import evaluation, posterior, verdict
from daybreak.science.trials.calibrated import UNTOLD, WIDENED, space
from daybreak.science.trials.evaluation import Evaluation, Judged
from daybreak.science.trials.evidence import Measure, PublishedTrial, Role, published_trials
from daybreak.science.trials.validation import BETTER_BY, COVERED_90

_SHARES = (Measure.RESPONSE, Measure.REMISSION)
_BANDS = (
    ("first hours", 0.0, 12.0),
    ("day 1", 12.0, 36.0),
    ("days 2 to 14", 36.0, 336.0),
    ("later", 336.0, math.inf),
)


class PageError(ValueError):
    """Prose and data that do not fit together. Its text names what is missing."""


def document() -> str:
    """The whole page as Markdown. Raises `EvaluationError` when what is kept is of something else than is shipped."""
    kept = evaluation.shipped()
    kept.check(posterior.shipped().sha256, evaluation.evidence_sha256())
    return page(kept, published_trials())


def page(kept: Evaluation, trials: Sequence[PublishedTrial]) -> str:
    """The page about this evaluation and these trials."""
    prose = resources.files(__package__).joinpath("reference.md").read_text(encoding="utf-8")
    parts = {name: write(kept, trials).rstrip() for name, write in _PARTS.items()}
    missing = set(re.findall(r"\{\{ (\w+) \}\}", prose)) ^ set(parts)
    if missing:
        raise PageError(f"Written in only one of reference.md and reference.py: {', '.join(sorted(missing))}.")
    return flowed(re.sub(r"\{\{ (\w+) \}\}", lambda match: parts[match[1]], prose))


def main(arguments: Sequence[str]) -> int:
    """Write the page to the one path given."""
    return written(document, arguments, "docs/trials.md")


def _in_short(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    said = {score["title"].partition(" (")[0]: score for score in kept.scores}
    change, share = said["Mean change"], said["Response and remission"]
    return (
        f"each published trial was hidden from the model in turn, and its numbers foretold. Of {len(kept.foretold)} "
        f"numbers {_percent(kept.covered_90)} % fell inside the range that was to hold nine in ten of them. The "
        f"foretold mean change was off by {change['absolute_error']:.1f} points on average, the foretold share of "
        f"patients who respond or remit by {share['absolute_error']:.0f} in a hundred. {_against_naive(change, share)}"
    )


def _against_naive(change: Mapping[str, float], share: Mapping[str, float]) -> str:
    def than(score: Mapping[str, float]) -> str:
        by = _percent(score["better_by"])
        return f"{by} % better" if by > 0 else "no better" if by == 0 else f"{-by} % worse"

    return (
        f"Against simply averaging the other trials, or carrying the last value on, its score is {than(change)} for "
        f"mean changes and {than(share)} for shares."
    )


def _counts(_: Evaluation, trials: Sequence[PublishedTrial]) -> str:
    fitted = [trial for trial in trials if trial.role is Role.CALIBRATION]
    counted = sum(len(trial.counted) for trial in fitted)
    return (
        f"{len(fitted)} trials, pools and cohorts ({counted} counted numbers), and {len(trials) - len(fitted)} checks"
    )


def _draws(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    return kept.posterior_sha256[:12]


def _verdict(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    return "met" if kept.meets_target else "not met"


def _result(kept: Evaluation, trials: Sequence[PublishedTrial]) -> str:
    return (
        f"Of {len(kept.foretold)} published numbers {_percent(kept.covered_50)} % lie inside the 50 % and "
        f"{_percent(kept.covered_90)} % inside the 90 % intervals of forecasts that had not seen their trial. "
        f"The target is **{_verdict(kept, trials)}**: {_criteria(kept)}."
    )


def _criteria(kept: Evaluation) -> str:
    low, high = COVERED_90
    inside = "met" if low <= kept.covered_90 <= high else "not met"
    groups = [
        f"{score['title'].partition(' (')[0].lower()} {'met' if score['better_by'] >= BETTER_BY else 'not met'} "
        f"({_percent(score['better_by'])} %)"
        for score in kept.scores
    ]
    return f"coverage {inside}; better than naive: {', '.join(groups)}"


def _scores(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    rows = [
        [
            score["title"],
            str(score["n"]),
            f"{_percent(score['covered_50'])} %",
            f"{_percent(score['covered_90'])} %",
            *(f"{score[name]:.2f}" for name in ("crps", "crps_pooled", "crps_carried")),
            f"{_percent(score['better_by'])} %",
            f"{score['error']:+.1f}",
            f"{score['absolute_error']:.1f}",
        ]
        for score in kept.scores
    ]
    heads = ["", "numbers", "inside 50 %", "inside 90 %", "CRPS", "pooled curve", "last value carried", "better by"]
    return table([*heads, "mean error", "mean absolute error"], rows)


def _sampler(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    said = kept.calibration
    reliable = "reliable" if said["reliable"] else "**not reliable**"
    alike = "interchangeable" if said["pareto_k"] < 0.7 else "not yet interchangeable"
    return (
        f"Sampler of the shipped draws: R-hat at most {said['r_hat']:.3f}, at least {said['effective_draws']:.0f} "
        f"effective draws ({reliable}). Emulator: its error is {said['emulator_error']:.2f} of the SD of a published "
        f"number; the Pareto k of the mechanism's density over the emulator's is {said['pareto_k']:.2g}, so the two "
        f"are {alike} (the bound is 0.7). The mechanism could not be solved at {_percent(said['unsolved'])} % of the "
        "draws it was run at."
    )


def _parameters(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    rows = [
        [f"`{row['name']}`", row["meaning"], _band(row["prior"]), _band(row["posterior"]), f"{row['r_hat']:.3f}"]
        for row in kept.calibration["parameters"]
    ]
    return table(["number", "meaning", "prior median [90 %]", "posterior median [90 %]", "R-hat"], rows)


def _band(bounds: Sequence[float]) -> str:
    low, middle, high = bounds
    return f"{middle:.3g} [{low:.3g} to {high:.3g}]"


def _evidence(_: Evaluation, trials: Sequence[PublishedTrial]) -> str:
    rows = [
        [
            trial.study,
            trial.source,
            "fitted" if trial.role is Role.CALIBRATION else "check",
            f"{len(trial.counted)} of {len(trial.observed)}",
            trial.baseline,
            trial.note,
        ]
        for trial in trials
    ]
    return table(["study", "source", "role", "counted", "baseline", "what is assumed, and why"], rows)


def _lean(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    rows = []
    for kind, active in (("given ketamine or esketamine", True), ("given neither", False)):
        for title, low, high in _BANDS:
            members = [one for one in kept.foretold if one.active is active and low <= one.at_h < high]
            changes = [one.error for one in members if one.measure is Measure.CHANGE]
            shares = [100.0 * one.error for one in members if one.measure in _SHARES]
            if changes or shares:
                rows.append([kind, title, *_mean(changes), *_mean(shares)])
    return table(["arms", "when", "changes", "points", "shares", "% points"], rows)


def _mean(errors: Sequence[float]) -> tuple[str, str]:
    return str(len(errors)), f"{np.mean(errors):+.1f}" if errors else ""


def _misfit(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    if not kept.missed:
        return "Every number lies inside the interval that was to hold nine in ten of them."
    count = "One number lies" if len(kept.missed) == 1 else f"{len(kept.missed)} numbers lie"
    lines = [f"{count} outside the interval that was to hold nine in ten of them:\n"]
    for one in kept.missed:
        fitted = "" if one in kept.foretold else " (never fitted)"
        lines.append(
            f"- **{one.study}**{fitted}, {verdict.what(one)}: {verdict.published(one)} published, "
            f"{verdict.number(one, one.median)} foretold ({verdict.interval(one)}): {verdict.direction(one)}."
        )
    return "\n".join(lines)


def _foretold(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    return _numbers(kept.foretold)


def _never_fitted(kept: Evaluation, _: Sequence[PublishedTrial]) -> str:
    return _numbers(kept.never_fitted)


def _numbers(judged: Iterable[Judged]) -> str:
    rows = [
        [
            one.study,
            verdict.what(one),
            verdict.published(one),
            verdict.number(one, one.median),
            verdict.interval(one),
            "in" if one.inside_90 else "**out**",
        ]
        for one in judged
    ]
    return table(["trial", "number", "published", "foretold", "nine in ten", ""], rows)


def _percent(share: float) -> int:
    return round(100.0 * share)


def _coordinates(_: Evaluation, __: Sequence[PublishedTrial]) -> str:
    return str(len(space().coordinates))


def _widened(_: Evaluation, __: Sequence[PublishedTrial]) -> str:
    return f"{WIDENED:g}"


def _untold(_: Evaluation, __: Sequence[PublishedTrial]) -> str:
    names = [f"`{name}`" for name in UNTOLD]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _target_cover(_: Evaluation, __: Sequence[PublishedTrial]) -> str:
    return " to ".join(str(_percent(bound)) for bound in COVERED_90)


def _target_better(_: Evaluation, __: Sequence[PublishedTrial]) -> str:
    return str(_percent(BETTER_BY))


_PARTS: Mapping[str, Callable[[Evaluation, Sequence[PublishedTrial]], str]] = {
    "in_short": _in_short,
    "counts": _counts,
    "draws": _draws,
    "verdict": _verdict,
    "evidence": _evidence,
    "coordinates": _coordinates,
    "widened": _widened,
    "untold": _untold,
    "sampler": _sampler,
    "parameters": _parameters,
    "target_cover": _target_cover,
    "target_better": _target_better,
    "result": _result,
    "scores": _scores,
    "lean": _lean,
    "misfit": _misfit,
    "foretold": _foretold,
    "never_fitted": _never_fitted,
}
"""What stands for each {{ name }} of reference.md."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
