"""What a patient at risk reads: the text in force in each language, its history, and the director's next version."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from daybreak.care import crisis as care
from daybreak.clinic.alerts import queries
from daybreak.web import signing
from daybreak.web.access import StaffRequest, permitted, requires
from daybreak.web.alerts.forms import CrisisTextForm


@require_http_methods(["GET", "POST"])
@requires("alert.read")
def crisis_text(request: StaffRequest) -> HttpResponse:
    """Everyone of the team reads what patients read; a medical director signs it."""
    form = CrisisTextForm(request.POST if request.method == "POST" else None, initial=_as_it_is())
    sign_error = ""
    if form.is_bound and form.is_valid():
        proof = signing.proof_of(request)
        sign_error = "" if proof else signing.why_not(request)
        row = form.save(request.user, proof) if proof else None
        if row is not None:
            messages.success(request, f"Version {row.version} is signed and in force.")
            return redirect("web:crisis-text")
    page = {
        "form": form,
        "now": [(name, queries.crisis(language)) for language, name in care.languages().items()],
        "versions": queries.crisis_texts(),
        "may_sign": "crisis.sign" in permitted(request),
        "meaning": "want every patient at risk to read these words",
        "sign_error": sign_error,
    }
    return render(request, "web/alerts/crisis_text.html", page, status=422 if form.is_bound else 200)


def _as_it_is() -> dict[str, str]:
    """The English text in force, to begin from."""
    shown = queries.crisis("en")
    return {"language": "en", "text": shown.text, "phone": shown.phone}
