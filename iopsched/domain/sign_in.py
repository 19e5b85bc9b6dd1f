"""A sign-in: the six digits of a patient, the password of staff, and what keeps a guesser out."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.staff import LOCKED_FOR
from iopsched.domain.staff import TRIES as STAFF_TRIES

DIGITS = 6
TRIES = 5


def code_of(secret: str, nonce: str) -> str:
    """The six digits that belong to a nonce: derived again wherever they are needed, kept nowhere (RFC 4226 5.3)."""
    digest = hmac.new(secret.encode(), f"sign-in code {nonce}".encode(), hashlib.sha256).digest()
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def phone_hash(secret: str, phone: str) -> str:
    """What stands for a number where codes and limits are counted, so that a number nobody has is not kept to read."""
    return hmac.new(secret.encode(), f"sign-in phone {phone}".encode(), hashlib.sha256).hexdigest()


def digits_of(typed: str) -> str:
    """Only the digits of what was typed: '123 456' and '123-456' are the code 123456."""
    return "".join(letter for letter in typed if letter.isascii() and letter.isdigit())


@dataclass(frozen=True, slots=True)
class Asked:
    """One code that was asked for and still counts. ``patient_id`` is None for a number that nobody has."""

    id: int
    patient_id: int | None
    nonce: str

    def fits(self, code: str, secret: str) -> bool:
        """Whether these are its digits; takes as long for wrong ones."""
        return hmac.compare_digest(code_of(secret, self.nonce).encode(), code.encode())


def let_in(asked: tuple[Asked, ...], code: str, secret: str) -> int | None:
    """The patient whom these digits let in, by any code that still counts; each one is compared."""
    fitting = [each.patient_id for each in asked if each.fits(code, secret)]
    return next((patient_id for patient_id in fitting if patient_id is not None), None)


@dataclass(frozen=True, slots=True)
class Account:
    """What a password is tried against."""

    staff_id: int
    password_hash: str
    failures: int = 0
    locked_until: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until

    def after_failure(self, now: datetime) -> tuple[int, datetime | None]:
        """How many to keep, and until when it is locked: the fifth in a row locks it and begins the count anew."""
        failures = self.failures + 1
        return (0, now + LOCKED_FOR) if failures >= STAFF_TRIES else (failures, self.locked_until)
