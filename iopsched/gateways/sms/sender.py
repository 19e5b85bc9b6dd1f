"""What a carrier of texts does, and what it can answer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Outcome(StrEnum):
    """Every answer there is, by what must follow; the provider's own codes are the gateway's business."""

    TAKEN = "taken"
    """The provider has it."""
    BUSY = "busy"
    """It was not processed; later is fine."""
    UNCLEAR = "unclear"
    """Nobody knows whether the provider has it: look before sending again."""
    OPTED_OUT = "opted_out"
    """The person has told the provider to stop."""
    BAD_NUMBER = "bad_number"
    """No text reaches that number."""
    MISCONFIGURED = "misconfigured"
    """Nothing goes out until somebody mends the settings or the account."""
    REFUSED = "refused"
    """This one will not go, for a reason that a second try does not change."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One answer: the provider's id of the text where there is one, and its code for staff."""

    outcome: Outcome
    provider_id: str = ""
    code: str = ""


class Sender(Protocol):
    """Carries texts. Neither method raises for anything that the provider or the network does."""

    def send(self, to: str, body: str, validity_seconds: int) -> Receipt:
        """Hand over one text to an E.164 number, to be delivered within so many seconds or not at all."""
        ...

    def find(self, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        """What became of an attempt without a receipt; None when the provider lists no such text.

        ``known`` are provider ids that belong to other messages. UNCLEAR when it cannot be asked now.
        """
        ...


def hash_of(body: str) -> str:
    """What stands for the words of a text in the outbox, so that it can be recognised and not read."""
    return hashlib.sha256(body.encode()).hexdigest()
