"""What a carrier of messages does, whatever the channel, and what it can answer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from iopsched.domain.channel import Channel, Letter


class Outcome(StrEnum):
    """Every answer there is, by what must follow; the provider's own codes are the gateway's business."""

    TAKEN = "taken"
    """The provider has it."""
    BUSY = "busy"
    """The carrier has too much to do: it was not processed, and later is fine."""
    LATER = "later"
    """Nor was this, for something of this one's address or device, which says nothing of the carrier."""
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
    UNREACHED = "unreached"
    """The phone was not to be reached: once more, a while later, where it is still of use."""

    @property
    def is_trouble(self) -> bool:
        """Something is the matter with the carrier, and not with the message."""
        return self in {Outcome.BUSY, Outcome.MISCONFIGURED}


@dataclass(frozen=True, slots=True)
class Receipt:
    """One answer: the provider's id of the message where there is one, and its code for staff.

    ``gone`` are devices that take nothing any more; ``wait`` is for how long a carrier that is too busy asks to be left
    alone.
    """

    outcome: Outcome
    provider_id: str = ""
    code: str = ""
    gone: tuple[int, ...] = ()
    wait: timedelta = timedelta()

    @property
    def is_plain(self) -> bool:
        """The provider has it, and nothing else follows."""
        return self == Receipt(Outcome.TAKEN, self.provider_id)

    @property
    def is_about_patient(self) -> bool:
        """It says something of every message to that person."""
        return self.outcome in {Outcome.OPTED_OUT, Outcome.BAD_NUMBER} or bool(self.gone)


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


class Silence(Exception):
    """A provider cannot be asked now."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as a provider lists it: what became of it, None while it is on its way."""

    provider_id: str
    end: Receipt | None


@runtime_checkable
class Lister(Protocol):
    """A carrier that can be asked what it has. Each raises Silence when it cannot be asked now."""

    def listed(self, since: datetime) -> Iterable[Listed]:
        """All that went out for us since then, in no order."""
        ...

    def look_up(self, provider_id: str) -> Listed | None:
        """None when there is no such message."""
        ...


def hash_of(body: str) -> str:
    """What stands for the words of a text in the outbox, so that it can be recognised and not read."""
    return hashlib.sha256(body.encode()).hexdigest()


def listers(sender: Sender) -> Mapping[Channel, Lister]:
    """Those among the carriers that can be asked."""
    carriers = sender.carriers if isinstance(sender, Switch) else {Channel.SMS: sender}
    return {channel: each for channel, each in carriers.items() if isinstance(each, Lister)}


@dataclass(frozen=True, slots=True)
class Switch:
    """A sender that hands each message to the one who carries its channel."""

    carriers: Mapping[Channel, Sender]

    def send(self, letter: Letter, validity_seconds: int) -> Receipt:
        return self.carriers[letter.channel].send(letter, validity_seconds)

    def find(self, channel: Channel, to: str, body_hash: str, known: Collection[str]) -> Receipt | None:
        return self.carriers[channel].find(channel, to, body_hash, known)
