"""Channels: the ways by which a message can reach somebody, and which of them is next for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.device import Device


class Channel(StrEnum):
    """In the order in which they are tried where a patient said nothing else."""

    SMS = "sms"
    PUSH = "push"
    EMAIL = "email"

    @property
    def is_listed(self) -> bool:
        """Whether its carrier can be asked what it has.

        Else an attempt of which nothing is known is made again there, under the same name, and by no other channel:
        whoever gets it twice sees it once.
        """
        return self is Channel.SMS


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to go by one channel. ``tag`` names the message in every attempt, ``name`` the program as it is public.

    By e-mail and push it leads to ``path`` of the site, and an e-mail to ``way_out``, where there is any; push goes to
    ``devices``.
    """

    channel: Channel
    to: str
    body: str
    tag: str = ""
    name: str = ""
    language: str = "en"
    path: str = "/week"
    way_out: str = ""
    devices: tuple[Device, ...] = ()


def left(
    open_channels: Iterable[Channel], spent: Collection[Channel], bound_to: Channel | None = None
) -> tuple[Channel, ...]:
    """Those of the open ones that have not failed for good; only the one that it is bound to, where it is."""
    return tuple(each for each in open_channels if each not in spent and bound_to in {None, each})
