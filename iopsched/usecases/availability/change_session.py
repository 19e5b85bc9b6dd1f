"""Staff change one session: another time or place, more or fewer seats, or none at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from iopsched.domain.absence import Diary
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.offering import Change, Offering, link_problems
from iopsched.domain.program import Program
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.spoken_date import spoken
from iopsched.domain.staff import Staff
from iopsched.domain.timetable import BACK
from iopsched.domain.zone import week_of
from iopsched.store import absences, clinicians, offerings, rooms, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import change_series
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.check_open import require_open
from iopsched.usecases.availability.reconcile_sessions import Effect


def find(staff: Staff, session_id: int) -> Session:
    """Raises Forbidden for a clinician, NotFound for another program's. One query."""
    staff.require_scheduler()
    with reading():
        return _of_program(staff.program_id, session_id)


def move(
    staff: Staff,
    session_id: int,
    day: date,
    begins: time,
    *,
    now: datetime,
    place: str | None = None,
    reach: Reach = Reach.THIS,
) -> Effect:
    """One session at another day, hour or place, or its series with it. Raises Invalid for a time that is past, closed
    or that clocks skip.
    """

    def write(program: Program) -> dict[str, str | int]:
        before = changed_so_far(program, session_id, now)
        require_open(program, day, begins, now, minutes=sessions.get(session_id).clock_minutes)
        if not _is_only_this(program, before, reach):
            part = _move_series(program, before, reach, day, begins, place, now)
            return {"day": day.isoformat(), "reach": reach.value, "offering_id": part}
        if day - before.day > BACK:
            raise Invalid(day=f"Choose a day within {BACK.days} days of {spoken(before.day)}, where it belongs.")
        where = before.place if place is None else place
        after = replace(before, to_day=day, begins=begins, place=where, is_cancelled=False)
        offerings.put_change(program.id, after)
        return {"day": day.isoformat()}

    return adjust(staff, "session moved", write, now=now, session_id=session_id)


def change_seats(staff: Staff, session_id: int, seats: int, *, now: datetime, reach: Reach = Reach.THIS) -> Effect:
    """One session with more or fewer seats, or its series with it; fewer than are booked evicts nobody, it closes the
    session.
    """

    def write(program: Program) -> dict[str, int | str]:
        before = changed_so_far(program, session_id, now)
        if not 1 <= seats <= 100:
            raise Invalid(seats="Seats must be between 1 and 100.")
        its = sessions.get(session_id)
        if found := rooms.limits(program.id).too_many(seats, its.component, its.place, its.site):
            raise Invalid(seats=found)
        if _is_only_this(program, before, reach):
            offerings.put_change(program.id, replace(before, seats=seats))
            return {"seats": seats}
        offering = offerings.get(program.id, before.offering_id)
        offerings.put_change(program.id, replace(before, seats=None))
        part = _change_series(program, before, reach, offering, replace(offering, seats=seats), now)
        return {"seats": seats, "reach": reach.value, "offering_id": part}

    return adjust(staff, "seats changed", write, now=now, session_id=session_id)


def change_leader(staff: Staff, session_id: int, clinician_id: int, *, now: datetime) -> Effect:
    """Somebody else leads one session; who is booked is told that something has changed. Raises Invalid for somebody
    who is not free.
    """

    def write(program: Program) -> dict[str, int]:
        before, session = changed_so_far(program, session_id, now), sessions.get(session_id)
        require_free(program, session, clinician_id)
        offerings.put_change(program.id, replace(before, clinician_id=clinician_id))
        return {"clinician_id": clinician_id}

    return adjust(staff, "stand-in named", write, now=now, session_id=session_id)


def change_link(staff: Staff, session_id: int, link: str, *, now: datetime) -> Effect:
    """One session by video behind a link of its own; empty is that of its offering."""

    def write(program: Program) -> None:
        before = changed_so_far(program, session_id, now)
        if found := dict(link_problems(link)):
            raise Invalid(**found)
        offerings.put_change(program.id, replace(before, link=link or None))

    return adjust(staff, "link changed", write, now=now, session_id=session_id)


def cancel(staff: Staff, session_id: int, *, now: datetime, reach: Reach = Reach.THIS) -> Effect:
    """One session will not be, or its series is over with it; everybody inside is told."""

    def write(program: Program) -> dict[str, str | int] | None:
        before = changed_so_far(program, session_id, now)
        if _is_only_this(program, before, reach):
            offerings.put_change(program.id, replace(before, is_cancelled=True))
            return None
        first = before.day if reach is Reach.FOLLOWING else program.day_of(now)
        change_series.end(program, offerings.get(program.id, before.offering_id), first - timedelta(days=1))
        return {"reach": reach.value, "offering_id": before.offering_id}

    return adjust(staff, "session cancelled", write, now=now, session_id=session_id)


def reopen(staff: Staff, session_id: int, *, now: datetime) -> Effect:
    """A session that was cancelled will be after all; it comes back empty."""

    def write(program: Program) -> None:
        offerings.put_change(program.id, replace(changed_so_far(program, session_id, now), is_cancelled=False))

    return adjust(staff, "session reopened", write, now=now, session_id=session_id)


def require_free(program: Program, session: Session, clinician_id: int | None) -> None:
    """Raise Invalid for somebody who does not work here, is away or leads another session then."""
    if clinician_id is None or clinician_id not in clinicians.at_work(program.id):
        raise Invalid(clinician="Choose somebody who works here.")
    if not diary_beside(program, session).is_free(clinician_id, session):
        raise Invalid(clinician="They are away or lead another session then. Choose somebody else.")


def diary_beside(program: Program, session: Session) -> Diary:
    """What everybody leads at that time but the session itself, and who is away. Two queries."""
    around = sessions.between(program.id, session.starts - timedelta(days=1), session.ends)
    led = tuple(one for one in around if not one.is_cancelled and one.id != session.id)
    return Diary(led, absences.in_program(program.id), program.zone)


def _is_only_this(program: Program, before: Change, reach: Reach) -> bool:
    """An extra session has no others."""
    return reach is Reach.THIS or offerings.get(program.id, before.offering_id).is_single


def _move_series(
    program: Program, before: Change, reach: Reach, day: date, begins: time, place: str | None, now: datetime
) -> int:
    """The weekday, hour and place of one session for its series; that session itself is as its series again."""
    offering = offerings.get(program.id, before.offering_id)
    first = week_of(before.day, program.first_weekday)
    if not first <= day < first + timedelta(weeks=1):
        raise Invalid(day="Choose a day of the same week, as every week is to be like it.")
    weekdays = offering.weekdays - {before.day.weekday()} | {day.weekday()}
    if len(weekdays) < len(offering.weekdays):
        raise Invalid(day="It is offered on that weekday already. Choose another day.")
    where = offering.place if place is None else place
    starts = _begins_of_series(offering, before, begins)
    offerings.put_change(program.id, replace(before, to_day=None, begins=None, place=None, is_cancelled=False))
    after = replace(offering, weekdays=weekdays, begins=starts, place=where)
    return _change_series(program, before, reach, offering, after, now)


def _begins_of_series(offering: Offering, before: Change, begins: time) -> time:
    """When the first slot begins, where this one is to begin at ``begins``."""
    return (datetime.combine(before.day, begins) - offering.shift(before.slot)).time()


def _change_series(
    program: Program, before: Change, reach: Reach, offering: Offering, after: Offering, now: datetime
) -> int:
    """The id of the offering that has the new facts."""
    if reach is Reach.ALL:
        change_series.change_all(program, offering, after, now=now)
        return offering.id
    since = max(before.day, program.day_of(now))
    return change_series.change_following(program, offering, after, since, now=now)


def changed_so_far(program: Program, session_id: int, now: datetime) -> Change:
    """What was changed of the session until now. Raises NotFound for another program's, Invalid once it has begun."""
    if _of_program(program.id, session_id).starts <= now:
        raise Invalid(session="This session has begun. What has been cannot be changed.")
    return changed(program, session_id)


def _of_program(program_id: int, session_id: int) -> Session:
    session = sessions.get(session_id)
    if session.program_id != program_id:
        raise NotFound("session")
    return session


def changed(program: Program, session_id: int) -> Change:
    """What is changed of a session of the program; nothing where it is as offered. Within a look or a transaction."""
    key = sessions.key_of(session_id)
    known = {(change.offering_id, change.day, change.slot): change for change in offerings.changes(program.id)}
    return known.get(key, Change(*key))
