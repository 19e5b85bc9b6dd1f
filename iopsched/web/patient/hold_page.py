"""The page of seats that are kept: the week with them, and until when, as a script can count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.usecases.seats.hold_plan import Kept
from iopsched.web import sentences, strips
from iopsched.web.patient import plan_words


@dataclass(frozen=True, slots=True)
class Page:
    """``strip`` draws what is booked as it is, and what is kept as suggested."""

    kept: Kept
    strip: tuple[strips.Column, ...]
    now: datetime

    @property
    def week(self) -> Week:
        """As it would be with the seats."""
        return self.kept.week

    @property
    def sessions(self) -> tuple[Session, ...]:
        return self.kept.sessions

    @property
    def ids(self) -> list[int]:
        return [session.id for session in self.sessions]

    @property
    def book_all(self) -> str:
        return plan_words.book_all(len(self.sessions))

    @property
    def outcome(self) -> str:
        return sentences.outcome(self.week)

    @property
    def instants(self) -> dict[str, str]:
        """By the clock of the server, so that one that is wrong on a phone does no harm."""
        said = {"now": self.now, "warns-at": self.kept.warns_at, "until": self.kept.until}
        return {f"data-{name}": moment.isoformat(timespec="milliseconds") for name, moment in said.items()}


def page_of(kept: Kept, *, now: datetime) -> Page:
    """What is kept, in words and pictures."""
    new = {session.id for session in kept.sessions}
    marks = (strips.suggested(b.session) if b.session.id in new else strips.booked(b) for b in kept.week.bookings)
    return Page(kept, strips.week_columns(kept.week.monday, marks, kept.week.program), now)
