"""How proofs of a second factor are kept: encrypted, so that a stolen copy of the database does not hold them."""

import base64
from functools import cache
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class AuthenticatorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the seeds of authenticator apps and recovery codes; only this clinic's secret key reads them."""

    def encrypt(self, text: str) -> str:
        """The text, readable again only by ``decrypt``."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The text that ``encrypt`` was given."""
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode("ascii")).decode()


@cache
def _cipher(secret: str) -> Fernet:
    """A key of its own for this purpose, derived from the clinic's."""
    return Fernet(base64.urlsafe_b64encode(sha256(b"daybreak authenticators\n" + secret.encode()).digest()))
