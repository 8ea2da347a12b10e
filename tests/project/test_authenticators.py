"""Seeds of authenticator apps in the database."""

import pytest
from cryptography.fernet import InvalidToken
from pytest_django import Settings

from daybreak.project.authenticators import AuthenticatorAdapter


def test_a_seed_is_unreadable_without_the_clinics_key(settings: Settings):
    adapter = AuthenticatorAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY = "the key of some other clinic, which is as long"
    with pytest.raises(InvalidToken):
        adapter.decrypt(kept)
