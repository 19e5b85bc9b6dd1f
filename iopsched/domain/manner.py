"""The manner in which a program tells each kind of matter: whether at all, and with how much in it.

Discreet is the default everywhere. Detailed is said only where the program allows it, after a warning, and the patient
has chosen it as well (42 CFR Part 2; DOMAIN.md section 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.message import Kind
from iopsched.domain.program import Program

WARNING = "2026-11"
"""Version of the warning that an admin confirms before a kind may be told in detail; noted with every confirmation."""


class Wording(StrEnum):
    """How much a message says: when; or also the part of the program, by video or not, and what is to go."""

    DISCREET = "discreet"
    DETAILED = "detailed"


ALWAYS_ON = frozenset(kind for kind in Kind if kind.is_asked_for)
WITH_DETAIL = frozenset(
    {Kind.REMINDER, Kind.MOVED, Kind.CANCELLED, Kind.BOOKED, Kind.OFFERED, Kind.DIGEST, Kind.SHORTFALL}
)
"""Kinds that have more to say; all others say the same either way."""


@dataclass(frozen=True, slots=True)
class Manner:
    """The program's side of one kind."""

    is_on: bool = True
    may_say_more: bool = False

    def wording(self, chosen: Wording) -> Wording:
        """What a patient who chose this gets."""
        return chosen if self.may_say_more else Wording.DISCREET


def manner_of(program: Program, kind: Kind) -> Manner:
    """Codes and answers are always on."""
    is_on = kind in ALWAYS_ON or kind not in program.silenced
    return Manner(is_on, kind in WITH_DETAIL and kind in program.in_detail)
