"""A questionnaire as radio keys: every item of the instrument, in its own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from daybreak.care.questionnaires import Instrument, Item
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import MomentField


@dataclass(frozen=True)
class Question:
    """One item with its number and its radio keys."""

    number: int
    item: Item
    field: BoundField
    risk_from: int | None = None
    """From which answer on the page says at once where help is; None for a question that does not ask about risk."""


class QuestionnaireForm(EntryForm):
    """The items of one instrument. Nothing is preset, and what is missing the record says in sentences."""

    use_required_attribute = False

    def __init__(self, instrument: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for item in instrument.items:
            choices = [(answer.value, answer.text) for answer in item.answers]
            self.fields[item.link_id] = forms.TypedChoiceField(
                label=item.text,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("This page does not offer that answer. Choose again.")},
            )

    @property
    def questions(self) -> Iterator[Question]:
        """The items in order."""
        for number, item in enumerate(self.instrument.items, start=1):
            tells = item.link_id == self.instrument.risk_item
            yield Question(number, item, self[item.link_id], self.instrument.risk_from if tells else None)

    @property
    def missing(self) -> list[int]:
        """The numbers of the questions with something wrong, once the form was sent."""
        return [question.number for question in self.questions if self.is_bound and question.field.errors]

    @property
    def answers(self) -> dict[str, int]:
        """What was answered: link id to value."""
        given = {item.link_id: self.cleaned_data.get(item.link_id) for item in self.instrument.items}
        return {link_id: value for link_id, value in given.items() if value is not None}


class ClinicQuestionnaireForm(QuestionnaireForm):
    """The same in the clinic, where it may have been filled in on paper before."""

    completed_at = MomentField(
        label="When it was filled in", required=False, help_text="Leave empty when it is filled in now."
    )
