"""What a patient writes in their own words, after the questions, behind the same link."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from daybreak.clinic.alerts import actions, queries
from daybreak.clinic.alerts.words import LONGEST
from daybreak.clinic.measures.queries import asked_by
from daybreak.web.forms.entry import EntryForm
from daybreak.web.views.phone import by_link


class WordsForm(EntryForm):
    """A few lines."""

    text = forms.CharField(
        label=gettext_lazy("What you want to tell us"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, token: str) -> HttpResponse:
    """A page to write on, then thanks; where a phrase of self-harm was found the crisis text comes first."""
    asked_by(token)
    form = WordsForm(request.POST if request.method == "POST" else None)
    language = translation.get_language() or "en"
    if form.is_valid():
        kept = form.attempt(
            lambda: actions.keep_words(
                token=token, text=form.cleaned_data["text"], language=language, client_id=form.key
            )
        )
        if kept is not None:
            return _thanks(request, language, str(kept[0].public_id), flagged=kept[1])
    page = {"form": form, "language": language}
    return render(request, "web/alerts/words.html", page, status=422 if form.is_bound else 200)


def _thanks(request: HttpRequest, language: str, row: str, *, flagged: bool) -> HttpResponse:
    if flagged:
        shown = queries.crisis(language)
        for alert in queries.of_words(row):
            actions.crisis_shown(alert=alert, version=shown.name)
    page = {"at_risk": flagged, "left": 0, "minutes": 0, "said": _("Your words have reached your clinic.")}
    return render(request, "web/alerts/heard.html", page)
