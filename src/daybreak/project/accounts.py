"""How staff accounts behave: nobody signs up alone, and every sign-in, failure and change of a credential is logged."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from daybreak.clinic.people import actions as people
from daybreak.clinic.people.models import Person

_WORDS = {
    "mfa/email/totp_activated": "authenticator app added",
    "mfa/email/totp_deactivated": "authenticator app removed",
    "mfa/email/webauthn_added": "passkey added",
    "mfa/email/webauthn_removed": "passkey removed",
    "mfa/email/recovery_codes_generated": "recovery codes made anew",
}


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts come from whoever manages staff; what happens to them goes through the actions of the record."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a stranger cannot become staff."""
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in, once the log has it."""
        people.record_sign_in(by=user, method=_method(request, user))
        super().login(request, user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, once the log has it."""
        if isinstance(request.user, Person):
            people.record_sign_out(by=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log who could not come in; the action decides what of a mistyped name may be kept."""
        people.record_failed_sign_in(username=credentials.get("username") or credentials.get("email") or "")

    def set_password(self, user: Person, password: str) -> None:
        """A passphrase that someone chose for themselves."""
        people.set_password(by=user, person=user, password=password)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Called by allauth whenever a way to sign in has changed: log it, and send a mail where there is mail."""
        if template_prefix in _WORDS:
            people.record_credential_change(by=user, person=user, what=_WORDS[template_prefix])
        super().send_notification_mail(template_prefix, user, context, email)


def _method(request: HttpRequest, user: Person) -> str:
    """How the person proved who they are, such as ``password and totp``; the request itself is not yet signed in."""
    used = [str(record.get("type") or record["method"]) for record in get_authentication_records(request, user)]
    return " and ".join(dict.fromkeys(used)) or "unknown"


@login_not_required
def no_mail(request: HttpRequest) -> HttpResponse:
    """Stands where a forgotten passphrase is reset, in a clinic that sends no mail."""
    messages.info(request, "This clinic sends no mail. Ask the person who manages staff for a new passphrase.")
    return redirect(settings.LOGIN_URL)
