"""What is typed about consent: what to ask, what stays marked, a new text, and a patient's own decision."""

import json
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from daybreak.care import touch
from daybreak.care.consents import ConsentKind, ConsentText, Line, Part
from daybreak.clinic.consents.decision import LONGEST_NAME, LONGEST_WORDS, Decision
from daybreak.web.forms.entry import EntryForm
from daybreak.web.forms.inputs import DayField, line

AGREE, DECLINE = "agree", "decline"
SPARE_PARTS = 1
"""Empty paragraphs offered below those there are."""


class AskForm(EntryForm):
    """About which texts the patient is asked."""

    kinds = forms.MultipleChoiceField(label="Ask about", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, offered: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """``offered`` are (kind, title)."""
        super().__init__(*args, **kwargs)
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offered


class NarrowForm(EntryForm):
    """Where touch stays. It stands beside other forms: the ids of its fields begin with a word of its own."""

    regions = forms.MultipleChoiceField(
        choices=[(region.id, region.label) for region in touch.regions()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_touch_%s", **kwargs)


class DecisionForm(EntryForm):
    """One page of a patient: yes or no, what is true, what is chosen, where touch may be, a name and a signature."""

    bound_to: ClassVar[dict[str, tuple[str, ...]]] = {}

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    statements = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    choices = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    regions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label="Anything we should know about touch",
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    name = forms.CharField(
        label="Your full name",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    drawing = forms.CharField(required=False, widget=forms.HiddenInput)
    ticked = forms.BooleanField(required=False)
    document = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, text: ConsentText, *args: Any, **kwargs: Any) -> None:
        """The form of one text."""
        super().__init__(*args, **kwargs)
        self.text = text
        self._offer("decision", [(AGREE, text.agree), (DECLINE, text.decline)])
        self._offer("statements", [(line.id, line.text) for line in text.statement])
        self._offer("choices", [(line.id, line.text) for line in text.choice])
        self._offer("regions", [(region.id, region.label) for region in touch.regions()])
        self.fields["decision"].label = text.asks
        self.fields["decision"].error_messages["required"] = "Choose one of the two."

    def answer(self) -> Decision:
        """What the patient decided."""
        given = self.cleaned_data
        return Decision(
            agreed=given["decision"] == AGREE,
            name=given["name"],
            statements=tuple(given["statements"]),
            choices=tuple(given["choices"]),
            regions=tuple(given["regions"]),
            words=given["words"],
            drawing=_strokes(given["drawing"]),
            ticked=given["ticked"],
        )

    def marked(self) -> int:
        """The map as it was posted, for the page to show again."""
        known = {region.id for region in touch.regions()}
        posted = self.data.getlist("regions") if hasattr(self.data, "getlist") else []
        return touch.mask_of(one for one in posted if one in known)

    def say(self, invalid: Any) -> None:
        """A missing signature is said beside the box to tick."""
        errors = {("ticked" if name == "mark" else name): said for name, said in invalid.errors.items()}
        invalid.errors = errors
        super().say(invalid)

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class TextForm(EntryForm):
    """A text of consent as the medical director words it: paragraphs under headings, lines to tick, lines to choose."""

    title = line("Title", longest=80)
    asks = line("The question", longest=200, hint="What the patient says yes or no to.")
    agree = line("The yes", longest=100)
    decline = line("The no", longest=100)
    lede = line("In one sentence", longest=300)
    statements = forms.CharField(
        label="What everyone who agrees must tick",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One line each.",
    )
    offered = forms.CharField(
        label="What each patient may choose besides",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One line each; may stay empty.",
    )
    change = line("What is different", longest=300, required=False, hint="For those who read the versions later.")
    in_force_from = DayField(label="In force from", required=False, help_text="Leave empty for now.")

    def __init__(self, text: ConsentText, *args: Any, **kwargs: Any) -> None:
        """The form filled with ``text``."""
        kwargs["initial"] = {
            "title": text.title,
            "asks": text.asks,
            "agree": text.agree,
            "decline": text.decline,
            "lede": text.lede,
            "statements": "\n".join(part.text for part in text.statement),
            "offered": "\n".join(part.text for part in text.choice),
        }
        super().__init__(*args, **kwargs)
        self.text = text
        for number in range(len(text.part) + SPARE_PARTS):
            part = text.part[number] if number < len(text.part) else Part("", "")
            self.fields[f"heading_{number}"] = line(f"Heading {number + 1}", longest=120, required=False)
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"Paragraph {number + 1}", required=False, widget=forms.Textarea(attrs={"rows": 5})
            )
            self.initial.update({f"heading_{number}": part.heading, f"text_{number}": part.text})

    @property
    def parts(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each paragraph's heading and words."""
        return [(self[f"heading_{number}"], self[f"text_{number}"]) for number in range(self._count)]

    @property
    def _count(self) -> int:
        return len(self.text.part) + SPARE_PARTS

    def worded(self) -> ConsentText:
        """The text as it was typed; a paragraph left empty is gone."""
        given = self.cleaned_data
        pairs = [(given[f"heading_{number}"], given[f"text_{number}"]) for number in range(self._count)]
        raw = self.text.as_dict() | {name: given[name] for name in ("title", "asks", "agree", "decline", "lede")}
        return ConsentText.from_dict(
            {
                **raw,
                "part": [
                    {"heading": heading, "text": " ".join(text.split())} for heading, text in pairs if text.strip()
                ],
                "statement": _lines(given["statements"], self.text.statement),
                "choice": _lines(given["offered"], self.text.choice),
            }
        )

    def moment(self) -> datetime | None:
        """The beginning of the day from which it counts; None for now, which today is too."""
        day = self.cleaned_data["in_force_from"]
        if day is None or day == timezone.localdate():
            return None
        return timezone.make_aware(datetime.combine(day, time.min))


def _lines(typed: str, known: tuple[Line, ...]) -> list[dict[str, str]]:
    """Each line with an id: a line that was there keeps its own, a new one gets one that no line had."""
    ids = {part.text: part.id for part in known}
    taken, found = set(ids.values()), []
    for text in filter(None, (" ".join(part.split()) for part in typed.splitlines())):
        line_id = ids.get(text) or next(name for n in range(1, 1000) if (name := f"line{n}") not in taken)
        taken.add(line_id)
        found.append({"id": line_id, "text": text})
    return found


def _strokes(posted: str) -> Any:
    """The drawing as the page sent it; what cannot be read is left for the record to refuse."""
    if not posted:
        return ()
    try:
        return json.loads(posted)
    except ValueError:
        return [None]


def offered(kinds: list[ConsentKind]) -> list[tuple[str, str]]:
    """Kinds with their titles, for a form that asks about them."""
    return [(kind.value, kind.label) for kind in kinds]
