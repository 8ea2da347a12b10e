"""Inputs as a nurse types them: numbers with comma or point, days from the browser's calendar."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_DIGITS = re.compile(r"[+-]?\d{1,9}(\.\d{0,9})?")
"""What a person types. Python also reads 1e999999999, which no form can repeat back."""

_CLOCKS_CHANGED = "The clocks were changed in that hour, so this time is not certain. Enter one before or after it."


class NumberField(forms.DecimalField):
    """A measured value. A decimal comma is as good as a point; the unit stands beside the box, not in it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "This is not a number. Write it in digits, like 72.5."

    def to_python(self, value: Any) -> Any:
        """The number, read with either mark."""
        typed = value.replace(",", ".").strip() if isinstance(value, str) else value
        if isinstance(typed, str) and typed and not _DIGITS.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


class DayField(forms.DateField):
    """A calendar day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "This is not a day. Write it as year-month-day, like 1985-03-02."


class MomentField(forms.DateTimeField):
    """A day with a time, in the clinic's own time."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("widget", widget)
        kwargs.setdefault("input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"])
        super().__init__(**kwargs)
        self.error_messages["invalid"] = "This is not a moment. Write it as day and time, like 2026-11-12 14:20."

    def to_python(self, value: Any) -> Any:
        """The moment; an hour that the change of the clocks skips or repeats is asked for again."""
        try:
            return super().to_python(value)
        except ValidationError as problem:
            if problem.code != "ambiguous_timezone":
                raise
            raise ValidationError(_CLOCKS_CHANGED, code=problem.code) from problem


def line(label: str, *, longest: int = 300, required: bool = True, hint: str = "", **attrs: str) -> forms.CharField:
    """One line of text."""
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint, widget=widget)
