"""A patient arrives: types today's code at the entrance, or joins by video, and is marked."""

from __future__ import annotations

from datetime import datetime, timedelta

from iopsched.domain import arrival, zone
from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.kiosk import Kiosk
from iopsched.domain.program import Program
from iopsched.domain.sign_in import digits_of
from iopsched.domain.words import Modality
from iopsched.store import audit, bookings, locks, people, programs
from iopsched.store.db import transaction

UNKNOWN = "That code does not work here now. Look at today’s code once more, or tell somebody of the staff."
MARKED = "Staff have marked this session already. Tell them that you are here."


def check_in(kiosk: Kiosk, code: str, *, secret: str, now: datetime) -> Attendance:
    """Mark whoever has this code today in the session that awaits them, and give the mark; again, it changes nothing.

    Raises Invalid(code=...), the same for strangers, for another day and for too early; and where staff said not here.
    """
    with transaction():
        program = programs.get(kiosk.program_id)
        booking = _awaited(program, digits_of(code), secret, now) if program.takes_codes else None
        if booking is None:
            raise Invalid(code=UNKNOWN)
        return _arrive(program, booking, f"kiosk:{kiosk.id}", now)


def join(patient_id: int, session_id: int, *, now: datetime) -> None:
    """Mark the patient as there, by video; a second time changes nothing.

    Raises NotFound where it is not theirs to join now, Invalid where staff said not here.
    """
    with transaction():
        patient = people.patient(patient_id)
        program = programs.get(patient.program_id)
        booking = bookings.find(patient_id, session_id) if program.counts_joins else None
        if booking is None or arrival.awaited([booking], Modality.TELEHEALTH, now) is None:
            raise NotFound("session to join")
        _arrive(program, booking, f"patient:{patient_id}", now)


def _awaited(program: Program, code: str, secret: str, now: datetime) -> Booking | None:
    """Among the seats of today, as one can arrive at no others."""
    today = program.day_of(now)
    first, last = (zone.midnight(day, program.zone) for day in (today, today + timedelta(days=1)))
    known = bookings.in_program(program.id, first, last)
    patient_id = arrival.whose(code, secret, {one.patient_id for one in known}, today)
    mine = [one for one in known if one.patient_id == patient_id]
    return arrival.awaited(mine, Modality.IN_PERSON, now)


def _arrive(program: Program, seen: Booking, actor: str, now: datetime) -> Attendance:
    """What staff, or an earlier arrival, said of this seat stands; it is looked at again under the session's lock."""
    locks.sessions([seen.session.id])
    booking = bookings.find(seen.patient_id, seen.session.id)
    if booking is None or not arrival.awaited([booking], seen.session.modality, now):
        raise Invalid(code=UNKNOWN)
    if booking.is_missed:
        raise Invalid(code=MARKED)
    if booking.attendance is not None:
        return booking.attendance
    attendance, minutes = arrival.mark_of(booking.session, program, now)
    bookings.mark(booking.id, attendance, minutes)
    news = {booking.patient_id: {"attendance": attendance.value, "minutes": minutes}}
    audit.note_patients(program.id, actor, "arrived", news, now=now, session_id=booking.session.id)
    return attendance
