"""A questionnaire as it was filled in: every item that is asked answered, scored by care."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from daybreak.care import questionnaires
from daybreak.clinic.entry import Invalid


@dataclass(frozen=True)
class Sheet:
    """Answers with their score. ``risk_item`` is None where the scale does not ask, or a total came without items."""

    instrument: str
    version: str
    total: int
    risk_item: int | None
    answers: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of_total(cls, instrument_id: str, total: int) -> "Sheet":
        """A total that stands alone. Invalid when the instrument cannot give it."""
        instrument = questionnaires.load(instrument_id)
        low, high = instrument.lowest_total, instrument.highest_total
        if not low <= total <= high:
            raise Invalid(errors={"total": f"{instrument.short_title} gives {low} to {high}, not {total}."})
        return cls(instrument.id, instrument.version, total, None)


def filled_in(instrument_id: str, answers: Mapping[str, int], *, sex: str = "") -> Sheet:
    """The scored sheet. Invalid names, item by item, what is missing or is no answer of this instrument.

    An answer to a question that is not asked (because of another answer) is left out, as if the page had hidden it.
    """
    instrument = questionnaires.load(instrument_id)
    errors = {**_unknown(instrument, answers), **_unanswered(instrument, answers)}
    if errors:
        raise Invalid(errors=errors)
    asked = {item.link_id for item in instrument.asked(answers)}
    counted = {link_id: value for link_id, value in answers.items() if link_id in asked}
    score = questionnaires.score(instrument, counted, sex)
    return Sheet(instrument.id, instrument.version, score.total, score.risk_item, counted)


def _unanswered(instrument: questionnaires.Instrument, answers: Mapping[str, int]) -> dict[str, str]:
    errors = {}
    for item in instrument.asked({link: value for link, value in answers.items() if type(value) is int}):
        number, given = instrument.number(item.link_id), answers.get(item.link_id)
        if given is None:
            errors[item.link_id] = _("Question %(number)d has no answer yet. Choose the one that fits best.") % {
                "number": number
            }
        elif type(given) is not int or item.answer(given) is None:
            errors[item.link_id] = _(
                "Question %(number)d was answered with something this page does not offer. Choose again."
            ) % {"number": number}
    return errors


def _unknown(instrument: questionnaires.Instrument, answers: Mapping[str, int]) -> dict[str, str]:
    known = {item.link_id for item in instrument.items}
    return {link: f"{instrument.short_title} has no question “{link}”." for link in answers if link not in known}
