"""What staff want of the timetable is carried out by the use case that it belongs to; and what would take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from iopsched.domain.intent import (
    AddAbsence,
    AddOffering,
    CancelSession,
    ChangeOffering,
    CloseDay,
    EndOffering,
    HandOver,
    Intent,
    MoveSession,
    PutBack,
    PutSeriesBack,
    RemoveAbsence,
    ReopenDay,
    ReopenSession,
    SetSeats,
    reach_of,
    session_of,
)
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.series import Reach
from iopsched.domain.staff import Staff
from iopsched.store import absences, offerings
from iopsched.usecases import adjust_availability, change_session, end_offering, keep_absences, put_back
from iopsched.usecases.reconcile_sessions import Effect


def carry(staff: Staff, intent: Intent, *, now: datetime) -> Effect:
    """Carry it out, one transaction. Raises Forbidden, NotFound, and Invalid naming each field."""
    match intent:
        case AddOffering() | ChangeOffering() | EndOffering() | PutSeriesBack():
            return _carry_of_offering(staff, intent, now)
        case CloseDay(closure):
            return adjust_availability.close_day(staff, closure, now=now)
        case ReopenDay(day, begins):
            return adjust_availability.reopen_day(staff, day, begins=begins, now=now)
        case AddAbsence(absence):
            return keep_absences.add(staff, absence, now=now)
        case RemoveAbsence(absence_id):
            return keep_absences.remove(staff, absence_id, now=now)
    return _carry_of_one(staff, intent, now)


def reverse_of(program: Program, intent: Intent) -> Intent | None:
    """What takes it back, asked within the transaction before it is carried out; None where only the write knows."""
    match intent:
        case AddOffering() | AddAbsence():
            return None
        case ChangeOffering() | EndOffering() | PutSeriesBack():
            return _reverse_of_offering(program, intent)
        case CloseDay(Closure(day=day, begins=begins)):
            known = _closure(program, day, begins)
            return CloseDay(known) if known else ReopenDay(day, begins)
        case ReopenDay(day, begins):
            return CloseDay(_closure(program, day, begins) or Closure(day, begins=begins))
        case RemoveAbsence(absence_id):
            return next((AddAbsence(one) for one in absences.in_program(program.id) if one.id == absence_id), None)
    return _reverse_of_one(program, intent)


def reverse_written(reverse: Intent | None, said: Mapping[str, Any]) -> Intent:
    """The same once it is written, and what is new has an id: by what the write ``said``."""
    match reverse:
        case None if "absence_id" in said:
            return RemoveAbsence(said["absence_id"])
        case None:
            return EndOffering(said["offering_id"])
        case PutSeriesBack():
            return replace(reverse, part_id=said["offering_id"])
    return reverse


def _reverse_of_offering(program: Program, intent: ChangeOffering | EndOffering | PutSeriesBack) -> Intent:
    match intent:
        case PutSeriesBack(offering, part_id) if part_id != offering.id:
            part = offerings.get(program.id, part_id)
            return ChangeOffering(replace(part, id=offering.id), since=part.first_day)
        case EndOffering(offering_id):
            return ChangeOffering(offerings.get(program.id, offering_id))
        case ChangeOffering(offering) | PutSeriesBack(offering):
            known = offerings.get(program.id, offering.id)
            is_split = isinstance(intent, ChangeOffering) and intent.since is not None
            return PutSeriesBack(known, known.id) if is_split else ChangeOffering(known)


def _reverse_of_one(program: Program, intent: Intent) -> Intent:
    session_id = session_of(intent) or 0
    change = change_session.changed(program, session_id)
    if reach_of(intent) is Reach.THIS:
        return PutBack(session_id, change)
    offering = offerings.get(program.id, change.offering_id)
    return PutBack(session_id, change) if offering.is_single else PutSeriesBack(offering, offering.id, change)


def _closure(program: Program, day: date, begins: time) -> Closure | None:
    """The one that begins then."""
    known = {(each.day, each.begins): each for each in offerings.closures(program.id)}
    return known.get((day, begins))


def _carry_of_offering(
    staff: Staff, intent: AddOffering | ChangeOffering | EndOffering | PutSeriesBack, now: datetime
) -> Effect:
    match intent:
        case AddOffering(offering, clinician):
            return adjust_availability.add_offering(staff, offering, clinician=clinician, now=now)
        case ChangeOffering(offering, clinician, since):
            return adjust_availability.change_offering(staff, offering, clinician=clinician, since=since, now=now)
        case EndOffering(offering_id):
            return end_offering.end_offering(staff, offering_id, now=now)
        case PutSeriesBack(offering, part_id, change):
            return put_back.put_series_back(staff, offering, part_id, change, now=now)


def _carry_of_one(staff: Staff, intent: Intent, now: datetime) -> Effect:
    match intent:
        case MoveSession(session_id, day, begins, place, reach):
            return change_session.move(staff, session_id, day, begins, place=place, reach=reach, now=now)
        case SetSeats(session_id, seats, reach):
            return change_session.change_seats(staff, session_id, seats, reach=reach, now=now)
        case HandOver(session_id, clinician_id):
            return change_session.change_leader(staff, session_id, clinician_id, now=now)
        case CancelSession(session_id, reach):
            return change_session.cancel(staff, session_id, reach=reach, now=now)
        case ReopenSession(session_id):
            return change_session.reopen(staff, session_id, now=now)
        case PutBack(session_id, change):
            return put_back.put_session_back(staff, session_id, change, now=now)
    raise TypeError(f"no use case carries out {intent!r}")
