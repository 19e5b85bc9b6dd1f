"""Usual weeks are carried on: what opens ahead is booked for whoever wants it every week, once, as far as it goes.

Each week of each patient is a transaction of its own, so that nobody else who books waits for all of them, and what was
tried is noted in it: a worker that dies half-way leaves whole weeks behind, and two that do it at once share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from iopsched.domain.errors import IopschedError
from iopsched.domain.program import Program
from iopsched.domain.recurrence import Recurrence, Turn, recur, turns, undone
from iopsched.domain.usual_week import Offered, UsualWeek
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, programs, treatments, usual_weeks, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import tell_patient
from iopsched.usecases.seats import book_session
from iopsched.usecases.seats.book_session import Party

GoingOn = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Due:
    """One week of one usual week in which something is still to be tried, with what there is for it."""

    usual: UsualWeek
    monday: date
    session_ids: frozenset[int]
    offered: Offered


def carry_on(*, now: datetime, going_on: GoingOn = lambda: True) -> int:
    """Book what has opened for everybody who has a usual week; how many weeks were seen to.

    The nearest week comes first; within it whoever has had a usual week for longest. Who waited for a seat of that
    kind was offered one when the session opened, before anybody here. A week that cannot be had right now, as
    somebody else is changing it, is left for the next time and stands in nobody's way.
    """
    with reading():
        everyone = programs.everyone()
    done = 0
    for program in everyone:
        with reading():
            due = _due_in(program, now)
        for each in due:
            if not going_on():
                return done
            done += _carried_out(each, now)
    return done


def _carried_out(due: Due, now: datetime) -> bool:
    try:
        return carry_out(due, actor="system", now=now) is not None
    except IopschedError:
        return False


def _due_in(program: Program, now: datetime) -> tuple[Due, ...]:
    """Five queries, two where nobody has a usual week."""
    usual = usual_weeks.in_program(program.id)
    if not usual:
        return ()
    this_monday = program.week_of(now)
    offered = usual_weeks.offered(program, usual, this_monday)
    tried = usual_weeks.tried(usual, this_monday)
    plans = treatments.of_patients(one.patient_id for one in usual)
    found = [
        due
        for one in usual
        for monday in one.weeks_ahead(this_monday, offered.last_day)
        if (due := _due(Week(program, one.patient_id, monday, (), plans.get(one.patient_id, ())), one, offered, tried))
    ]
    return tuple(sorted(found, key=lambda due: (due.monday, due.usual.made_at, due.usual.id)))


def _due(week: Week, usual: UsualWeek, offered: Offered, tried: usual_weeks.TriedWeeks) -> Due | None:
    known = tuple(turns(usual.habits, week, offered))
    if not undone(known, week, tried.get((usual.id, week.monday), {})):
        return None
    return Due(usual, week.monday, frozenset(turn.session.id for turn in known if turn.session), offered)


def due_of(usual: UsualWeek, program: Program, offered: Offered, now: datetime) -> Iterator[Due]:
    """Every week ahead of one usual week, whatever was tried in it."""
    for monday in usual.weeks_ahead(program.week_of(now), offered.last_day):
        week = Week(program, usual.patient_id, monday)
        ids = frozenset(turn.session.id for turn in turns(usual.habits, week, offered) if turn.session)
        yield Due(usual, monday, ids, offered)


def carry_out(due: Due, *, actor: str, now: datetime, only: Collection[int] | None = None) -> Recurrence | None:
    """Book one week as far as it goes, and note what was tried; None where that has been done, or it was stopped.

    ``only`` are the sessions that the patient has agreed to: whatever else fits by now is not tried yet. Without it,
    nobody is there to see, and the patient is told by a text.
    """
    with transaction():
        party = book_session.bring_together(due.usual.patient_id, due.session_ids, now=now)
        if usual_weeks.of_patient(party.patient.id) != due.usual:
            return None
        found = _as_it_is(due, party, now)
        tried = usual_weeks.tried([due.usual], due.monday).get((due.usual.id, due.monday), {})
        new = [turn for turn in undone(found.turns, found.week, tried) if only is None or _is_agreed(turn, only)]
        if not new:
            return None
        booked = tuple(turn.session for turn in new if turn.session is not None and turn.fits)
        if booked:
            book_session.take_seats(replace(party, sessions=booked), actor=actor, now=now, week=found.week)
        usual_weeks.record(due.usual, due.monday, new, now=now)
        _tell(due, party, new, len(booked), now, actor=actor, by_text=only is None)
    return found


def _tell(
    due: Due, party: Party, new: Collection[Turn], booked: int, now: datetime, *, actor: str, by_text: bool
) -> None:
    patient, program = party.patient, party.program
    skipped, day = sum(turn.is_news for turn in new), due.monday.isoformat()
    done = "usual week booked"
    audit.note(program.id, actor, done, now=now, patient_id=patient.id, day=day, seats=booked, skipped=skipped)
    if by_text and (booked or skipped):
        tell_patient.usual(patient, program, due.usual.id, due.monday, now=now)


def _is_agreed(turn: Turn, only: Collection[int]) -> bool:
    return not turn.fits or (turn.session is not None and turn.session.id in only)


def _as_it_is(due: Due, party: Party, now: datetime) -> Recurrence:
    """The week under the lock; sessions as they are now."""
    program = party.program
    locked = {session.id: session for session in party.sessions}
    sittings = {key: locked[one.id] for key, one in due.offered.sittings.items() if one.id in locked}
    week = weeks.load(party.patient, program, due.monday)
    given_up = bookings.given_up(party.patient.id, *program.week_bounds(due.monday))
    return recur(due.usual, week, replace(due.offered, sittings=sittings), given_up=given_up, now=now)
