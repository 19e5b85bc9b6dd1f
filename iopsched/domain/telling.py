"""How a patient wants to be told of one kind of matter. Nobody has to say anything: what is usual holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from iopsched.domain.channel import Channel
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program


@dataclass(frozen=True, slots=True)
class Telling:
    """``first`` is the channel that is tried before the others; between ``since`` and ``until``, where they are given,
    on the patient's clock. ``is_detailed`` is what the patient chose after a warning: a program that does not allow
    detail is not bound by it.
    """

    is_off: bool = False
    first: Channel | None = None
    since: time | None = None
    until: time | None = None
    is_detailed: bool = False

    def ordered(self, channels: Iterable[Channel]) -> tuple[Channel, ...]:
        """These channels, the wanted one first; none where nothing is wanted."""
        return () if self.is_off else tuple(sorted(channels, key=lambda channel: channel is not self.first))

    def says_more_by(self, channel: Channel) -> bool:
        """Detail is for the channel that it was chosen for, and for no other that steps in (DOMAIN.md section 3)."""
        return self.is_detailed and channel is (self.first or Channel.SMS)

    def within(self, program: Program) -> Program:
        """The program with the patient's hours where they leave any of its own, else as it is."""
        since, until = max(program.send_from, self.since or time.min), min(program.send_until, self.until or time.max)
        return replace(program, send_from=since, send_until=until) if since < until else program


USUAL = Telling()
WARNING = "2026-11"
"""Version of the warning that a patient reads before a kind says more; noted with the choice."""


def require_sound(telling: Telling, program: Program) -> None:
    """Raises Invalid where the hours leave none in which the program sends."""
    since, until = telling.since or program.send_from, telling.until or program.send_until
    if telling.since and telling.until and since >= until:
        raise Invalid(until="Choose an end that is after the beginning.")
    if max(since, program.send_from) >= min(until, program.send_until):
        raise Invalid(since=f"Choose hours from {program.send_from:%H:%M} to {program.send_until:%H:%M}.")
