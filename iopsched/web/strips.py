"""The strips of a week as shapes: a column a day, the day runs down, a block a session, evening on darker ground."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain.booking import Booking
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.web import wall

FROM, UNTIL = 8 * 60, 22 * 60
"""Minutes of the day at a column's top and bottom; what lies beyond is drawn at its edge."""
DAY_WIDTH, DAY_HEIGHT, DAY_X = 33.0, 79.0, 4.5
WEEK_WIDTH, WEEK_HEIGHT, WEEK_X, WEEK_STEP = 37.3, 71.2, 2.5, 42.286
LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Mark:
    """What lies in a day: UTC instants and a state: gone, mine (in person), video (telehealth), new, lost."""

    day: date
    starts: datetime
    ends: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Block:
    """One rectangle of a column."""

    x: float
    y: float
    width: float
    height: float
    state: str
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One day: its ground, where the evening begins, its blocks."""

    x: float
    width: float
    height: float
    dusk: str
    blocks: tuple[Block, ...]
    letter: str = ""

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


def booked(booking: Booking) -> Mark:
    """What a booking looks like: attended is solid and ticked, telehealth an outline, missed a dotted one."""
    if booking.is_missed:
        return _mark(booking.session, "lost")
    return _mark(booking.session, "gone" if booking.attendance else way(booking.session))


def suggested(session: Session) -> Mark:
    """What a session looks like that is not booked yet."""
    return _mark(session, "new")


def proposed(session: Session) -> Mark:
    """What a session looks like in a proposal: as if it were booked."""
    return _mark(session, way(session))


def way(session: Session) -> str:
    return "video" if session.modality is Modality.TELEHEALTH else "mine"


def day_column(day: date, marks: Iterable[Mark], program: Program) -> Column:
    """The picture of one day, 42 by 80."""
    return _column(day, marks, program, DAY_X, DAY_WIDTH, DAY_HEIGHT)


def week_columns(monday: date, marks: Iterable[Mark], program: Program) -> tuple[Column, ...]:
    """Seven days beside each other, 296 by 89 with their letters."""
    known = tuple(marks)
    days = [monday + timedelta(days=offset) for offset in range(7)]
    return tuple(
        _column(day, known, program, round(WEEK_X + at * WEEK_STEP, 1), WEEK_WIDTH, WEEK_HEIGHT)
        for at, day in enumerate(days)
    )


def _mark(session: Session, state: str) -> Mark:
    return Mark(session.day, session.starts, session.ends, state)


def _column(day: date, marks: Iterable[Mark], program: Program, x: float, width: float, height: float) -> Column:
    blocks = tuple(_block(mark, program.zone, x, width, height) for mark in marks if mark.day == day)
    dusk = _dusk(x, width, height, program.evening_from)
    return Column(x, width, height, dusk, blocks, wall.weekday_letter(day))


def _block(mark: Mark, zone: ZoneInfo, x: float, width: float, height: float) -> Block:
    top = _down(mark.starts.astimezone(zone).time(), height)
    bottom = top + max(LEAST, (mark.ends - mark.starts).total_seconds() / 60 * height / (UNTIL - FROM))
    inset = 2.5 if mark.state in {"gone", "mine"} else 3.3
    top, bottom = min(top, height - LEAST), min(bottom, height)
    block = Block(
        x=round(x + inset, 1),
        y=round(top + 0.8, 1),
        width=round(width - 2 * inset, 1),
        height=round(max(LEAST - 1, bottom - top - 1.2), 1),
        state=mark.state,
    )
    return _ticked(block) if mark.state == "gone" and block.height >= 9 else block


def _ticked(block: Block) -> Block:
    x, y = block.x + block.width / 2 - 4.4, block.y + block.height / 2
    tick = f"M{x:.1f} {y:.1f}l2.8 3 5.2-6"
    return Block(block.x, block.y, block.width, block.height, block.state, tick)


def _dusk(x: float, width: float, height: float, evening: time) -> str:
    """The lower part of the column with its two round corners."""
    top, across = _down(evening, height), width - 1
    corners = f"a4.5 4.5 0 0 1-4.5 4.5h-{across - 9:.1f}a4.5 4.5 0 0 1-4.5-4.5z"
    return f"M{x + 0.5:.1f} {top:.1f}h{across:.1f}v{height - 5 - top:.1f}{corners}"


def _down(at: time, height: float) -> float:
    minutes = min(max(at.hour * 60 + at.minute, FROM), UNTIL)
    return 0.5 + (minutes - FROM) * (height - 1) / (UNTIL - FROM)
