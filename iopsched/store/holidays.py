"""Whose holidays a program looks at, and on which of them it stays open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select

from iopsched.domain.holiday import HolidayCalendar
from iopsched.store.db import db
from iopsched.store.tables import HolidayCalendarRow, OpenHolidayRow


def calendar(program_id: int) -> HolidayCalendar | None:
    row = db.session.get(HolidayCalendarRow, program_id)
    return HolidayCalendar(row.country, row.region) if row else None


def choose(program_id: int, chosen: HolidayCalendar) -> None:
    """In place of the one that was chosen before."""
    db.session.execute(delete(HolidayCalendarRow).where(HolidayCalendarRow.program_id == program_id))
    facts = {"country": chosen.country, "region": chosen.region}
    db.session.execute(insert(HolidayCalendarRow).values(program_id=program_id, **facts))


def kept_open(program_id: int) -> frozenset[date]:
    query = select(OpenHolidayRow.day).where(OpenHolidayRow.program_id == program_id)
    return frozenset(db.session.scalars(query))


def keep_open(program_id: int, day: date, *, is_open: bool) -> None:
    """Remember that the program is open on that holiday, or that nobody has decided."""
    mine = (OpenHolidayRow.program_id == program_id, OpenHolidayRow.day == day)
    db.session.execute(delete(OpenHolidayRow).where(*mine))
    if is_open:
        db.session.execute(insert(OpenHolidayRow).values(program_id=program_id, day=day))
