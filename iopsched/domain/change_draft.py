"""A draft of a change: what staff want of the timetable, kept while they look at what it would do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from iopsched.domain.intent import Intent

KEPT = timedelta(days=1)
UNDO = timedelta(minutes=15)
"""How long a change that was applied can be taken back in one step."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An intent, and the bookings that are had again with it where it takes back an earlier change."""

    intent: Intent
    seats_back: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """The form that a draft came from: where it stands, and each field with what was typed."""

    path: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """``seen`` is what applying it would do, as staff saw it last; ``reverse`` what takes it back once it is applied.

    ``id`` is 0 until it is kept. ``staff_id`` is who drafted it, and once it is applied who did that. ``came_from`` is
    the draft beside which this was offered as another way.
    """

    id: int
    program_id: int
    staff_id: int
    wanted: Wanted
    made_at: datetime
    seen: Mapping[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    applied_at: datetime | None = None
    reverse: Wanted | None = None
    came_from: int | None = None
    undoes: int | None = None
    typed: Typed = field(default_factory=Typed)

    def repeats(self, other: ChangeDraft) -> bool:
        """Whether it is the same person's, and says the same."""
        return (self.staff_id, self.wanted, self.undoes) == (other.staff_id, other.wanted, other.undoes)

    @property
    def undo_until(self) -> datetime | None:
        """When it is too late to take it back; None where it was not applied, or nothing takes it back."""
        return self.applied_at + UNDO if self.applied_at and self.reverse else None

    def can_be_undone(self, now: datetime) -> bool:
        """Whether it was applied a moment ago."""
        return self.undo_until is not None and now < self.undo_until
