"""The links by which patients read, decide and take back: tokens that only this clinic can make, kept as hashes."""

import base64
import hashlib
import secrets

from django.core.signing import BadSignature, Signer

from daybreak.clinic.entry import Absent

TOKEN_BYTES = 32
SALT = "daybreak.clinic.consents.links"


def new_token() -> str:
    """32 random bytes, base64url, signed with the clinic's secret key."""
    random = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).rstrip(b"=").decode("ascii")
    return _signer().sign(random)


def hashed(token: str) -> str:
    """The SHA-256 under which an asking is found; from it the token cannot be recovered."""
    return hashlib.sha256(token.encode()).hexdigest()


def checked(token: str) -> str:
    """The hash of a token that carries our signature. Absent for any other text, without asking the database."""
    try:
        _signer().unsign(token)
    except BadSignature as problem:
        raise Absent("This link is not complete. Open it again from the message you received.") from problem
    return hashed(token)


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")
