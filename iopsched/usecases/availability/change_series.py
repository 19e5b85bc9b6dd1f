"""Staff change an offering from a date on; bookings and changes of single dates stay with their sessions.

What is called within a transaction that holds the program opens none itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from iopsched.domain import series
from iopsched.domain.errors import Invalid
from iopsched.domain.offering import Offering, problems
from iopsched.domain.program import Program
from iopsched.domain.timetable import BACK
from iopsched.domain.zone import week_of
from iopsched.gateways.tokens import new_uid
from iopsched.store import offerings, sessions


def change_all(program: Program, before: Offering, after: Offering, *, now: datetime) -> None:
    """New facts for all that is ahead; on another weekday the sessions are those of the old one."""
    offerings.change(replace(after, program_id=program.id, key=before.key, series_id=before.series_id))
    _rename(program, before, after, program.day_of(now) - BACK, now)


def change_following(program: Program, before: Offering, after: Offering, since: date, *, now: datetime) -> int:
    """New facts from ``since`` on, and the id of the offering that has them; what is before stays as it is.

    Raises Invalid for a day that is past, or after the last of the old ones, or after which the new facts have no date.
    """
    if since < program.day_of(now):
        raise Invalid(since="That day has passed. Choose a day ahead.")
    first = before.next_date(since)
    if first is None:
        raise Invalid(since="It is over by then. Choose an earlier day.")
    if first == before.next_date(before.first_day):
        change_all(program, before, after, now=now)
        return before.id
    old, new = series.split(before, after, first, program.first_weekday)
    if found := dict(problems(new)):
        raise Invalid(**found)
    offerings.change(old)
    new_id = offerings.add(replace(new, program_id=program.id, key=f"staff-{new_uid()[:12]}"))
    _rename(program, before, replace(new, id=new_id), first, now)
    return new_id


def end(program: Program, before: Offering, last_day: date) -> None:
    """Nothing more of it after that day."""
    offerings.change(replace(before, last_day=last_day))


def join(program: Program, first: Offering, *, now: datetime) -> None:
    """A series that was changed from some dates on is one offering again; its later parts are empty."""
    for part in offerings.in_program(program.id):
        if part.series_id == first.id:
            join_part(program, part, first, now=now)


def join_part(program: Program, part: Offering, first: Offering, *, now: datetime) -> None:
    """The dates of a later part are those of ``first`` again; the part is empty."""
    offerings.change(replace(part, last_day=part.first_day - timedelta(days=1)))
    _rename(program, part, first, part.first_day, now)


def _rename(program: Program, before: Offering, after: Offering, since: date, now: datetime) -> None:
    """What has begun keeps its name. A date that is called off and no session yet is renamed as well.

    A date moves within its week, so that names from the first day of that week on may be taken.
    """
    existing = sessions.existing(program.id, week_of(since, program.first_weekday))
    begun = {row.sitting.key for row in existing if row.sitting.starts <= now}
    keys = {row.sitting.key for row in existing}
    keys |= {(change.offering_id, change.day, change.slot) for change in offerings.changes(program.id)}
    names = series.renamed(before, after, keys, since, program.first_weekday)
    ahead = {key: name for key, name in names.items() if key not in begun}
    sessions.rename(ahead)
    offerings.rename_changes(ahead)
