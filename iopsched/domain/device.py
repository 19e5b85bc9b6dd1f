"""A phone or computer that shows notifications: where its push service takes them, and its keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MOST = 8
"""Devices of one patient; a further one takes the place of the oldest."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """As a browser gives it (RFC 8030, 8291): an https address, its public key and a shared secret, in base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Device:
    """``name`` is what its browser calls itself; ``mark`` tells one endpoint from another."""

    id: int
    patient_id: int
    name: str
    mark: str
    added_at: datetime
    subscription: Subscription | None = None


def whose(patient_id: int) -> str:
    """The one place where a subscription can be opened."""
    return f"device of patient {patient_id}"
