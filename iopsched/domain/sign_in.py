"""A sign-in: the six digits of a patient, and what lets anybody in or keeps them out."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

DIGITS = 6
TRIES = 5
ASKS = 5
ASKS_WITHIN = timedelta(minutes=15)
"""A number may ask for five codes in a quarter of an hour; further ones look the same and send nothing."""


def code_of(secret: str, nonce: str) -> str:
    """The six digits that belong to a nonce: derived again wherever they are needed, kept nowhere (RFC 4226 5.3)."""
    digest = hmac.new(secret.encode(), f"sign-in code {nonce}".encode(), hashlib.sha256).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def phone_hash(secret: str, phone: str) -> str:
    """What stands for a number in the table of codes, so that a number nobody has is not kept there to read."""
    return hmac.new(secret.encode(), f"sign-in phone {phone}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """One code asked for. ``patient_id`` is None for a number that nobody has."""

    id: int
    patient_id: int | None
    nonce: str
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None

    def may_be_tried(self, now: datetime) -> bool:
        """Ten minutes, once, five tries."""
        return self.used_at is None and now < self.expires_at and self.tries < TRIES

    def fits(self, code: str, secret: str) -> bool:
        """Whether these are its digits; takes as long for wrong ones."""
        return hmac.compare_digest(code_of(secret, self.nonce).encode(), code.encode())
