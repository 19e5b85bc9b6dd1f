"""What a carrier of messages does, whatever the channel, and what it can answer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from iopsched.domain.channel import Channel, Letter


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
    """No message reaches that number or address."""
    MISCONFIGURED = "misconfigured"
    """Nothing goes out until somebody mends the settings or the account."""
    REFUSED = "refused"
    """This one will not go, for a reason that a second try does not change."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One answer: the provider's id of the message where there is one, and its code for staff.

    ``gone`` are devices that take nothing any more.
    """

    outcome: Outcome
    provider_id: str = ""
    code: str = ""
    gone: tuple[int, ...] = ()


class Sender(Protocol):
    """Carries messages. Neither method raises for anything that the provider or the network does."""

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        """Hand over one message, to be delivered within so many seconds or not at all."""
        ...

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        """What became of an attempt without a receipt; None when the provider lists no such message, or lists none.

        ``known`` are provider ids that belong to other messages. UNCLEAR when it cannot be asked now.
        """
        ...


def hash_of(body: str) -> str:
    """What stands for the words of a text in the outbox, so that it can be recognised and not read."""
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Switch:
    """A sender that hands each message to the one who carries its channel."""

    carriers: Mapping[Channel, Sender]

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        return self.carriers[letter.channel].send(letter, validity_seconds)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        return self.carriers[channel].find(channel, to, body_hash, known)
