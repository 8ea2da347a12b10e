"""What an authenticator app shows: the six digits of RFC 6238, reckoned from the key."""

import base64
import hmac
import struct
import time


def code(key: str, *, at: float | None = None) -> str:
    """The digits of the half minute in which ``at`` lies."""
    secret = base64.b32decode(key.replace(" ", "").upper() + "=" * (-len(key.replace(" ", "")) % 8))
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(secret, counter, "sha1").digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
