"""Every lock, and their one order: the program, then sessions by id, then patients by id. Nobody then waits in a ring.

They keep out each other, not the look that a foreign key takes (FOR NO KEY UPDATE on PostgreSQL): who books holds a
session and then writes a row that names the program, while who changes the timetable holds the program first.

On SQLite the write transaction itself is the lock (BEGIN IMMEDIATE: one writer at a time), and these only check
that one is open.

What touches seats, and what it locks in this order before it writes:

    book_session.book                     sessions, patients
    plan_week.accept                      sessions, patients
    swap_booking.swap                     sessions, patients
    cancel_booking.cancel                 sessions, patients
    cancel_booking.undo                   sessions, patients
    hold_plan.hold                        sessions, patients
    hold_plan.let_go                      sessions, patients
    accept_program_plan.accept            sessions, patients
    answer_planned_week.take              sessions, patients
    answer_planned_week.decline           sessions, patients
    keep_usual_week.make                  sessions, patients
    carry_on_usual_weeks.carry_on         sessions, patients
    wait_for_seat.wait                    sessions, patients
    wait_for_seat.decline                 sessions, patients
    seat_patient.book                     sessions, patients
    seat_patient.move                     sessions, patients
    seat_patient.cancel                   sessions, patients
    keep_waitlist.let_wait                sessions, patients
    keep_waitlist.take_off                sessions, patients
    archive_patient.archive               sessions, patients
    merge_patients.merge                  sessions, patients
    tend_seats.pass_on                    sessions
    tend_seats.look_around                sessions, patients
    mark_attendance.mark                  sessions
    arrive.check_in                       sessions
    arrive.join                           sessions
    change_session.move                   program, sessions, patients
    change_session.change_seats           program, sessions, patients
    change_session.cancel                 program, sessions, patients
    change_session.reopen                 program, sessions, patients
    change_session.change_leader          program, sessions, patients
    alter_session.alter                   program, sessions, patients
    change_session.change_link            program, sessions, patients
    keep_rooms.put                        program, sessions, patients
    keep_rooms.remove                     program, sessions, patients
    keep_rooms.cap                        program, sessions, patients
    keep_seasons.put                      program, sessions, patients
    keep_seasons.remove                   program, sessions, patients
    keep_seasons.bring_back               program, sessions, patients
    keep_absences.add                     program, sessions, patients
    keep_absences.change                  program, sessions, patients
    keep_absences.remove                  program, sessions, patients
    keep_clinicians.merge                 program, sessions
    put_back.put_session_back             program, sessions, patients
    put_back.put_series_back              program, sessions, patients
    end_offering.end_offering             program, sessions, patients
    draft_change.apply                    program, sessions, patients
    keep_offerings.add                    program, sessions, patients
    keep_offerings.change                 program, sessions, patients
    keep_closures.close                   program, sessions, patients
    keep_closures.reopen                  program, sessions, patients
    adjust_availability.open_sessions     program, sessions, patients
    change_program.change                 program, sessions, patients
    import_timetable.import_timetable     program, sessions, patients

Holds, offers and people who wait are rows under these locks. All else locks one thing: a patient or a program.
``tests/races/test_lock_table.py`` holds the code to this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, select

from iopsched.domain.errors import NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.session import Session
from iopsched.store import people
from iopsched.store import sessions as sessions_store
from iopsched.store.db import is_writing, run
from iopsched.store.tables import PatientRow, ProgramRow, SessionRow

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_SESSIONS = sessions_store.selected().where(SessionRow.id.in_(_IDS)).order_by(SessionRow.id)
_PATIENTS = people.selected().where(PatientRow.id.in_(_IDS)).order_by(PatientRow.id)
_PROGRAMS = select(ProgramRow.id).where(ProgramRow.id.in_(_IDS)).order_by(ProgramRow.id)
_FOR_UPDATE: dict[Select[Any], Select[Any]] = {
    _SESSIONS: _SESSIONS.with_for_update(of=SessionRow, key_share=True),
    _PATIENTS: _PATIENTS.with_for_update(key_share=True),
    _PROGRAMS: _PROGRAMS.with_for_update(key_share=True),
}
_switched_off: ContextVar[bool] = ContextVar("locks_switched_off", default=False)


def sessions(session_ids: Iterable[int]) -> tuple[Session, ...]:
    """Hold these sessions, in order of id, until the transaction ends, and give them as they are from now on.

    In order of time. Raises NotFound if one does not exist.
    """
    held = map(sessions_store.one, _hold(_SESSIONS, session_ids, "session"))
    return tuple(sorted(held, key=lambda session: session.by_time))


def patients(patient_ids: Iterable[int]) -> tuple[Patient, ...]:
    """Hold these patients, in order of id, and give them; always after the sessions. Raises NotFound."""
    return tuple(map(people.one, _hold(_PATIENTS, patient_ids, "patient")))


def patient(patient_id: int) -> Patient:
    return patients([patient_id])[0]


def program(program_id: int) -> None:
    """Hold a program's timetable: one change of what is offered at a time, before any session."""
    _hold(_PROGRAMS, [program_id], "program")


@contextmanager
def switched_off() -> Iterator[None]:
    """For the tests that show that the race is there when nobody locks."""
    token = _switched_off.set(True)
    try:
        yield
    finally:
        _switched_off.reset(token)


def _hold(query: Select[Any], ids: Iterable[int], what: str) -> Sequence[Row[Any]]:
    if not is_writing():
        raise RuntimeError("a lock outside a transaction would be gone at once")
    wanted = sorted(set(ids))
    held = run(query if _switched_off.get() else _FOR_UPDATE[query], {"ids": wanted}).all()
    if len(held) < len(wanted):
        raise NotFound(what)
    return held
