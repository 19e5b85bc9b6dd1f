"""E-mail addresses: what can be one, and the marks of links that are sent to one."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.errors import Invalid

CLAIM_LIFE = timedelta(days=1)
"""How long an address can be confirmed after it was given."""
LONGEST = 254
LOOKS_RIGHT = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)
"""One that every mail server takes as it is written, and that ends no line of a letter's head."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An address that somebody gave for a patient, until whoever reads mail there says that it is theirs."""

    patient_id: int
    address: str
    nonce: str
    expires_at: datetime


def address_said(typed: str) -> str:
    """As it is written everywhere; empty for nothing. Raises Invalid(email=...)."""
    local, _, host = typed.strip().rpartition("@")
    address = f"{local}@{host.lower()}" if local else host
    if address and (len(address) > LONGEST or not LOOKS_RIGHT.fullmatch(address)):
        raise Invalid(email="Check the address. It looks like name@example.org.")
    return address


def confirming_mark(secret: str, claim: Claim) -> str:
    """What the link that confirms an address ends in: derived again wherever it is needed, kept nowhere."""
    return _mark(secret, f"confirm {claim.patient_id} {claim.nonce}")


def stopping_mark(secret: str, patient_id: int, address: str) -> str:
    """What the link that ends e-mail ends in, for as long as the address is that patient's."""
    return _mark(secret, f"stop {patient_id} {address}")


def fits(said: str, mark: str) -> bool:
    """Takes as long for a wrong one."""
    return hmac.compare_digest(said.encode(), mark.encode())


def _mark(secret: str, purpose: str) -> str:
    return hmac.new(secret.encode(), f"e-mail {purpose}".encode(), hashlib.sha256).hexdigest()[:40]
