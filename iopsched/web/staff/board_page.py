"""The board as a table: columns are days, rows what it is looked at by."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from iopsched.domain.session import Session
from iopsched.domain.words import Component
from iopsched.usecases.weeks.view_board import Board, Slot
from iopsched.web import names, wall
from iopsched.web.staff.board_filters import BoardFilters, By, Span


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: what it is of, and that day's sessions in each column."""

    label: str
    is_evening: bool
    cells: tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """``day`` is the one that a day's view shows; ``before`` and ``after`` are where the arrows lead."""

    board: Board
    filters: BoardFilters
    day: date
    days: tuple[date, ...]
    lanes: tuple[Lane, ...]

    @property
    def is_day(self) -> bool:
        return self.filters.span is Span.DAY

    @property
    def before(self) -> date:
        return self.day - timedelta(days=1) if self.is_day else self.board.monday - timedelta(weeks=1)

    @property
    def after(self) -> date:
        return self.day + timedelta(days=1) if self.is_day else self.board.monday + timedelta(weeks=1)

    @property
    def clinicians(self) -> tuple[str, ...]:
        """Who can be chosen."""
        return tuple(
            sorted({slot.session.clinician for slot in self.board.slots} - {""} | {self.filters.clinician} - {""})
        )

    @property
    def components(self) -> tuple[Component, ...]:
        offered = {slot.session.component for slot in self.board.slots}
        return tuple(one for one in Component if one in offered or one.value == self.filters.component)

    @property
    def shown(self) -> int:
        """How many sessions are in the table."""
        return sum(len(cell) for lane in self.lanes for cell in lane.cells)


def page_of(board: Board, asked: date | None, filters: BoardFilters) -> BoardPage:
    """The board of a week, or, where one day is asked for, of that one: today, where the week holds it."""
    day = asked or board.today
    days = (day,) if filters.span is Span.DAY else board.days
    slots = tuple(slot for slot in board.slots if slot.session.day in days and filters.allow(slot.session))
    return BoardPage(board, filters, day, days, tuple(_lanes(board, slots, days, filters.by)))


def _lanes(board: Board, slots: tuple[Slot, ...], days: tuple[date, ...], by: By) -> Iterable[Lane]:
    if by is By.PART:
        clock = wall.clock_short(board.program.evening_from)
        for label, evening in ((_("Before %(time)s", time=clock), False), (_("From %(time)s", time=clock), True)):
            mine = [slot for slot in slots if board.is_evening(slot.session) is evening]
            yield Lane(label, evening, _cells(mine, days))
        return
    of = _OF[by]
    for label in sorted({of(slot.session) for slot in slots}, key=lambda said: (not said, said)):
        yield Lane(label or _NOBODY[by](), False, _cells([slot for slot in slots if of(slot.session) == label], days))


def _cells(slots: Iterable[Slot], days: tuple[date, ...]) -> tuple[tuple[Slot, ...], ...]:
    held = tuple(slots)
    return tuple(tuple(slot for slot in held if slot.session.day == day) for day in days)


_OF: dict[By, Callable[[Session], str]] = {
    By.CLINICIAN: lambda session: session.clinician,
    By.ROOM: lambda session: session.where,
    By.COMPONENT: lambda session: names.name(session.component),
}
_NOBODY: dict[By, Callable[[], str]] = {
    By.CLINICIAN: lambda: _("Nobody named"),
    By.ROOM: lambda: _("No room"),
    By.COMPONENT: lambda: "",
}
